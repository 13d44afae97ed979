"""A session's row as values: where it stands, and what it tells."""

import msgspec

from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.words import VERIFIED, Address, Ask, Code, Identify, Language, Medium, Steps
from guichet.records.scripts.given import list_given
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.runs import read_script
from guichet.records.scripts.words import Piece, SessionState, Talk


def tell_talk(row: ScriptSession, *, is_taken: bool = True) -> Talk:
    session, script = read_session(row), read_script(row.version.document)
    step = script.get(session.step) if row.state == SessionState.OPEN else None
    return Talk(
        session=row.pk,
        turn=row.turn,
        medium=Medium(row.medium),
        language=Language(row.language),
        state=SessionState(row.state),
        pieces=read_pieces(row.pieces),
        lines=read_pieces(row.lines),
        given=tuple(list_given(script, session, session.language)),
        asks=find_asked(step, session),
        is_taken=is_taken,
        contact=str(row.contact_id or ""),
    )


def find_asked(step: Steps | None, session: Session) -> Ask | None:
    """The question that is answered in words: one of the script, or what somebody is asked who is being identified."""
    if isinstance(step, Identify):
        kind = Code() if session.awaits_code else Address()
        return Ask(name=VERIFIED, text=step.text, kind=kind, next=step.known)
    return step if isinstance(step, Ask) else None


def read_session(row: ScriptSession) -> Session:
    return msgspec.json.decode(row.document, type=Session)


def read_pieces(text: str) -> tuple[Piece, ...]:
    return msgspec.json.decode(text or b"[]", type=tuple[Piece, ...])
