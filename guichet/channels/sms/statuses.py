"""What an operator's code for a refusal means for the message (SMPP 3.4, 5.1.3). Pure."""

from guichet.records.messaging.errors import NotTakenError
from guichet.records.messaging.sending import THROTTLED

SLOWER = frozenset({0x58, 0x14})
"""Throttled, and a full queue."""
LATER = frozenset({0x08, 0x64, 0x65})
WRONG_NUMBER = frozenset({0x0B, 0x51, 0x50})
WRONG_SENDER = frozenset({0x0A, 0x48, 0x49})


def judge(status: int, wait_seconds: int) -> NotTakenError:
    """`wait_seconds`: how long we pause when the other side wants us slower."""
    if status in SLOWER:
        return NotTakenError(permanent=False, reason=THROTTLED, wait_seconds=wait_seconds)
    if status in WRONG_NUMBER:
        return NotTakenError(permanent=True, reason="unknown-handle")
    reason = "sender" if status in WRONG_SENDER else f"smpp-{status:x}"
    return NotTakenError(permanent=status not in LATER, reason=reason)
