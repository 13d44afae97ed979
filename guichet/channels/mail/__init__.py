"""E-mail: a citizen writes to an address of the organisation, an agent answers, and the whole stays one thread."""
