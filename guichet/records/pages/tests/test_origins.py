"""Where contacts come from: kept once, told to the agent, forgotten with its citizen, and counted."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import Channel, ContactId, Instant
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.pages import actions, queries
from guichet.records.pages.errors import TextMovedError, TooManyHelpPagesError
from guichet.records.pages.models import Origin
from guichet.records.pages.words import CameFrom, LetterKind, Source, TextKind
from guichet.records.people.models import Citizen
from guichet.records.privacy import erase_citizen
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
DETAILS = actions.HelpDetails("Aide au logement, étape 2", "https://demarches.example", "/logement/*", "", ())


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


def edit() -> Editing:
    return Editing(None, timezone.now())


def open_one(organisation: Organisation) -> ContactId:
    reason = factories.make_reason(organisation, factories.make_queue(organisation))
    now = Instant(int(timezone.now().timestamp() * 1000))
    opening = Opening(key=uuid4(), channel=Channel.CHAT, language="fr", arrived_at=now, text="Bonjour")
    return open_contact(organisation.pk, opening, get_arrival(organisation.pk, reason.pk, "fr", None)).contact


def test_where_somebody_was_is_kept_once_and_told_to_the_agent_only(organisation: Organisation) -> None:
    actions.save_help_page(organisation.pk, "logement-2", DETAILS, edit())
    contact = open_one(organisation)
    came = CameFrom(page="logement-2", step="Vos ressources", field="loyer")
    for _again in range(2):
        actions.note_origin(organisation.pk, contact, came, timezone.now())
    notes = Message.objects.filter(contact=UUID(contact), kind="note")
    assert [note.text.splitlines()[1:] for note in notes] == [
        ["– Page\u00a0: Aide au logement, étape 2", "– Étape\u00a0: Vos ressources", "– Champ\u00a0: loyer"]
    ]
    assert Origin.objects.count() == 1


def test_what_names_nothing_of_ours_or_looks_typed_is_forgotten(organisation: Organisation) -> None:
    contact = open_one(organisation)
    came = CameFrom(page="ailleurs", step="1750699123456", field="lea@example.org", article="x", letter="zzz")
    actions.note_origin(organisation.pk, contact, came, timezone.now())
    assert not Origin.objects.exists()
    assert not Message.objects.filter(kind="note").exists()


def test_the_erasure_of_a_citizen_empties_step_and_field(organisation: Organisation) -> None:
    contact = Contact.objects.get(pk=open_one(organisation))
    contact.citizen = Citizen.objects.create(organisation=organisation, name="Léa", language="fr", last_seen_at=timezone.now())
    contact.save()
    actions.note_origin(organisation.pk, ContactId(str(contact.pk)), CameFrom(step="Vos ressources", field="loyer"), timezone.now())
    erase_citizen(organisation.pk, contact.citizen.pk)
    origin = Origin.objects.get()
    assert (origin.step, origin.field) == ("", "")


def test_the_most_costly_comes_first_and_openings_are_counted(organisation: Organisation) -> None:
    now = timezone.now()
    actions.save_help_page(organisation.pk, "logement-2", DETAILS, edit())
    letter = actions.make_letter(organisation.pk, "Avis", LetterKind.LETTER, article="", reason_key="x", editing=edit())
    for _opened in range(3):
        actions.count_opening(organisation.pk, Source.LETTER, letter.key, now.date())
    for _each in range(2):
        actions.note_origin(organisation.pk, open_one(organisation), CameFrom(page="logement-2", field="loyer"), now)
    slow = open_one(organisation)
    actions.note_origin(organisation.pk, slow, CameFrom(letter=letter.key), now)
    Contact.objects.filter(pk=UUID(slow)).update(first_answer_at=now - timedelta(hours=5), ended_at=now)
    costs = queries.list_costs(organisation, now)
    assert [(cost.source, cost.contacts, cost.minutes, cost.opened) for cost in costs] == [
        (Source.LETTER, 1, 60, 3),
        (Source.PAGE, 2, 0, 0),
    ]
    assert costs[1].where == "loyer"
    assert queries.list_costs(organisation, now + timedelta(days=100)) == []


def test_a_code_belongs_to_its_organisation_and_is_never_given_again(organisation: Organisation) -> None:
    other = factories.make_organisation()
    set_organisation(organisation.pk)
    letter = actions.make_letter(organisation.pk, "Avis", LetterKind.NOTICE, article="", reason_key="x", editing=edit())
    assert queries.read_organisation(letter.key) == organisation.pk
    assert queries.find_letter(organisation.pk, letter.key.upper()) == letter
    assert queries.find_letter(other.pk, letter.key) is None
    actions.remove_letter(organisation.pk, letter.key, edit())
    assert queries.find_letter(organisation.pk, letter.key) is None


def test_of_two_writers_of_the_texts_the_second_is_told(organisation: Organisation) -> None:
    actions.save_texts(organisation.pk, {TextKind.LEGAL: "Un"}, 0, edit())
    with pytest.raises(TextMovedError):
        actions.save_texts(organisation.pk, {TextKind.LEGAL: "Deux"}, 0, edit())
    actions.save_texts(organisation.pk, {TextKind.LEGAL: ""}, queries.get_texts(organisation.pk)[1], edit())
    assert queries.get_texts(organisation.pk)[0] == {}
    assert AuditEntry.objects.filter(verb="public-texts-saved").count() == 2


def test_there_is_a_most_of_pages(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_PAGES", 1)
    actions.save_help_page(organisation.pk, "une", DETAILS, edit())
    actions.save_help_page(organisation.pk, "une", DETAILS, edit())
    with pytest.raises(TooManyHelpPagesError):
        actions.save_help_page(organisation.pk, "deux", DETAILS, edit())
