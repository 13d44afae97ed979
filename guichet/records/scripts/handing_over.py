"""A person takes over (R15): announced, immediate, with all that was answered. The contact keeps its rank from when the citizen began."""

from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.words import Ask, Choose, Language, Medium, Texts
from guichet.records.contacts.actions import Opening, add_context, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.scripts.runs import Run
from guichet.records.scripts.words import CHANNELS


def hand_over(run: Run, session: Session, why: HandOverReason, reason_id: int | None) -> str:
    """Open the contact that a person answers, or use the one that there is; return its id, empty when nobody answers this reason."""
    contact = run.row.contact or _open(run, session, reason_id)
    if contact is None:
        return ""
    run.row.contact = contact
    give_context(run, session, contact, why)
    return str(contact.pk)


def _open(run: Run, session: Session, reason_id: int | None) -> Contact | None:
    found = run.find_arrival(session, reason_id)
    if found is None:
        return None
    opening = Opening(
        key=uuid5(run.row.pk, "hand-over"),
        channel=CHANNELS[session.medium],
        language=session.language,
        arrived_at=to_instant(run.row.created_at),
    )
    opened = open_contact(run.organisation.pk, opening, found[0])
    return Contact.objects.of(run.organisation.pk).get(pk=UUID(opened.contact))


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
    answers = {given.step: given for given in session.given}
    for step_id, given in answers.items():
        step = run.script.get(step_id)
        if isinstance(step, Choose | Ask):
            lines.append(f"– {say(step.text, language)} {_name_value(step, given.value, language)}")
    lines += [f"– {name} : {value}" for name, value in session.found.items()]
    if not answers:
        lines.append(_("– Nothing was answered."))
    if why is not None:
        lines.append(describe(why))
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


def say(texts: Texts, language: Language) -> str:
    wording = texts.get(language) or next(iter(texts.values()), None)
    return wording.on(Medium.CHAT) if wording else ""


def _name_value(step: Choose | Ask, value: str, language: Language) -> str:
    """A choice by its words rather than by its name."""
    if isinstance(step, Choose):
        return next((say(option.text, language) for option in step.options if option.name == value), value)
    return value
