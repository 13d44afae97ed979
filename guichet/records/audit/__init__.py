"""The audit trail: who did or read what, in a chain of hashes that shows every later change."""
