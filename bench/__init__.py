"""Measurements. Each module is one: `guichet bench NAME` finds it by its name."""

WITHOUT_DATABASE = frozenset({"demonstration", "routing", "script", "voices", "waits"})
"""Measures that need no database, or bring their own."""
