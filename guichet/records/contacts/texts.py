"""What may be kept of what a person typed: all of it, or a refusal that says why. Nothing is cut, cleaned or guessed."""

from guichet.records.contacts.errors import EmptyTextError, TextTooLongError, UnstorableTextError
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.storable import is_storable


def check_text(text: str) -> None:
    """Let pass what can be stored and shown intact.

    :raises EmptyTextError: nothing but spaces. :raises TextTooLongError: more than `LONGEST_TEXT` characters.
    :raises UnstorableTextError: a NUL, which PostgreSQL cannot keep, or half a surrogate pair, which is no text.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(len(text))
    if not text or text.isspace():
        raise EmptyTextError
    check_storable(text)


def check_storable(text: str) -> None:
    """:raises UnstorableTextError: a NUL or half a surrogate pair."""
    if not is_storable(text):
        raise UnstorableTextError
