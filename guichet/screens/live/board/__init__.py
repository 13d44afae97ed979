"""The supervisor's board: what waits, since when and why, who answers, how the day goes, and what may be ordered."""
