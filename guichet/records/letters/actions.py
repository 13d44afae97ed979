"""What agents do with a letter: correct what was found, look at the answer, have it prepared, acknowledge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import AgentId, ContactState
from guichet.records.contacts.asking import move_promise
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact
from guichet.records.letters.answering import lay_out, list_files, list_said, make_posting, prepare_answers, write_text
from guichet.records.letters.errors import BadFactError, NothingToPrepareError
from guichet.records.letters.models import Letter, Page
from guichet.records.letters.words import LONGEST_BLOCK, LONGEST_REFERENCE, MOST_REFERENCES, AnswerBy, PostingKind
from guichet.records.notices.answers import describe_promise
from guichet.records.people.words import ContactPointKind
from guichet.records.storable import is_storable

HELD = (ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.ASKED, ContactState.WRAPPING_UP)


@dataclass(frozen=True, slots=True)
class Correction:
    """What an agent says that a letter says."""

    sender: str
    email: str
    telephone: str
    references: Sequence[str]
    written_on: date | None
    answer_by: AnswerBy


def get_letter(organisation_id: int, contact: UUID, owner: AgentId | None) -> Letter:
    """:param owner: it is his only when he owns its contact (None: anybody's). :raises NoSuchContactError: there is none, or not his."""
    letters = Letter.objects.of(organisation_id).select_related("contact__organisation", "contact__queue")
    letter = letters.filter(pk=contact, **({} if owner is None else {"contact__agent_id": owner})).first()
    if letter is None:
        raise NoSuchContactError
    return letter


def _get_held(organisation_id: int, contact: UUID, owner: AgentId) -> Letter:
    """Locked, while the agent answers it.

    :raises NoSuchContactError: there is none, or he does not answer it now.
    """
    letters = Letter.objects.of(organisation_id).select_for_update(of=("self",)).defer("pdf")
    held = letters.select_related("contact__organisation", "contact__queue").filter(
        pk=contact, contact__agent_id=owner, contact__state__in=HELD
    )
    letter = held.first()
    if letter is None:
        raise NoSuchContactError
    return letter


@transaction.atomic
def correct(organisation_id: int, contact: UUID, owner: AgentId, said: Correction, now: datetime) -> None:
    """Keep what an agent read on the scan. From then on it counts as checked.

    :raises NoSuchContactError: it is not his. :raises BadFactError: the mail address is none, or something cannot be kept.
    """
    letter = _get_held(organisation_id, contact, owner)
    email = said.email.strip()
    if email or said.answer_by == AnswerBy.EMAIL:
        try:
            validate_email(email)
        except ValidationError as error:
            raise BadFactError from error
    if not is_storable([said.sender, said.telephone, *said.references]):
        raise BadFactError
    letter.sender = "\n".join(line.strip() for line in said.sender.strip().splitlines())[:LONGEST_BLOCK]
    letter.email, letter.telephone = email[:254], said.telephone.strip()[:40]
    letter.file_numbers = [each.strip()[:LONGEST_REFERENCE] for each in said.references if each.strip()][:MOST_REFERENCES]
    letter.written_on, letter.answer_by = said.written_on, said.answer_by
    letter.doubts, letter.checked_at = [], now
    names = ["sender", "email", "telephone", "file_numbers", "written_on", "answer_by", "doubts", "checked_at"]
    letter.save(update_fields=names)
    Contact.objects.of(organisation_id).filter(pk=contact).update(citizen_name=letter.sender.partition("\n")[0][:200])
    given = [(ContactPointKind.EMAIL, letter.email), (ContactPointKind.TELEPHONE, letter.telephone)]
    text = "\n".join(f"dossier n° {number}" for number in letter.file_numbers)
    give_claims(Contact.objects.of(organisation_id).get(pk=contact), given, now, text=text)


def draw_answer(organisation_id: int, contact: UUID, owner: AgentId, now: datetime) -> bytes:
    """The letter as it would go out now; nothing is kept.

    :raises NoSuchContactError: it is not his. :raises NothingToPrepareError: nothing was said yet.
    """
    letter = get_letter(organisation_id, contact, owner)
    said = list_said(letter)
    if not said:
        raise NothingToPrepareError
    with translation.override(letter.contact.organisation.default_language):
        return lay_out(letter, PostingKind.ANSWER, write_text(said), letter.sender, now, list_files(letter, said))


@transaction.atomic
def prepare(organisation_id: int, contact: UUID, owner: AgentId, now: datetime) -> None:
    """Have what was said so far leave now.

    :raises NoSuchContactError: it is not his. :raises NothingToPrepareError: nothing was said since the last letter.
    """
    _get_held(organisation_id, contact, owner)
    if not prepare_answers(organisation_id, now, contact):
        raise NothingToPrepareError


@transaction.atomic
def acknowledge(organisation_id: int, contact: UUID, owner: AgentId, now: datetime) -> None:
    """Have a letter say that theirs came, and until when it is answered: one, however often it is asked for.

    :raises NoSuchContactError: it is not his.
    """
    letter = _get_held(organisation_id, contact, owner)
    organisation = letter.contact.organisation
    with translation.override(organisation.default_language):
        paragraphs = [
            _("%(organisation)s has received your letter.") % {"organisation": organisation.name},
            describe_promise(move_promise(letter.contact, letter.due_at), organisation.time_zone),
            _("To add something, write to us again and quote the reference above."),
        ]
        make_posting(letter, PostingKind.ACKNOWLEDGEMENT, "\n\n".join(paragraphs), now, uuid5(letter.pk, "acknowledgement"))
    if letter.acknowledged_at is None:
        letter.acknowledged_at = now
        letter.save(update_fields=["acknowledged_at"])


def get_page(organisation_id: int, contact: UUID, number: int, owner: AgentId | None) -> bytes:
    """The picture of a page. :raises NoSuchContactError: there is none, or it is not his."""
    pages = Page.objects.of(organisation_id).filter(contact_id=contact, number=number)
    image = pages.filter(**({} if owner is None else {"contact__agent_id": owner})).values_list("image", flat=True).first()
    if image is None:
        raise NoSuchContactError
    return bytes(image)
