"""Whether a call may leave: emergency numbers always, others within an allow-list and a cap; what a test call has shown. Pure."""
