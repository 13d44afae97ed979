"""Signing on and off with a local account. A growing wait slows down whoever guesses; the answer never says what was wrong."""
