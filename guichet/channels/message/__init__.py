"""Message: the citizen leaves what he has to say, at any hour, and an agent answers in writing when it is read."""
