"""What every hot door stands on: one pool, one writer, one listener and one fan-out per web process.

A room of its own, below channels and screens and above records: both open hot doors (a citizen's and a signed-in person's), neither
may import the other, and records must not know of HTTP. It holds no rule of the counter: those are in records and in the router.
"""
