"""What the desk keeps and finds again: drafts, the history of a person, past contacts, and who else is looking at one."""
