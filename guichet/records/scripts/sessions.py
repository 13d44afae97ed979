"""Sessions of scripts: begun once, heard one input at a time, found again after a restart or on another channel.

Each input is one transaction under the lock of its session's row. A key that was heard before changes nothing; of two answers to the same
question the first is taken, the second gets what is asked now.

    talk = begin_session(organisation, Beginning(key=uuid4(), reason_key="certificate", medium=Medium.CHAT, language="fr"), now)
    talk = hear(organisation, talk.session, Hearing(key=uuid4(), input=Chosen(option="paper"), seen=talk.turn), now)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import transaction

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.decisions.dialogue.dialogue import begin_with, receive, repeat
from guichet.decisions.dialogue.dialogue import hand_over as turn_to_person
from guichet.decisions.dialogue.inputs import Chosen, Heard, MediumChanged, PersonWanted, StayedSilent
from guichet.decisions.dialogue.session import Session, Turn
from guichet.decisions.dialogue.words import Language, Medium
from guichet.records.contacts.errors import TextTooLongError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.texts import check_storable
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.directory.models import Organisation
from guichet.records.scripts.errors import NoScriptError, NoSuchSessionError
from guichet.records.scripts.given import word_input
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.queries import get_published
from guichet.records.scripts.reading import read_pieces, read_session, tell_talk
from guichet.records.scripts.returning import note_return
from guichet.records.scripts.running import play
from guichet.records.scripts.runs import Opens, Run, make_run
from guichet.records.scripts.words import Part, Piece, SessionState, Talk

LIFE = timedelta(hours=24)
"""After the last input. Somebody who comes back later begins again."""
MOST_TURNS = 200
"""Then a person takes over: nobody needs so many, and the row stays small."""

Inputs = Heard | Chosen | PersonWanted | StayedSilent | MediumChanged
"""What a door may pass on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """`key` makes beginning idempotent. `contact`: the one in which the script speaks, when there is one already. `earlier`: the session
    that the same browser was in before. `said`: what the citizen wrote before the script said anything, as by SMS. `opens`: as in `Run`."""

    key: UUID
    reason_key: str
    medium: Medium
    language: str
    contact: Contact | None = None
    caller: str = ""
    earlier: UUID | None = None
    said: str = ""
    opens: Opens | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """`seen`: the turn of the question that was answered; without it the input is meant for whatever is asked now, as by SMS.

    `caller`: the number that the medium knows, E.164. `opens`: as in `Run`. `most_turns`: then a person takes over. `medium`: where it was
    said; a session that was elsewhere goes on there.
    """

    key: UUID
    input: Inputs
    seen: int | None = None
    caller: str = ""
    opens: Opens | None = None
    most_turns: int = MOST_TURNS
    medium: Medium | None = None


@transaction.atomic
def begin_session(organisation: Organisation, beginning: Beginning, now: datetime) -> Talk:
    """:raises NoScriptError: no script comes first for this reason on this medium."""
    known = ScriptSession.objects.of(organisation.pk).filter(key=beginning.key).first()
    version = known.version if known else get_published(organisation.pk, beginning.reason_key, beginning.medium)
    if version is None:
        raise NoScriptError
    row, _is_new = ScriptSession.objects.get_or_create(
        organisation=organisation,
        key=beginning.key,
        defaults={
            "version": version,
            "reason_key": beginning.reason_key,
            "medium": beginning.medium.value,
            "language": beginning.language[:12],
            "contact": beginning.contact,
            "created_at": now,
            "updated_at": now,
            "expires_at": now + LIFE,
        },
    )
    row = _lock(organisation, row.pk, now)
    if row.document:
        return tell_talk(row)
    if beginning.earlier is not None:
        note_return(organisation.pk, beginning.earlier, beginning.reason_key, now)
    run = make_run(organisation, row, now, beginning.caller)
    run.said, run.opens = beginning.said, beginning.opens
    turn = begin_with(run.script, beginning.medium, Language(beginning.language), beginning.said)
    return _keep(run, play(run, turn))


@transaction.atomic
def hear(organisation: Organisation, session_id: UUID, hearing: Hearing, now: datetime) -> Talk:
    """Take an input, carry out what the script then wants, and tell what it says.

    :raises NoSuchSessionError: there is none, or it has expired. :raises RefusedError: the text cannot be kept.
    """
    _check_text(hearing.input)
    row = _lock(organisation, session_id, now)
    if not row.document:
        raise NoSuchSessionError
    if hearing.key in row.keys:
        return tell_talk(row)
    is_late = hearing.seen is not None and hearing.seen != row.turn and isinstance(hearing.input, Heard | Chosen | StayedSilent)
    if is_late or row.state != SessionState.OPEN:
        return tell_talk(row, is_taken=False)
    run = make_run(organisation, row, now, hearing.caller)
    row.keys = [*row.keys, hearing.key]
    session = read_session(row)
    if hearing.medium is not None:
        session = msgspec.structs.replace(session, medium=hearing.medium)
    run.said, run.opens = word_input(run.script, session, hearing.input), hearing.opens
    return _keep(run, play(run, _receive(run, session, hearing)))


@transaction.atomic
def interject(organisation: Organisation, session_id: UUID, key: UUID, said: str, text: str, now: datetime) -> Talk:
    """Answer something that the citizen said to the house rather than to the script, and say again what is asked. The same key once.

    :raises NoSuchSessionError: there is none, or it has expired.
    """
    row = _lock(organisation, session_id, now)
    if not row.document:
        raise NoSuchSessionError
    if key in row.keys or row.state != SessionState.OPEN:
        return tell_talk(row)
    row.keys = [*row.keys, key]
    run = make_run(organisation, row, now)
    run.said = said
    run.pieces.append(Piece(part=Part.TEXT, text=text))
    return _keep(run, play(run, repeat(run.script, read_session(row))))


def leave(organisation_id: int, session_id: UUID, now: datetime) -> None:
    """Its citizen wants nothing more of it: it counts as left, and its answers go."""
    open_ones = ScriptSession.objects.of(organisation_id).filter(pk=session_id, state=SessionState.OPEN, expires_at__gt=now)
    open_ones.update(expires_at=now)


def get_talk(organisation: Organisation, session_id: UUID, now: datetime) -> Talk:
    """Where a session stands. :raises NoSuchSessionError: there is none, or it has expired."""
    rows = ScriptSession.objects.of(organisation.pk).filter(pk=session_id, expires_at__gt=now).exclude(document="")
    row = rows.select_related("version").first()
    if row is None:
        raise NoSuchSessionError
    return tell_talk(row)


def _receive(run: Run, session: Session, hearing: Hearing) -> Turn:
    if run.row.turn >= hearing.most_turns:
        return turn_to_person(run.script, session, HandOverReason.BROKEN)
    return receive(run.script, session, hearing.input, run.today)


def _keep(run: Run, session: Session) -> Talk:
    row = run.row
    heard = [Piece(part=Part.CITIZEN, text=run.said)] if run.said else []
    row.lines = msgspec.json.encode([*read_pieces(row.lines), *heard, *run.pieces]).decode()
    row.document, row.pieces = msgspec.json.encode(session).decode(), msgspec.json.encode(run.pieces).decode()
    row.medium, row.language = session.medium.value, session.language
    row.turn, row.updated_at, row.expires_at = row.turn + 1, run.now, run.now + LIFE
    row.save()
    return tell_talk(row)


def _lock(organisation: Organisation, session_id: UUID, now: datetime) -> ScriptSession:
    """:raises NoSuchSessionError: there is none, or it has expired."""
    rows = ScriptSession.objects.of(organisation.pk).filter(pk=session_id, expires_at__gt=now)
    row = rows.select_for_update(of=("self",)).select_related("version__script", "contact").first()
    if row is None:
        raise NoSuchSessionError
    return row


def _check_text(heard: Inputs) -> None:
    text = heard.text if isinstance(heard, Heard) else heard.option if isinstance(heard, Chosen) else ""
    check_storable(text)
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(len(text))
