"""Callback: the citizen says where and when, an agent calls."""
