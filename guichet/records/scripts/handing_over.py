"""A person takes over (R15): announced, immediate, with all that was answered. The contact keeps its rank from when the citizen began."""

from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.words import VERIFIED, Language
from guichet.decisions.routing.words import LIVE, Channel
from guichet.records.contacts.actions import Opening, add_announcement, add_context, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact, QueueState
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.directory.calendars import is_open
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.scripts.given import list_given
from guichet.records.scripts.proofs import get_proved, give_proof
from guichet.records.scripts.reading import read_pieces
from guichet.records.scripts.runs import Begun, Run
from guichet.records.scripts.words import CHANNELS, Part


def hand_over(run: Run, session: Session, why: HandOverReason, reason_id: int | None) -> str:
    """Open the contact that a person answers, or use the one that there is; return its id, empty when nobody is there for this reason."""
    contact = run.row.contact or _open(run, session, reason_id)
    if contact is None:
        return ""
    run.row.contact = contact
    give_proof(run, contact)
    give_context(run, session, contact, why)
    return str(contact.pk)


def announce(run: Run, contact: Contact, text: str) -> None:
    """Say in the contact itself that a person takes over, so that its page begins with that wherever it is opened."""
    add_announcement(contact, uuid5(run.row.pk, f"announcement {contact.pk}"), text)


def _open(run: Run, session: Session, reason_id: int | None) -> Contact | None:
    found = run.find_arrival(session, reason_id)
    if found is not None and run.opens is not None:
        first = next((piece.text for piece in read_pieces(run.row.lines) if piece.part is Part.CITIZEN), run.said)
        return run.opens(uuid5(run.row.pk, "hand-over"), found[0], session.language, Begun(first, run.row.created_at, get_proved(run.row)))
    if found is None or not is_somebody_there(run, found[1], CHANNELS[session.medium]):
        return None
    opening = Opening(
        key=uuid5(run.row.pk, "hand-over"),
        channel=CHANNELS[session.medium],
        language=session.language,
        arrived_at=to_instant(run.row.created_at),
    )
    opened = open_contact(run.organisation.pk, opening, found[0])
    return Contact.objects.of(run.organisation.pk).get(pk=UUID(opened.contact))


def is_somebody_there(run: Run, queue: Queue, channel: Channel) -> bool:
    """Whether the queue takes the channel and is open, by its calendar and, where a supervisor closed it, by the router. What is answered
    later is taken at any hour."""
    if channel not in queue.channels:
        return False
    if channel not in LIVE:
        return True
    is_closed = QueueState.objects.of(queue.organisation_id).filter(queue=queue, is_open=False).exists()
    return not is_closed and is_open(get_calendar(queue.calendar), run.now)


def give_context(run: Run, session: Session, contact: Contact, why: HandOverReason | None) -> None:
    """Note for the agent what was answered, in the language of the house."""
    language = run.organisation.default_language
    with translation.override(language):
        text = write_context(run, session, why, Language(language))
    add_context(contact, uuid5(run.row.pk, f"context {contact.pk}"), text[:LONGEST_TEXT])


def write_context(run: Run, session: Session, why: HandOverReason | None, language: Language) -> str:
    """The last answer to each question, in the order in which they were asked, and what was looked up."""
    version = run.row.version
    lines = [_("Script “%(name)s”, version %(number)d") % {"name": version.script.name, "number": version.number}]
    given = list(list_given(run.script, session, language))
    lines += [f"– {each.question} {each.answer}" for each in given]
    lines += [f"– {name} : {value}" for name, value in session.found.items() if name != VERIFIED]
    if VERIFIED in session.found:
        lines.append(_("– Proved by a code: %(address)s") % {"address": session.found[VERIFIED]})
    if not given:
        lines.append(_("– Nothing was answered."))
    if why is not None:
        lines.append(describe(why))
    if why is HandOverReason.MISUNDERSTOOD and run.said:
        lines.append(_("– Written last: “%(text)s”") % {"text": run.said})
    return "\n".join(lines)


def describe(why: HandOverReason) -> str:
    """Why a person takes over."""
    match why:
        case HandOverReason.ASKED:
            return _("The citizen asked for a person.")
        case HandOverReason.MISUNDERSTOOD:
            return _("The script did not understand the citizen’s answers.")
        case HandOverReason.VULNERABLE:
            return _("The citizen declared a situation that needs a person.")
        case HandOverReason.SCRIPT:
            return _("The script leads to a person here.")
        case HandOverReason.BROKEN:
            return _("The script could not go on: tell your administrator.")
