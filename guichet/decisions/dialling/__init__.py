"""Whether a call may leave: emergency numbers always, others within an allow-list and a cap on what they cost. Pure."""
