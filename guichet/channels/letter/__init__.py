"""Letters: a citizen writes on paper, the paper is scanned, and what an agent answers leaves as a letter to print or as a mail."""
