"""What a written contact is about: reasons proposed from its text, learned from those that agents confirmed."""
