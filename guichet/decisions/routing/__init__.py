"""Who is offered which contact, and when."""
