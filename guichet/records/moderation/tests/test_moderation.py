"""A public word goes on in private, is set aside and is brought back: each once, and only by whoever may."""

import json
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import ContactState
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account as Person
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.errors import RefusedError
from guichet.records.journal.models import Inbox
from guichet.records.messaging.models import Incoming, Outgoing, Talk
from guichet.records.messaging.tests import carriers
from guichet.records.messaging.tests.houses import CARRIERS, Office, make_office
from guichet.records.messaging.words import Cause, IncomingState
from guichet.records.moderation.actions import bring_back, continue_in_private, set_aside
from guichet.records.moderation.models import SetAside
from guichet.records.moderation.queries import get_side, list_aside, list_findings, list_waiting
from guichet.records.moderation.words import LABELS, AsideReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: pytest.FixtureRequest) -> Office:
    settings.CARRIERS = CARRIERS  # type: ignore[attr-defined]  # pytest-django's
    carriers.carrier = carriers.ListCarrier()
    return make_office(channel="social", kind="list", address="@mairie", settings={"sayable": ["01 23 45 67 89"], "most_text": 500})


@pytest.fixture
def person(office: Office) -> Person:
    """The account of the office's agent."""
    person = factories.make_account(office.organisation, Role.AGENT)
    office.agent.account = person
    office.agent.save(update_fields=["account"])
    return person


def ask(office: Office, text: str = "Quand ouvre la mairie ?", **changes: object) -> Contact:
    said = {"handle": "zoe", "text": text, "reference": str(uuid4()), "is_public": True, **changes}
    return office.get_contact(office.receive(said))


def move(office: Office, contact: Contact, key: UUID | None = None) -> int:
    return continue_in_private(office.organisation.pk, contact.pk, office.agent, key or uuid4(), timezone.now())


def put_aside(office: Office, contact: Contact, person: Person) -> None:
    set_aside(office.organisation.pk, contact.pk, person, AsideReason.SPAM, uuid4(), timezone.now())


def list_facts() -> list[str]:
    return [fact for fact in Inbox.objects.order_by("id").values_list("kind", flat=True) if fact != "ContactArrived"]


def test_a_public_question_goes_on_in_private_in_the_same_contact(office: Office) -> None:
    contact = office.take_up(ask(office).pk)
    office.say(contact, "Bonjour")
    move(office, contact)
    office.say(contact, "Votre dossier 2026-004512 est complet.")
    assert list(Outgoing.objects.order_by("number").values_list("is_public", flat=True)) == [True, True, False]
    assert "privé" in Outgoing.objects.order_by("number")[1].text
    assert ask(office, "En privé alors", is_public=False).pk == contact.pk
    assert ask(office, "Et en public ?").pk != contact.pk


def test_going_on_in_private_twice_says_it_once(office: Office) -> None:
    contact, key = office.take_up(ask(office).pk), uuid4()
    assert move(office, contact, key) == move(office, contact, key)
    with pytest.raises(RefusedError):
        move(office, contact)
    assert Outgoing.objects.count() == 1


@pytest.mark.parametrize("state", [ContactState.WAITING, ContactState.WRAPPING_UP, ContactState.CLOSED])
def test_only_whoever_holds_it_moves_it(office: Office, state: ContactState) -> None:
    contact = office.take_up(ask(office).pk)
    Contact.objects.update(state=state)
    with pytest.raises(RefusedError):
        move(office, contact)
    Contact.objects.update(state=ContactState.ASSIGNED, agent=factories.make_agent(office.organisation))
    with pytest.raises(RefusedError):
        move(office, contact)
    assert Talk.objects.get().is_public


def test_whoever_holds_it_sets_it_aside_and_it_is_closed_in_one_step(office: Office, person: Person) -> None:
    contact = office.take_up(ask(office, "Achetez !").pk)
    put_aside(office, contact, person)
    put_aside(office, contact, person)
    assert list_facts() == ["ConversationEnded", "WrapUpDone"]
    assert [each.contact_id for each in list_aside(office.organisation.pk)] == [contact.pk]
    assert (Incoming.objects.get().state, Incoming.objects.get().cause) == (IncomingState.ASIDE, Cause.MODERATED)
    assert "Publicité" in office.list_notes(contact)[-1]


def test_whoever_steers_sets_aside_what_waits_but_not_what_somebody_holds(office: Office, person: Person) -> None:
    contact = ask(office)
    assert [talk.contact_id for talk in list_waiting(office.organisation.pk)] == [contact.pk]
    put_aside(office, contact, factories.make_account(office.organisation, Role.SUPERVISOR))
    assert list_facts() == ["ContactWithdrawn"]
    held = Contact.objects.get(pk=ask(office, handle="léa").pk)
    Contact.objects.filter(pk=held.pk).update(state=ContactState.ASSIGNED, agent=factories.make_agent(office.organisation))
    with pytest.raises(RefusedError):
        put_aside(office, held, person)


def test_what_was_set_aside_is_brought_back_once_with_all_its_words(office: Office, person: Person) -> None:
    contact = office.take_up(ask(office, "une").pk)
    ask(office, "deux")
    put_aside(office, contact, person)
    office.close(contact.pk)
    again = bring_back(office.organisation.pk, contact.pk, person, timezone.now())
    assert again != contact.pk
    assert list(Contact.objects.get(pk=again).messages.filter(author="citizen").order_by("number").values_list("text", flat=True)) == [
        "une",
        "deux",
    ]
    assert Talk.objects.get(pk=again).continues_id == contact.pk
    assert SetAside.objects.get().again_id == again
    with pytest.raises(RefusedError):
        bring_back(office.organisation.pk, contact.pk, person, timezone.now())
    assert Contact.objects.count() == 2


def test_a_contact_of_another_channel_or_organisation_is_none_of_these(office: Office, person: Person) -> None:
    factories.make_organisation("Ailleurs")
    with pytest.raises(RefusedError):
        set_aside(office.organisation.pk, uuid4(), person, AsideReason.SPAM, uuid4(), timezone.now())
    assert get_side(office.organisation.pk, uuid4()) is None
    assert list_findings(office.organisation.pk, uuid4(), "06 12 34 56 78") == []


def test_the_desk_is_told_what_should_not_be_said_in_public_only(office: Office) -> None:
    contact = ask(office)
    assert list_findings(office.organisation.pk, contact.pk, "Appelez le 01 23 45 67 89") == []
    [found] = list_findings(office.organisation.pk, contact.pk, "Appelez le 06 12 34 56 78")
    assert (found.excerpt, len(found.sentence) > 20) == ("06 12 34 56 78", True)
    Talk.objects.update(is_public=False)
    assert list_findings(office.organisation.pk, contact.pk, "Appelez le 06 12 34 56 78") == []
    side = get_side(office.organisation.pk, contact.pk)
    assert side is not None
    assert (side.most_text, side.is_public, side.handle) == (500, False, "zoe")


def test_every_reason_has_its_words_and_settings_of_any_shape_are_read(office: Office) -> None:
    assert set(LABELS) == set(AsideReason)
    for settings in ({}, {"sayable": 3, "templates": 4, "most_text": "x"}, {"sayable": [1], "templates": [1]}):
        office.account.settings = json.loads(json.dumps(settings))
        office.account.save()
        assert get_side(office.organisation.pk, ask(office, handle=str(uuid4())).pk) is not None
