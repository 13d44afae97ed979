"""A script answers first what comes to a number, where the reason of the number has one for SMS: in one dialogue of a person at a time.

What somebody writes is heard while he is locked, in the transaction that reads it, so that a word is answered once and a restart loses
nothing. A word that a page or a chat gave him brings the script that he was in there. A stop ends the dialogue before any script hears of
it; an exchange with a person is never taken over by a script. Whoever is handed over has his contact as anybody who writes, with his first
words and all he answered (R15).
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.utils import translation

from guichet.decisions.dialogue.folding import fold
from guichet.decisions.dialogue.inputs import Heard, MediumChanged
from guichet.decisions.dialogue.understanding import is_thanks
from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import Channel
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import Arrival as Way
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.joining import clean
from guichet.records.messaging.models import Account, Dialogue, Incoming
from guichet.records.messaging.models import Talk as HeldTalk
from guichet.records.messaging.opening import Beginning, open_talk
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.words import Arrival, Cause, Purpose
from guichet.records.notices.answers import describe_promise
from guichet.records.people.words import TELEPHONE
from guichet.records.scripts import sessions
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.moving import take_word
from guichet.records.scripts.queries import get_published
from guichet.records.scripts.runs import Begun
from guichet.records.scripts.words import Part, SessionState, Talk

TALKED_LATELY = timedelta(days=3)
"""Whoever was answered by a person goes on with one."""
MOST_TURNS = 20
"""Of one dialogue by SMS, each paid for; then a person takes over."""
MOST_DIALOGUES = 5
"""A day, with one number: a machine that answers us costs no more. After that a person reads what comes."""
DAY = timedelta(days=1)


def converse(incoming: Incoming, said: Arrival, key: UUID, earlier: Contact | None, now: datetime) -> Cause | None:
    """Have a script answer, and return what became of the message; None: it is for a person. Works while its writer is locked."""
    account = incoming.account
    text = clean(said.text).strip()[:LONGEST_TEXT]
    if not _may_answer(account, incoming.handle) or said.is_public or said.files or not text:
        return None
    last = find_last(account, incoming.handle)
    moved = take_word(account.organisation_id, text, now)
    if moved is not None:
        talk = _go_on(incoming, moved, key, last, now)
    elif last is not None and _is_under_way(last.session, now):
        opens = partial(_open, account, incoming.handle, incoming.reference)
        hearing = sessions.Hearing(
            key=key, input=Heard(text=text), caller=incoming.handle, opens=opens, most_turns=MOST_TURNS, medium=Medium.SMS
        )
        talk = sessions.hear(account.organisation, last.session.pk, hearing, now)
    elif last is not None and _is_only_thanks(last.session, text, now):
        return Cause.THANKS
    elif _is_with_person(earlier, now) or _count_begun(account, incoming.handle, now) >= MOST_DIALOGUES:
        return None
    else:
        begun = _begin(incoming, text, key, last, now)
        if begun is None:
            return None
        talk = begun
    _answer(incoming, talk, now)
    return Cause.SCRIPT


def find_last(account: Account, handle: str) -> Dialogue | None:
    dialogues = Dialogue.objects.of(account.organisation_id).filter(account=account, handle=handle)
    return dialogues.select_related("session").order_by("-began_at").first()


def break_off(account: Account, handle: str, now: datetime) -> None:
    """End the dialogue of somebody who silenced us."""
    last = find_last(account, handle)
    if last is not None:
        sessions.leave(account.organisation_id, last.session.pk, now)


def _may_answer(account: Account, handle: str) -> bool:
    """Only a telephone is answered by itself: a service that writes under a name would be answered without end."""
    return account.channel == Channel.SMS and bool(TELEPHONE.fullmatch(handle)) and not is_stopped(account, handle)


def _is_under_way(session: ScriptSession, now: datetime) -> bool:
    return session.state == SessionState.OPEN and session.expires_at > now and bool(session.document)


def _is_only_thanks(session: ScriptSession, text: str, now: datetime) -> bool:
    return session.state != SessionState.OPEN and session.expires_at > now and is_thanks(text, fold(text))


def _is_with_person(earlier: Contact | None, now: datetime) -> bool:
    return earlier is not None and (earlier.state not in OVER or (earlier.closed_at or earlier.arrived_at) > now - TALKED_LATELY)


def _count_begun(account: Account, handle: str, now: datetime) -> int:
    of_person = Dialogue.objects.of(account.organisation_id).filter(account=account, handle=handle, began_at__gt=now - DAY)
    return of_person.count()


def _begin(incoming: Incoming, text: str, key: UUID, last: Dialogue | None, now: datetime) -> Talk | None:
    """None where no script comes first for this reason."""
    account = incoming.account
    if get_published(account.organisation_id, account.reason.key, Medium.SMS) is None:
        return None
    beginning = sessions.Beginning(
        key=key,
        reason_key=account.reason.key,
        medium=Medium.SMS,
        language=account.language,
        caller=incoming.handle,
        earlier=None if last is None else last.session.pk,
        said=text,
        opens=partial(_open, account, incoming.handle, incoming.reference),
    )
    talk = sessions.begin_session(account.organisation, beginning, now)
    Dialogue.objects.create(
        organisation_id=account.organisation_id, account=account, handle=incoming.handle, session_id=talk.session, began_at=now
    )
    return talk


def _go_on(incoming: Incoming, session: UUID, key: UUID, last: Dialogue | None, now: datetime) -> Talk:
    """Somebody brings the script that he was in elsewhere. The one that he was in here is left: one at a time."""
    account, handle = incoming.account, incoming.handle
    if last is not None and last.session.pk != session:
        sessions.leave(account.organisation_id, last.session.pk, now)
    Dialogue.objects.create(organisation_id=account.organisation_id, account=account, handle=handle, session_id=session, began_at=now)
    opens = partial(_open, account, handle, incoming.reference)
    changed = sessions.Hearing(key=key, input=MediumChanged(medium=Medium.SMS), caller=handle, opens=opens)
    return sessions.hear(account.organisation, session, changed, now)


def _open(account: Account, handle: str, reference: str, key: UUID, arrival: Way, language: str, begun: Begun) -> Contact:
    """The contact in which a person takes over: `Opens` of a script."""
    beginning = Beginning(
        key=key,
        handle=handle,
        text=begun.first,
        at=begun.at,
        reference=reference,
        arrival=arrival,
        language=language,
        proved=begun.proved,
    )
    return open_talk(account, beginning)


def _answer(incoming: Incoming, talk: Talk, now: datetime) -> None:
    """Put out what the script says, in as few messages as hold it."""
    account, contact = incoming.account, None
    texts = [piece.text for piece in talk.pieces if piece.text.strip() and piece.part is not Part.CITIZEN]
    if talk.contact:
        contact = Contact.objects.of(account.organisation_id).get(pk=talk.contact)
        incoming.contact_id = contact.pk
        texts += _list_promises(account, contact, talk)
    for number, text in enumerate(join(texts, find_carrier(account.kind).features.most_text), start=1):
        draft = Draft(
            key=uuid5(talk.session, f"turn {talk.turn} {number}"),
            purpose=Purpose.SCRIPT,
            handle=incoming.handle,
            text=text,
            contact=contact,
            in_reply_to=incoming.reference,
        )
        put_out(account, draft, now)


def _list_promises(account: Account, contact: Contact, talk: Talk) -> list[str]:
    """Until when a person answers, where this number says so."""
    held = HeldTalk.objects.of(account.organisation_id).filter(pk=contact.pk).first()
    if held is None or not account.acknowledges:
        return []
    with translation.override(talk.language):
        return [describe_promise(held.promised_at, account.organisation.time_zone)]


def join(texts: list[str], most: int) -> list[str]:
    """Texts in their order, as few as hold them; one that is too long by itself is cut between words where it can be."""
    joined: list[str] = []
    for text in texts:
        rest = text
        while len(rest) > most:
            at = max(rest.rfind(" ", 0, most), rest.rfind("\n", 0, most))
            head, rest = (rest[:at], rest[at + 1 :]) if at > 0 else (rest[:most], rest[most:])
            joined.append(head)
        if joined and len(joined[-1]) + 1 + len(rest) <= most:
            joined[-1] = f"{joined[-1]}\n{rest}"
        else:
            joined.append(rest)
    return joined
