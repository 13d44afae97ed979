"""The page of the supervisor: who waits, who answers."""
