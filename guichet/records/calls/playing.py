"""Recordings heard at the desk: by whoever holds the contact and whoever steers, each time with a trace."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guichet.decisions.routing.words import AgentId
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.errors import NoSuchRecordingError
from guichet.records.calls.models import CallRecording, Recording
from guichet.records.calls.words import RecordingState
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact
from guichet.records.directory.seals import unseal

KINDS = (Recording, CallRecording)


def list_recordings(organisation_id: int, contact: UUID, owner: AgentId | None) -> Sequence[tuple[UUID, int, datetime]]:
    """Messages and conversations of a contact, with their length in seconds and when they began.

    :param owner: who must hold the contact; none, for whoever steers. :raises NoSuchContactError: there is none, or it is not his.
    """
    contacts = Contact.objects.of(organisation_id).filter(pk=contact)
    if not (contacts if owner is None else contacts.filter(agent_id=owner)).exists():
        raise NoSuchContactError
    found: list[tuple[UUID, int, datetime]] = []
    for kind in KINDS:
        rows = kind.objects.of(organisation_id).filter(contact_id=contact, state=RecordingState.KEPT)
        found += rows.values_list("pk", "seconds", "began_at")
    return sorted(found, key=lambda each: each[2])


@transaction.atomic
def play_recording(organisation_id: int, contact: UUID, recording: UUID, reader: tuple[AgentId | None, int], now: datetime) -> bytes:
    """The sound, as a browser plays it; who listened is written down first.

    :param reader: the agent who must hold the contact, none for whoever steers; and the account.
    :raises NoSuchRecordingError: it is none of this contact's, not his, or sealed under a key that is gone.
    """
    owner, account = reader
    audio = None
    for kind in KINDS:
        rows = kind.objects.of(organisation_id).filter(pk=recording, contact_id=contact, state=RecordingState.KEPT)
        row = (rows if owner is None else rows.filter(contact__agent_id=owner)).first()
        audio = unseal(bytes(row.content or b"")) if row is not None else audio
    if audio is None:
        raise NoSuchRecordingError
    record(organisation_id, Act("recording-played", "contact", str(contact), account, {"recording": str(recording)}), now)
    return audio
