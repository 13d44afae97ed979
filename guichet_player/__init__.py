"""Plays the demonstration's days: citizens who ask and agents who answer, through the public doors alone, as people's browsers would.

It is no part of the product: it knows an address and passwords, never the database. `guichet demo` runs it as a process of its own.
"""
