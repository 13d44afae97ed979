"""How scans are taken from folders."""

LOOK_SECONDS = 5.0
SETTLED_SECONDS = 3.0
"""A file that was written to more recently is still being written."""
MOST_AT_ONCE = 100
"""Files of one folder in one look."""
KEPT_DAYS = 7
"""For how long a file that was taken stays in `taken`; it is in the database by then."""
TAKEN, REFUSED = "taken", "refused"
