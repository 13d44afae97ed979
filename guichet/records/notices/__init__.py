"""What the house sends of its own accord. Today: mails, each a row that says what became of it."""
