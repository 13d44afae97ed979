"""Telephone lines, where agents are rung, and the legs of calls: what became of each, never what was said."""
