"""The scripts of the demonstration answer in both languages on every medium, and lead to a person who knows all of it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from guichet.decisions.dialogue.inputs import Heard
from guichet.decisions.dialogue.words import Medium
from guichet.records.contacts.models import Callback
from guichet.records.directory.demonstration import SLUG
from guichet.records.directory.demonstration import load as load_directory
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.knowledge.demonstration import load as load_articles
from guichet.records.scripts import demonstration
from guichet.records.scripts.models import ScriptSession, ScriptVersion
from guichet.records.scripts.sessions import Beginning, Hearing, begin_session, hear
from guichet.records.scripts.words import Part, SessionState, Talk, VersionState
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def organisation(db: None, as_owner: object) -> Organisation:  # noqa: ARG001 - asks for the database
    with as_owner():  # type: ignore[operator]
        load_directory(NOW)
        organisation = Organisation.objects.get(slug=SLUG)
    set_organisation(organisation.pk)
    load_articles(organisation, NOW)
    demonstration.load(organisation, NOW)
    return organisation


def say(organisation: Organisation, reason: str, medium: Medium, language: str, words: list[str]) -> list[Talk]:
    talks = [begin_session(organisation, Beginning(key=uuid4(), reason_key=reason, medium=medium, language=language), NOW)]
    for text in words:
        talks.append(hear(organisation, talks[-1].session, Hearing(key=uuid4(), input=Heard(text=text)), NOW))
    return talks


def test_three_scripts_are_published_in_french_and_english(organisation: Organisation) -> None:
    versions = ScriptVersion.objects.of(organisation.pk).filter(state=VersionState.PUBLISHED)
    assert {version.script.key for version in versions} == {"attestation-de-paiement", "demenagement", "date-de-paiement"}
    assert all(version.read().languages == ("fr", "en") for version in versions)


STORIES = (
    ("certificate", ["1", "oui"], "attestation"),
    ("moving", ["2", "31/12/2026", "1"], "demenagement"),
    ("payment-date", ["quand", "oui"], "dates-de-paiement"),
    ("certificate", ["1", "yes"], "attestation"),
    ("moving", ["2", "31/12/2026", "1"], "demenagement"),
    ("payment-date", ["when", "yes"], "dates-de-paiement"),
)


@pytest.mark.parametrize("medium", list(Medium))
def test_each_script_settles_on_every_medium_and_says_which_article(organisation: Organisation, medium: Medium) -> None:
    for number, (reason, words, article) in enumerate(STORIES):
        talks = say(organisation, reason, medium, "fr" if number < 3 else "en", words)
        assert talks[-1].state is SessionState.SETTLED, (reason, medium)
        given = [piece for talk in talks for piece in talk.pieces if piece.part is Part.ANSWER]
        assert [(piece.article, piece.version) for piece in given] == [(article, 1)]
    assert ScriptSession.objects.filter(state=SessionState.SETTLED).count() == len(STORIES)


def test_whoever_got_no_payment_is_called_back_or_gets_a_person(organisation: Organisation) -> None:
    talks = say(organisation, "payment-date", Medium.CHAT, "fr", ["rien reçu", "être rappelé", "06 12 34 56 78"])
    assert talks[-1].state in (SessionState.SETTLED, SessionState.HANDED_OVER)
    assert Callback.objects.count() == (1 if talks[-1].state is SessionState.SETTLED else 0)


def test_whoever_is_homeless_gets_a_person_at_once(organisation: Organisation) -> None:
    assert say(organisation, "moving", Medium.CHAT, "fr", ["3"])[-1].contact


def test_it_is_loaded_once(organisation: Organisation) -> None:
    assert demonstration.is_loaded(organisation)
    other = make_organisation()
    assert not demonstration.is_loaded(other)
