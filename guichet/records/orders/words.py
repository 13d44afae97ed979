"""Kinds of orders, and their bounds."""

from datetime import timedelta
from enum import StrEnum

ORDERS_CHANNEL = "guichet_orders"
"""NOTIFY channel of orders that begin, end or are read; its payload is the organisation's id."""
LONGEST_TEXT = 500
"""Characters of an announcement or a message: what somebody reads while he works."""
LONGEST_NAME = 60
"""Characters of a wall display's name, in large letters."""
MOST_WALL_LINKS = 50
"""Links to wall displays that may be open at the same time."""
MOST_MINUTES = 24 * 60
"""An order is for a while; what lasts belongs into the directory."""
UNDOABLE = timedelta(minutes=15)
"""For how long an order about one contact is kept in sight, to be undone."""


class OrderKind(StrEnum):
    ASSIGN = "assign"
    PRIORITY = "priority"
    SKILL = "skill"
    OVERFLOW = "overflow"
    CLOSE = "close"
    MESSAGE = "message"


class Ending(StrEnum):
    """Why an order holds no more."""

    UNDONE = "undone"
    EXPIRED = "expired"
    REFUSED = "refused"
