"""Fetching the files that a message names: they lie at the network, and a worker asks for them once the message is read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from guichet.channels.social.carriers import open_adapter
from guichet.channels.social.words import MOST_PIECES, Arrived, NetworkError, Piece, UnreadableError
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.files import Upload, add_file
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.words import Author
from guichet.records.errors import RefusedError
from guichet.records.messaging.arriving import NAMESPACE
from guichet.records.messaging.models import Account, Incoming
from guichet.records.messaging.storing import Stored, store
from guichet.records.messaging.words import IncomingState
from guichet.records.separation import set_organisation

FETCH = "fetch_social_files"
SOON, LATER = timedelta(seconds=3), timedelta(seconds=45)
MOST_TURNS = 5
"""How often a message is looked for that is not read yet."""

log = structlog.get_logger(__name__)


@transaction.atomic
def keep(organisation_id: int, account_id: int, raw: bytes, key: str, now: datetime) -> Stored:
    """Keep what came, and have its files fetched, or neither."""
    stored = store(organisation_id, account_id, raw, key, now)
    if stored.is_new:
        account = Account.objects.of(organisation_id).get(pk=account_id)
        if any(said.pieces for said in list_said(account, raw)):
            _defer(organisation_id, stored.incoming, 1, now + SOON)
    return stored


def list_said(account: Account, raw: bytes) -> list[Arrived]:
    try:
        return [event for event in open_adapter(account, {}).read(raw) if isinstance(event, Arrived)]
    except UnreadableError:
        return []


def _defer(organisation_id: int, incoming_id: UUID, turn: int, at: datetime) -> None:
    job = app.configure_task(FETCH, queue="messages", schedule_at=at)
    job.defer(organisation_id=organisation_id, incoming_id=str(incoming_id), turn=turn)


@app.task(name=FETCH)
def fetch_social_files(organisation_id: int, incoming_id: str, turn: int) -> None:
    """Each file once, however often this runs; what cannot be had is said in the contact."""
    with transaction.atomic():
        set_organisation(organisation_id)
        incoming = Incoming.objects.of(organisation_id).filter(pk=incoming_id).select_related("account__organisation").first()
        if incoming is None or turn > MOST_TURNS:
            return
        if incoming.state == IncomingState.RECEIVED:
            _defer(organisation_id, incoming.pk, turn + 1, timezone.now() + LATER)
            return
        wanted = list(_list_wanted(incoming))
    for key, contact, pieces in wanted:
        missed = [
            reason for number, piece in enumerate(pieces) if (reason := _fetch(incoming, contact, uuid5(key, f"piece-{number}"), piece))
        ]
        if missed:
            _say_missed(incoming, contact, uuid5(key, "missed"), missed)


def _list_wanted(incoming: Incoming) -> Iterator[tuple[UUID, UUID, tuple[Piece, ...]]]:
    """Of each message in it: its key, its contact and its files."""
    for said in list_said(incoming.account, bytes(incoming.raw)):
        key = uuid5(NAMESPACE, f"{incoming.account_id}\n{said.reference}")
        contact = Message.objects.of(incoming.organisation_id).filter(key=key).values_list("contact_id", flat=True).first()
        if contact is not None and said.pieces:
            yield key, contact, said.pieces[:MOST_PIECES]


def _fetch(incoming: Incoming, contact: UUID, key: UUID, piece: Piece) -> str:
    """Why it is not there; empty when it is."""
    try:
        content = open_adapter(incoming.account).fetch(piece)
    except NetworkError as error:
        log.warning("a file of a message is not given", incoming_id=str(incoming.pk), trouble=error.trouble)
        return str(error)
    upload = Upload(key=key, author=Author.CITIZEN, name=piece.name or "document", content=BytesIO(content))
    try:
        with transaction.atomic():
            set_organisation(incoming.organisation_id)
            add_file(incoming.organisation_id, ContactId(str(contact)), upload)
    except RefusedError as error:
        return str(error)
    return ""


@transaction.atomic
def _say_missed(incoming: Incoming, contact_id: UUID, key: UUID, missed: list[str]) -> None:
    set_organisation(incoming.organisation_id)
    contact = Contact.objects.of(incoming.organisation_id).get(pk=contact_id)
    with translation.override(incoming.account.organisation.default_language):
        heading = _("Files of this message that were not let in:")
        add_context(contact, key, "\n".join([heading, *dict.fromkeys(missed)]))
