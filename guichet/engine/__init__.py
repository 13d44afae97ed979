"""What runs: one writer per organisation takes facts from the inbox through the router into the journal, in one commit."""
