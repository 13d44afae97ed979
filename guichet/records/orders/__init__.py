"""What supervisors order: for a while, in sight of all, with a trace, and so that it can be undone."""
