"""Bad, foreign, doubled and hostile input at every door: a clear refusal in the right form, nobody else's data, nothing accepted lost."""
