"""What writers say of themselves is given to `people` in one way, and an address that is not proved leads to nobody who is known."""

from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import Channel, Instant
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.claims import Given, give_claims
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Reason
from guichet.records.directory.tests import factories
from guichet.records.people.models import CaseNumber, Citizen, ContactPoint
from guichet.records.people.words import ContactPointKind

pytestmark = pytest.mark.django_db
EMAIL, TELEPHONE, NETWORK = ContactPointKind.EMAIL, ContactPointKind.TELEPHONE, ContactPointKind.NETWORK


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation()
    return factories.make_reason(organisation, factories.make_queue(organisation))


def arrive(reason: Reason, *given: Given, text: str = "Bonjour", is_verified: bool = False) -> Contact:
    arrival = get_arrival(reason.organisation_id, reason.pk, "fr", None)
    opening = Opening(key=uuid4(), channel=Channel.MESSAGE, language="fr", arrived_at=Instant(1_800_000_000_000), text=text)
    contact = Contact.objects.get(pk=open_contact(reason.organisation_id, opening, arrival).contact)
    give_claims(contact, given, timezone.now(), text=text, is_verified=is_verified)
    return Contact.objects.get(pk=contact.pk)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([(EMAIL, "Zoe@Example.org"), (TELEPHONE, "06 12 34 56 78")], [("email", "zoe@example.org"), ("telephone", "+33612345678")]),
        ([(TELEPHONE, "36105"), (EMAIL, "zoe@example.org")], [("email", "zoe@example.org")]),
        ([(NETWORK, "mastodon:zoe@ville.social")], [("network", "mastodon:zoe@ville.social")]),
        ([(EMAIL, ""), (TELEPHONE, ""), (NETWORK, "")], []),
        ([(EMAIL, "a\0@example.org"), (NETWORK, "x" * 300), (TELEPHONE, "douze")], []),
    ],
)
def test_what_is_an_address_is_kept_and_what_is_none_is_left_out(reason: Reason, given: list[Given], kept: list[tuple[str, str]]) -> None:
    contact = arrive(reason, *given)
    assert list(ContactPoint.objects.order_by("kind").values_list("kind", "value")) == kept
    assert (contact.citizen is not None) == bool(kept)
    assert not ContactPoint.objects.exclude(verified_at=None).exists()


def test_a_borrowed_address_leads_to_nobody_and_a_proved_one_to_its_owner(reason: Reason) -> None:
    owner = arrive(reason, (EMAIL, "zoe@example.org"), is_verified=True).citizen
    assert arrive(reason, (EMAIL, "zoe@example.org")).citizen != owner
    assert arrive(reason, (EMAIL, "ZOE@example.org"), is_verified=True).citizen == owner


def test_a_contact_keeps_the_citizen_it_has_and_a_case_it_names_is_kept(reason: Reason) -> None:
    contact = arrive(reason, text="Où en est mon dossier n° 2026-0815 ?")
    give_claims(contact, [(EMAIL, "zoe@example.org")], timezone.now())
    assert (Citizen.objects.count(), CaseNumber.objects.get().number, ContactPoint.objects.count()) == (1, "20260815", 0)
