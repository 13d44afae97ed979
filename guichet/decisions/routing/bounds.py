"""How long the router's own courtesies last. Everything else that is bounded is bounded by the policy of a queue."""

REST_MS = 30_000
"""For so long a contact is not offered again to somebody who declined it or passed it on: the others come first."""

KEPT_MS = 4 * 60 * 60_000
"""For so long an answer is kept for whoever asked the citizen, when he is there and has no room; then anybody able has it."""

EXTENSION_MS = 10 * 60_000
"""The most a wrap-up may be extended in all, beyond what its queue allows."""

REMEMBERED_MS = 60 * 60_000
"""For so long an ended contact is remembered, so that a late input is told why it is refused and no id arrives twice."""
