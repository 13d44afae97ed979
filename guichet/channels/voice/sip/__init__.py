"""Our side of SIP: a guard before the parser, and user agents in a thread of their own."""
