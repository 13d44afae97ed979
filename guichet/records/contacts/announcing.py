"""Telling many who wait the same, in their own conversations, as the house and not as somebody."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts import statements
from guichet.records.contacts.words import Author, MessageKind


def announce(organisation_id: int, contacts: Sequence[ContactId], cause: UUID, text: str) -> None:
    """Add a line to each of these conversations, in the caller's transaction. The same cause again adds nothing.

    :param contacts: in the order of their ids, in which their rows are locked.
    """
    with connection.cursor() as cursor:
        for start in range(0, len(contacts), statements.MOST_MESSAGES):
            group = contacts[start : start + statements.MOST_MESSAGES]
            parameters: dict[str, Any] = {
                "organisation_id": organisation_id,
                "contacts": list(group),
                "keys": [uuid5(cause, contact) for contact in group],
                "authors": [Author.SYSTEM.value] * len(group),
                "agents": [None] * len(group),
                "kinds": [MessageKind.MESSAGE.value] * len(group),
                "texts": [text] * len(group),
                "answers": [None] * len(group),
            }
            cursor.execute(statements.LOCK_CONTACTS, parameters)
            cursor.execute(statements.ADD_MESSAGES, parameters)
