"""Every write of this room."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import ContactId
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.models import Contact
from guichet.records.directory.writers import Editing
from guichet.records.knowledge.models import Article
from guichet.records.pages.errors import TextMovedError, TooManyHelpPagesError, TooManyLettersError
from guichet.records.pages.models import HelpPage, Letter, Origin, PublicText
from guichet.records.pages.words import ALPHABET, OWN_LETTERS, CameFrom, LetterKind, Source, TextKind, clean_place, write_number

MOST_PAGES = 200
MOST_LETTERS = 2_000
COUNT = """insert into pages_opened (organisation_id, source, key, on_date, count) values (%s, %s, %s, %s, 1)
           on conflict (organisation_id, source, key, on_date) do update set count = pages_opened.count + 1"""


@transaction.atomic
def save_texts(organisation_id: int, texts: Mapping[TextKind, str], seen: int, editing: Editing) -> None:
    """Keep the texts of the public pages; empty ones are ours again.

    :param seen: the edition that the writer saw. :raises TextMovedError: somebody else has saved since.
    """
    kept = {row.kind: row for row in PublicText.objects.of(organisation_id).select_for_update()}
    if seen != sum(row.edition for row in kept.values()):
        raise TextMovedError
    for kind, text in texts.items():
        row = kept.get(kind.value)
        if row is None:
            PublicText.objects.create(organisation_id=organisation_id, kind=kind.value, text=text, changed_at=editing.now)
        elif row.text != text:
            PublicText.objects.filter(pk=row.pk).update(text=text, edition=row.edition + 1, changed_at=editing.now)
    record(organisation_id, Act("public-texts-saved", "organisation", str(organisation_id), editing.account_id), editing.now)


@dataclass(frozen=True, slots=True)
class HelpDetails:
    name: str
    origin: str
    path: str
    reason_key: str
    articles: tuple[str, ...]


@transaction.atomic
def save_help_page(organisation_id: int, key: str, details: HelpDetails, editing: Editing) -> None:
    """Declare a page of another site, or change it. :raises TooManyHelpPagesError: there is no room for another."""
    pages = HelpPage.objects.of(organisation_id)
    if not pages.filter(key=key).exists() and pages.current().count() >= MOST_PAGES:
        raise TooManyHelpPagesError(most=MOST_PAGES)
    values = {
        "name": details.name,
        "origin": details.origin,
        "path": details.path,
        "reason_key": details.reason_key,
        "articles": list(details.articles),
        "is_active": True,
    }
    HelpPage.objects.update_or_create(organisation_id=organisation_id, key=key, defaults=values)
    record(organisation_id, Act("help-page-saved", "help-page", key, editing.account_id), editing.now)


@transaction.atomic
def remove_help_page(organisation_id: int, key: str, editing: Editing) -> None:
    """It is offered no more; what came from it stays counted."""
    if HelpPage.objects.of(organisation_id).current().filter(key=key).update(is_active=False):
        record(organisation_id, Act("help-page-removed", "help-page", key, editing.account_id), editing.now)


@transaction.atomic
def make_letter(organisation_id: int, name: str, kind: LetterKind, *, article: str, reason_key: str, editing: Editing) -> Letter:
    """Give a letter a code that nothing had before. :raises TooManyLettersError: there is no room for another."""
    if Letter.objects.of(organisation_id).current().count() >= MOST_LETTERS:
        raise TooManyLettersError(most=MOST_LETTERS)
    taken = set(Letter.objects.of(organisation_id).values_list("key", flat=True))
    code = make_code(organisation_id)
    while code in taken:
        code = make_code(organisation_id)
    values = {"name": name, "kind": kind.value, "article": article, "reason_key": reason_key, "made_at": editing.now}
    letter = Letter.objects.create(organisation_id=organisation_id, key=code, **values)
    record(organisation_id, Act("letter-code-made", "letter", code, editing.account_id), editing.now)
    return letter


def make_code(organisation_id: int) -> str:
    """In small letters: the number of the organisation, then letters by chance."""
    own = "".join(secrets.choice(ALPHABET) for _each in range(OWN_LETTERS))
    return (write_number(organisation_id) + own).lower()


@transaction.atomic
def remove_letter(organisation_id: int, key: str, editing: Editing) -> None:
    """Its code leads to the first page from now on; no other letter ever gets it."""
    if Letter.objects.of(organisation_id).current().filter(key=key).update(is_active=False):
        record(organisation_id, Act("letter-code-removed", "letter", key, editing.account_id), editing.now)


def count_opening(organisation_id: int, source: Source, key: str, on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [organisation_id, source.value, key, on])


@transaction.atomic
def note_origin(organisation_id: int, contact_id: ContactId, came: CameFrom, now: datetime) -> None:
    """Keep where a contact came from, once, and tell its agent. What names nothing of ours is forgotten: it never stops a request."""
    known = recognise(organisation_id, came)
    if known == CameFrom():
        return
    values = {"page": known.page, "step": known.step, "field": known.field, "article": known.article, "letter": known.letter, "at": now}
    contact = Contact.objects.of(organisation_id).select_related("organisation").get(pk=UUID(contact_id))
    _origin, is_new = Origin.objects.get_or_create(organisation_id=organisation_id, contact=contact, defaults=values)
    if not is_new or not (known.page or known.letter or known.step or known.field):
        return
    with translation.override(contact.organisation.default_language):
        add_context(contact, uuid5(contact.pk, "came from"), describe(organisation_id, known))


def recognise(organisation_id: int, came: CameFrom) -> CameFrom:
    """What of it names a page, an answer or a letter of this organisation; steps and fields only as names."""
    pages = HelpPage.objects.of(organisation_id).filter(key=came.page)
    letters = Letter.objects.of(organisation_id).filter(key=came.letter)
    articles = Article.objects.of(organisation_id).filter(key=came.article)
    return CameFrom(
        page=came.page if came.page and pages.exists() else "",
        step=clean_place(came.step),
        field=clean_place(came.field),
        article=came.article if came.article and articles.exists() else "",
        letter=came.letter if came.letter and letters.exists() else "",
    )


def describe(organisation_id: int, came: CameFrom) -> str:
    """For the agent: where somebody was, in words."""
    page = HelpPage.objects.of(organisation_id).filter(key=came.page).first() if came.page else None
    letter = Letter.objects.of(organisation_id).filter(key=came.letter).first() if came.letter else None
    said = (
        (_("Page: %(what)s"), page.name if page else ""),
        (_("Step: %(what)s"), came.step),
        (_("Field: %(what)s"), came.field),
        (_("Answer read: %(what)s"), came.article),
        (_("Code of a letter: %(what)s"), f"{letter.key.upper()} ({letter.name})" if letter else ""),
    )
    lines = [f"– {line % {'what': what}}" for line, what in said if what]
    return "\n".join([_("Where the person was before asking:"), *lines])
