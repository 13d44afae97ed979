"""Asking a network's interface, and saying of every failure which trouble it is."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from guichet.channels.outward import Answered, InsideError, NotReachedError, Question, TooMuchError, ask
from guichet.channels.social.words import NetworkError, Trouble

Explain = Callable[[Answered], NetworkError]
"""What an answer that is not good means on this network."""


def ask_network(question: Question, explain: Explain) -> Answered:
    """:raises NetworkError: it is not asked, does not answer, or answers otherwise than well."""
    try:
        answered = ask(question)
    except InsideError as error:
        raise NetworkError(Trouble.ADDRESS) from error
    except TooMuchError as error:
        raise NetworkError(Trouble.UNEXPECTED, is_uncertain=error.is_sent and question.method != "GET") from error
    except NotReachedError as error:
        raise NetworkError(Trouble.UNREACHABLE, is_uncertain=error.is_sent) from error
    if not answered.is_good:
        raise explain(answered)
    return answered


def ask_for_object(question: Question, explain: Explain) -> dict[str, Any]:
    """The JSON object of a good answer. A good answer that says nothing leaves open what was done.

    :raises NetworkError: see `ask_network`, or it says something else.
    """
    said = ask_network(question, explain).read_json()
    if not isinstance(said, dict):
        raise NetworkError(Trouble.UNEXPECTED, is_uncertain=question.method != "GET")
    return said


def write_json(value: object) -> bytes:
    return msgspec.json.encode(value)


def with_token(token: str, **more: str) -> Mapping[str, str]:
    """:raises NetworkError: it is nothing that a header can carry."""
    if not token.isascii() or not token.isprintable() or " " in token or not token:
        raise NetworkError(Trouble.TOKEN)
    return {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): value for name, value in more.items()}}


def write_key(key: UUID, part: int) -> str:
    """The key of one part of a message, the same each time."""
    return f"{key}-{part}"
