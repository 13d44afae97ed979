"""What can go wrong with the journal. The docstring is the message and says what to do next."""


class JournalError(Exception):
    """Something about the journal was refused."""

    code = "journal-error"


class FreeTextError(JournalError):
    """An input of the router carries ids and codes only; keep what a person typed with the contact instead."""

    code = "free-text"

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"{kind}.{field} holds free text. {type(self).__doc__}")


class LeadershipLostError(JournalError):
    """Another engine leads this organisation now: nothing of this batch was written. Stand by and rebuild."""

    code = "leadership-lost"


class JournalBrokenError(JournalError):
    """The stored journal does not follow from itself: run `guichet replay --check` and keep a copy of the database."""

    code = "journal-broken"
