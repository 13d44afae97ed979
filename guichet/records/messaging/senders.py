"""Under what an organisation may write by SMS: a number, or a name that cannot be written to. Pure."""

import re

NUMBER = re.compile(r"\+?[0-9]{3,15}")
WORD = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ._&-]{2,11}")


def is_sender(typed: str) -> bool:
    """Whether networks take it as the sender of a message."""
    return bool(NUMBER.fullmatch(typed)) or bool(WORD.fullmatch(typed))


def can_be_answered(sender: str) -> bool:
    return bool(NUMBER.fullmatch(sender))
