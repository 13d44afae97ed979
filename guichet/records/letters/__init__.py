"""Letters on paper, in and out: scans as they came, the letters in them, what was found of their senders, and answers to print and post."""
