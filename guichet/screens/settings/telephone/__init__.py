"""The telephone: the numbers that citizens call, and where agents are rung."""
