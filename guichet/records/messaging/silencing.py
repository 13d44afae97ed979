"""STOP and START by a word alone: obeyed at once, confirmed once, and shown to whoever holds the contact."""

from datetime import datetime
from uuid import uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.actions import add_context
from guichet.records.messaging.arriving import find_open
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Account, Incoming, Outgoing
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.scripting import break_off
from guichet.records.messaging.stops import read_word, start, stop
from guichet.records.messaging.words import Arrival, OutgoingState, Purpose


def obey(incoming: Incoming, said: Arrival, now: datetime) -> bool:
    """Whether the message was such a word. What was still to be sent to its person is not sent any more."""
    word = read_word(said.text) if incoming.handle and find_carrier(incoming.account.kind).features.knows_stop else None
    if word is None:
        return False
    account = incoming.account
    changed = stop(account, incoming.handle, now) if word else start(account, incoming.handle)
    if word:
        _drop(account, incoming.handle, now)
        break_off(account, incoming.handle, now)
    with translation.override(account.organisation.default_language):
        if changed:
            _confirm(incoming, account, _say(account, is_stop=word), now)
        _note(incoming, said, is_stop=word)
    return True


def _say(account: Account, *, is_stop: bool) -> str:
    names = {"organisation": account.organisation.name}
    if is_stop:
        return _("%(organisation)s sends you no more messages here. Send START to change that.") % names
    return _("%(organisation)s can write to you here again. Send STOP to end that.") % names


def _drop(account: Account, handle: str, now: datetime) -> None:
    waiting = Outgoing.objects.of(account.organisation_id).filter(account=account, handle=handle, state=OutgoingState.QUEUED)
    waiting.exclude(purpose=Purpose.CONFIRMATION).update(state=OutgoingState.REFUSED, code="stop", text="", settled_at=now)


def _confirm(incoming: Incoming, account: Account, text: str, now: datetime) -> None:
    key = uuid5(incoming.pk, "confirmation")
    put_out(account, Draft(key=key, purpose=Purpose.CONFIRMATION, handle=incoming.handle, text=text), now)


def _note(incoming: Incoming, said: Arrival, *, is_stop: bool) -> None:
    """Show it to whoever holds the contact; without one nobody need see it."""
    talk = find_open(incoming, said)
    if talk is None:
        return
    incoming.contact_id = talk.contact_id
    sentence = (
        _("This person has said STOP: nothing can be sent here until he sends START. Reach him in another way.")
        if is_stop
        else _("This person has said START: messages can be sent to him again.")
    )
    add_context(talk.contact, uuid5(incoming.pk, "stop"), sentence)
