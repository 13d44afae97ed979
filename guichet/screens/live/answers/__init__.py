"""Answers at the agent's hand: the next best articles, and what he and his citizens make of them."""
