"""SMS: a citizen writes to a number of the organisation, an agent answers, over SMPP or an HTTP gateway."""
