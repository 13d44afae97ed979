"""Contacts of social networks on the desk: whether everybody reads along, what may be said then, and what else can be done with them."""
