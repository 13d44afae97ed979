"""Opinions: one voice for a thing, safe text, forgotten with its citizen and after a year."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.errors import RefusedError
from guichet.records.pages.tests.test_origins import open_one
from guichet.records.people.models import Citizen
from guichet.records.privacy import erase_citizen, erase_expired
from guichet.records.surveys.actions import Said, give_opinion
from guichet.records.surveys.models import Opinion
from guichet.records.surveys.queries import list_comments, list_opinions, sum_opinions
from guichet.records.surveys.words import Score, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


def say(organisation: Organisation, score: Score, comment: str = "", contact: Contact | None = None) -> bool:
    voice = contact.pk if contact else uuid4()
    subject = Subject.EXCHANGE if contact else Subject.ANSWER
    return give_opinion(organisation.pk, voice, Said(subject, score, comment, contact), timezone.now())


def test_the_first_word_counts_and_the_second_changes_nothing(organisation: Organisation) -> None:
    contact = Contact.objects.get(pk=open_one(organisation))
    assert say(organisation, Score.BAD, "Trop long", contact)
    assert not say(organisation, Score.GOOD, "", contact)
    [opinion] = Opinion.objects.all()
    assert (opinion.score, opinion.comment, opinion.channel, opinion.reason_key) == (1, "Trop long", "chat", contact.reason.key)


def test_by_reason_and_channel_the_worst_first(organisation: Organisation) -> None:
    for score in (Score.GOOD, Score.GOOD, Score.FAIR):
        say(organisation, score)
    contact = Contact.objects.get(pk=open_one(organisation))
    say(organisation, Score.BAD, "Trop long", contact)
    now = timezone.now()
    assert [(each.channel, each.good, each.fair, each.bad, each.share) for each in list_opinions(organisation.pk, now)] == [
        ("chat", 0, 0, 1, 0),
        ("", 2, 1, 0, 67),
    ]
    assert sum_opinions(organisation.pk, now).total == 4
    assert [each.comment for each in list_comments(organisation.pk, now)] == ["Trop long"]
    assert sum_opinions(factories.make_organisation().pk, now).total == 0


def test_a_comment_goes_with_its_citizen_and_after_a_year_and_the_tick_stays(organisation: Organisation) -> None:
    contact = Contact.objects.get(pk=open_one(organisation))
    contact.citizen = Citizen.objects.create(organisation=organisation, name="Léa", language="fr", last_seen_at=timezone.now())
    contact.save()
    say(organisation, Score.BAD, "Léa, 06 12 34 56 78", contact)
    say(organisation, Score.BAD, "Sans nom")
    erase_citizen(organisation.pk, contact.citizen.pk)
    assert sorted(Opinion.objects.values_list("comment", flat=True)) == ["", "Sans nom"]
    erase_expired(organisation.pk, timezone.now() + timedelta(days=366))
    assert list(Opinion.objects.values_list("comment", "score")) == [("", 1), ("", 1)]


def test_what_the_database_cannot_keep_is_refused_in_words(organisation: Organisation) -> None:
    with transaction.atomic(), pytest.raises(RefusedError):
        say(organisation, Score.BAD, "a\0b")
    assert not Opinion.objects.exists()
