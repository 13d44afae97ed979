"""Words that everybody reads: what may be said there, what goes on in private, and what was set aside and why."""
