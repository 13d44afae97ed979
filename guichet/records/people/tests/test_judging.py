"""Judgements tie citizens together, and let go of exactly what they tied."""

from datetime import UTC, datetime

import pytest

from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests.factories import make_account, make_organisation
from guichet.records.people.actions import add_case_numbers, add_contact_point, erase, find_or_create_citizen
from guichet.records.people.cases import find_case_numbers
from guichet.records.people.errors import JudgementGoneError, NotAlikeError
from guichet.records.people.judging import Said, judge, list_person, list_proposals, take_back
from guichet.records.people.likeness import Strength
from guichet.records.people.models import Citizen, Judgement
from guichet.records.people.words import Claim, ContactPointKind, Ground

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
NUMBER = "+33612345678"


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def account(organisation: Organisation) -> Account:
    return make_account(organisation)


def arrive(
    organisation: Organisation, value: str = NUMBER, kind: ContactPointKind = ContactPointKind.TELEPHONE, *, is_verified: bool = False
) -> Citizen:
    return find_or_create_citizen(organisation.pk, Claim(name="Samia", kind=kind, value=value, is_verified=is_verified), NOW)


def say(organisation: Organisation, account: Account, citizen: Citizen, other: Citizen, *, is_same: bool = True) -> Judgement:
    judge(organisation.pk, Said(citizen.pk, other.pk, is_same, account.pk), NOW)
    return Judgement.objects.latest("pk")


def test_a_person_who_was_tied_by_three_is_proposed_once_and_falls_apart_where_it_was_tied(
    organisation: Organisation, account: Account
) -> None:
    first, second, third, fourth = (arrive(organisation) for _ in range(4))
    tie = say(organisation, account, second, first)
    later = say(organisation, account, third, first)
    assert [each.citizen for each in list_proposals(organisation.pk, fourth.pk)] == [first.pk]
    say(organisation, account, fourth, first)
    assert list_person(organisation.pk, second.pk) == [each.pk for each in (first, second, third, fourth)]
    take_back(organisation.pk, fourth.pk, later.pk, account.pk, NOW)
    assert list_person(organisation.pk, fourth.pk) == [first.pk, second.pk, fourth.pk]
    assert list_person(organisation.pk, third.pk) == [third.pk]
    take_back(organisation.pk, first.pk, tie.pk, account.pk, NOW)
    assert [list_person(organisation.pk, each.pk) for each in (second, first)] == [[second.pk], [first.pk, fourth.pk]]
    with pytest.raises(JudgementGoneError):
        take_back(organisation.pk, third.pk, tie.pk, account.pk, NOW)


def test_what_two_have_in_common_says_how_strongly_they_are_alike(organisation: Organisation) -> None:
    me, weak, both, case = (arrive(organisation, number) for number in (NUMBER, NUMBER, NUMBER, "+33711111111"))
    owner = arrive(organisation, "zoe@example.org", ContactPointKind.EMAIL, is_verified=True)
    for citizen in (me, both):
        add_contact_point(organisation.pk, citizen, ContactPointKind.EMAIL, "Zoe@example.org")
    for citizen in (me, case):
        add_case_numbers(organisation.pk, citizen.pk, find_case_numbers("Mon dossier n° 2026-0815"))
    found = {each.citizen: (each.strength, [shared.ground for shared in each.in_common]) for each in list_proposals(organisation.pk, me.pk)}
    assert found == {
        both.pk: (Strength.STRONG, [Ground.EMAIL, Ground.TELEPHONE]),
        owner.pk: (Strength.WEAK, [Ground.EMAIL]),
        case.pk: (Strength.WEAK, [Ground.CASE]),
        weak.pk: (Strength.WEAK, [Ground.TELEPHONE]),
    }
    assert {each.strength for each in list_proposals(organisation.pk, owner.pk)} == {Strength.STRONG}


def test_a_group_that_was_kept_apart_from_a_person_stays_apart_whoever_joins_it(organisation: Organisation, account: Account) -> None:
    first, second, third = (arrive(organisation) for _ in range(3))
    say(organisation, account, first, second, is_same=False)
    say(organisation, account, third, first)
    assert list_proposals(organisation.pk, third.pk) == []
    assert list_proposals(organisation.pk, second.pk) == []
    with pytest.raises(NotAlikeError):
        say(organisation, account, third, second)
    with pytest.raises(NotAlikeError):
        say(organisation, account, third, first, is_same=False)


def test_nothing_is_proposed_across_organisations(organisation: Organisation, account: Account) -> None:
    mine, theirs = arrive(organisation), arrive(make_organisation(name="Ailleurs"))
    assert list_proposals(organisation.pk, mine.pk) == []
    with pytest.raises(NotAlikeError):
        say(organisation, account, mine, theirs)


def test_whoever_asks_to_be_erased_is_erased_under_all_his_names(organisation: Organisation, account: Account) -> None:
    first, second, other = (arrive(organisation) for _ in range(3))
    say(organisation, account, second, first)
    trace = erase(organisation.pk, second.pk, NOW, NOW)
    assert trace.counts["people.Citizen.name"] == 2
    assert (list(Judgement.objects.all()), list_proposals(organisation.pk, other.pk)) == ([], [])
    assert Citizen.objects.get(pk=other.pk).name == "Samia"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dossier n° 2026-0815, merci", ("20260815",)),
        ("Numéro de dossier inconnu", ()),
        ("mon dossier numéro AB 12", ()),
        ("DOSSIER N°2026/0815 et dossier n° 2026.0815", ("20260815",)),
        ("allocataire n° " + "9" * 100_000, ("9" * 40,)),
        ("dossier n°" * 3_000, ()),
    ],
)
def test_a_number_of_a_case_is_found_where_it_is_named_as_one(text: str, found: tuple[str, ...]) -> None:
    assert find_case_numbers(text) == found
