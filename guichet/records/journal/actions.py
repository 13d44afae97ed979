"""Posting facts. Whoever stores content posts the fact about it in the same transaction: both are kept, or neither."""

from uuid import UUID

from django.db import connection, transaction

from guichet.decisions.routing.inputs import Input
from guichet.records.journal.statements import NOTIFY_INBOX, POST_MANY
from guichet.records.journal.words import Posted, encode_input


def post(organisation_id: int, input: Input, input_id: UUID) -> Posted:
    """Put a fact into the inbox, in the caller's transaction. The same `input_id` again changes nothing and returns the first row.

    :raises FreeTextError: the input carries what somebody typed.
    """
    body = encode_input(input)
    parameters = {
        "organisation_id": organisation_id,
        "input_ids": [input_id],
        "kinds": [type(input).__name__],
        "bodies": [body],
    }
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(POST_MANY, parameters)  # type: ignore[arg-type]  # arrays are psycopg's, not Django's
        [(_, inbox_id, is_new)] = cursor.fetchall()
        cursor.execute(NOTIFY_INBOX, {"organisation_id": organisation_id})
    return Posted(id=inbox_id, is_new=is_new)
