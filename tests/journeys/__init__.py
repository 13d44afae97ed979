"""Whole stories, told in a real browser against the running product."""
