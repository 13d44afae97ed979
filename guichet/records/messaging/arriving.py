"""A message becomes a contact, or a line in one: the open one of its person at its account, never one that its text names (R10)."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.actions import add_context, add_message
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.files import Upload, add_file
from guichet.records.contacts.models import Contact, TakenLine
from guichet.records.contacts.words import LONGEST_TEXT, Author
from guichet.records.errors import RefusedError
from guichet.records.messaging.acknowledging import acknowledge
from guichet.records.messaging.joining import clean
from guichet.records.messaging.models import Incoming, Outgoing, Talk
from guichet.records.messaging.opening import Beginning, open_talk
from guichet.records.messaging.scripting import converse
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.words import MOST_FILES, Arrival, CameFile, Cause, Purpose

ENDED = (*OVER, "wrapping_up")
NAMESPACE = UUID("6f7c2f2a-2c3f-4f67-9b0e-1f6a6b1f4d11")
ROOM = 300
"""Characters left for what says that a text goes on."""


def arrive(incoming: Incoming, said: Arrival, reference: str, now: datetime, *, is_wanted: bool) -> Cause:
    """Keep what was written. Works while the person is locked. `is_wanted`: somebody wants it answered by a person.

    :raises UnknownReasonError: nobody answers what comes to this account.
    """
    key = uuid5(NAMESPACE, f"{incoming.account_id}\n{reference}")
    with translation.override(incoming.account.organisation.default_language):
        talk = find_open(incoming, said)
        if talk is not None:
            _join(incoming, said, talk, key)
            return Cause.JOINED
        earlier = _find_earlier(incoming, said)
        became = None if is_wanted else converse(incoming, said, key, earlier, now)
        if became is not None:
            return became
        contact = _open(incoming, said, key, earlier)
        warnings = list(_list_warnings(incoming, earlier))
        if warnings:
            add_context(contact, uuid5(key, "warnings"), "\n".join(warnings))
        _keep_files(contact, key, said.files)
        acknowledge(contact, now)
        return Cause.NONE


def find_open(incoming: Incoming, said: Arrival) -> Talk | None:
    """The open contact of this person at this account, locked: of several, the one that he answers."""
    if not incoming.handle:
        return None
    talks = Talk.objects.of(incoming.organisation_id).filter(
        account_id=incoming.account_id, handle=incoming.handle, is_public=said.is_public
    )
    open_ones = list(talks.exclude(contact__state__in=ENDED).order_by("-contact__arrived_at")[:5])
    for talk in sort_by_answered(open_ones, said.in_reply_to) if len(open_ones) > 1 else open_ones:
        contact = Contact.objects.of(incoming.organisation_id).select_for_update(of=("self",)).get(pk=talk.contact_id)
        if contact.state not in ENDED:
            return talk
    return None


def sort_by_answered(talks: Sequence[Talk], in_reply_to: str) -> list[Talk]:
    """The one whose message is answered, where the network says so; else the one in which we wrote to him last; else the one that was not
    taken out of another."""
    organisation_id, contacts = talks[0].organisation_id, [talk.pk for talk in talks]
    ours = Outgoing.objects.of(organisation_id).filter(contact_id__in=contacts, purpose=Purpose.REPLY)
    said_at: dict[UUID | None, datetime] = dict(ours.order_by("created_at").values_list("contact_id", "created_at"))
    answered = ours.filter(names__contains=[in_reply_to]).values_list("contact_id", flat=True).first() if in_reply_to else None
    taken = set(TakenLine.objects.of(organisation_id).filter(taken_id__in=contacts).values_list("taken_id", flat=True))

    def order(talk: Talk) -> tuple[bool, float, bool]:
        said = said_at.get(talk.pk)
        return talk.pk == answered, said.timestamp() if said else 0.0, talk.pk not in taken

    return sorted(talks, key=order, reverse=True)


def _find_earlier(incoming: Incoming, said: Arrival) -> Contact | None:
    if not incoming.handle:
        return None
    talks = Talk.objects.of(incoming.organisation_id).filter(
        account_id=incoming.account_id, handle=incoming.handle, is_public=said.is_public
    )
    talk = talks.select_related("contact").order_by("-contact__arrived_at").first()
    return None if talk is None else talk.contact


def _join(incoming: Incoming, said: Arrival, talk: Talk, key: UUID) -> None:
    contact = Contact.objects.of(incoming.organisation_id).get(pk=talk.contact_id)
    line = add_message(contact, key, Author.CITIZEN, _write(said))
    incoming.contact_id, incoming.number = contact.pk, line.number
    talk.reference = incoming.reference or talk.reference
    talk.window_until = said.window_until or talk.window_until
    talk.is_watched = True
    talk.save(update_fields=["reference", "window_until", "is_watched"])
    _keep_files(contact, key, said.files)


def _open(incoming: Incoming, said: Arrival, key: UUID, earlier: Contact | None) -> Contact:
    beginning = Beginning(
        key=key,
        handle=incoming.handle,
        text=_write(said),
        at=incoming.received_at,
        name=clean(said.shown_name).strip()[:200],
        is_public=said.is_public,
        reference=incoming.reference,
        window_until=said.window_until,
        earlier=earlier,
    )
    contact = open_talk(incoming.account, beginning)
    incoming.contact_id, incoming.number = contact.pk, 1
    return contact


def _write(said: Arrival) -> str:
    """What stands in the conversation."""
    text = clean(said.text).strip()
    if len(text) > LONGEST_TEXT - ROOM:
        text = text[: LONGEST_TEXT - ROOM] + "\n\n" + _("[The text goes on: it is kept as it came.]")
    return text or (_("(This message has no text: see its files.)") if said.files else _("(This message has no text.)"))


def _list_warnings(incoming: Incoming, earlier: Contact | None) -> Iterator[str]:
    """What the agent must know before he answers."""
    if earlier is not None:
        yield _("This goes on from the exchange that ended on %(day)s.") % {
            "day": (earlier.closed_at or earlier.arrived_at).strftime("%d/%m/%Y")
        }
    if not incoming.handle:
        yield _("This message does not say who wrote it: it cannot be answered here. Look for another way in what it says.")
    elif is_stopped(incoming.account, incoming.handle):
        yield _("This person has said STOP: nothing can be sent here until he sends START. Reach him in another way.")


def _keep_files(contact: Contact, key: UUID, files: tuple[CameFile, ...]) -> None:
    """Each file that may be kept; the others are named, with the reason."""
    refused = []
    for number, file in enumerate(files[:MOST_FILES]):
        try:
            upload = Upload(key=uuid5(key, f"file-{number}"), author=Author.CITIZEN, name=file.name, content=BytesIO(file.content))
            add_file(contact.organisation_id, ContactId(str(contact.pk)), upload)
        except RefusedError as error:
            refused.append(_("“%(name)s”: %(reason)s") % {"name": re.sub(r"[^\w .()-]", "_", file.name)[:80], "reason": error})
    if len(files) > MOST_FILES:
        refused.append(_("%(count)d more files") % {"count": len(files) - MOST_FILES})
    if refused:
        heading = _("Files of this message that were not let in:")
        add_context(contact, uuid5(key, "refused"), "\n".join([heading, *refused])[:LONGEST_TEXT])
