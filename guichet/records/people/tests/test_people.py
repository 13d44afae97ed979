from datetime import UTC, datetime, timedelta

import pytest

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.people.actions import erase, expire_traces, find_or_create_citizen, verify_contact_point
from guichet.records.people.errors import AddressTakenError, AddressUnusableError, CitizenUnknownError
from guichet.records.people.models import Citizen, ContactPoint, ErasureTrace
from guichet.records.people.words import Claim, ContactPointKind, normalise

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PROVED = Claim(name="Awa", kind=ContactPointKind.EMAIL, value="Awa@Example.org", is_verified=True)
SAID = Claim(name="Awa", kind=ContactPointKind.EMAIL, value="awa@example.org")


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


def test_who_gives_only_a_name_is_somebody_new_each_time(organisation: Organisation) -> None:
    first = find_or_create_citizen(organisation.pk, Claim(name=" Awa ", language="fr"), NOW)
    second = find_or_create_citizen(organisation.pk, Claim(name="Awa", language="fr"), NOW)
    assert first.pk != second.pk
    assert (first.name, first.language) == ("Awa", "fr")


def test_a_proved_address_finds_its_citizen_again(organisation: Organisation) -> None:
    first = find_or_create_citizen(organisation.pk, PROVED, NOW)
    later = find_or_create_citizen(organisation.pk, PROVED, NOW + timedelta(days=1))
    assert later == first
    assert Citizen.objects.get().last_seen_at == NOW + timedelta(days=1)


def test_a_claimed_address_never_leads_to_the_citizen_who_proved_it(organisation: Organisation) -> None:
    owner = find_or_create_citizen(organisation.pk, PROVED, NOW)
    stranger = find_or_create_citizen(organisation.pk, SAID, NOW)
    assert stranger != owner
    with pytest.raises(AddressTakenError):
        verify_contact_point(organisation.pk, stranger.contact_points.get(), NOW)


def test_a_claimed_address_becomes_proved_once(organisation: Organisation) -> None:
    citizen = find_or_create_citizen(organisation.pk, SAID, NOW)
    verify_contact_point(organisation.pk, citizen.contact_points.get(), NOW)
    verify_contact_point(organisation.pk, citizen.contact_points.get(), NOW + timedelta(days=1))
    assert ContactPoint.objects.get().verified_at == NOW
    assert find_or_create_citizen(organisation.pk, PROVED, NOW) == citizen


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (ContactPointKind.EMAIL, " Awa.Diop@Example.ORG ", "awa.diop@example.org"),
        (ContactPointKind.TELEPHONE, "+33 6 12.34-56 78", "+33612345678"),
        (ContactPointKind.POST, "4 place du Lavoir, 54300 Lunéville", "4 place du Lavoir, 54300 Lunéville"),
    ],
)
def test_an_address_is_kept_in_one_form(kind: ContactPointKind, written: str, kept: str) -> None:
    assert normalise(kind, written) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (ContactPointKind.EMAIL, "awa"),
        (ContactPointKind.EMAIL, "awa@example.org\nBcc: all@example.org"),
        (ContactPointKind.EMAIL, "a\0@example.org"),
        (ContactPointKind.TELEPHONE, "06 12 34 56 78"),
        (ContactPointKind.TELEPHONE, "+٣٣٦١٢٣٤٥٦٧٨"),
        (ContactPointKind.POST, "somewhere\0"),
        (ContactPointKind.POST, ""),
    ],
)
def test_what_is_no_address_is_refused(kind: ContactPointKind, written: str) -> None:
    with pytest.raises(AddressUnusableError):
        normalise(kind, written)


def test_an_erased_citizen_is_erased_once_and_found_no_more(organisation: Organisation) -> None:
    citizen = find_or_create_citizen(organisation.pk, PROVED, NOW)
    trace = erase(organisation.pk, citizen.pk, NOW, NOW)
    assert trace.counts["people.ContactPoint.value"] == 1
    assert find_or_create_citizen(organisation.pk, PROVED, NOW) != citizen
    with pytest.raises(CitizenUnknownError):
        erase(organisation.pk, citizen.pk, NOW, NOW)


def test_the_trace_of_an_erasure_expires_itself(organisation: Organisation) -> None:
    citizen = find_or_create_citizen(organisation.pk, SAID, NOW)
    trace = erase(organisation.pk, citizen.pk, NOW, NOW)
    assert expire_traces(organisation.pk, trace.expires_at - timedelta(seconds=1)) == 0
    assert expire_traces(organisation.pk, trace.expires_at) == 1
    assert not ErasureTrace.objects.exists()
