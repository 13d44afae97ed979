"""Measurements. Each module is one: `guichet bench NAME` finds it by its name."""

WITHOUT_DATABASE = frozenset({"routing", "script"})
"""Measures that need no database."""
