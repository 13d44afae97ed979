"""Reasons proposed from texts: learned from what agents confirmed, kept without a word of it, silent when unsure."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import Channel, Instant
from guichet.language.engines.regression import Regression
from guichet.language.errors import EngineDiedError, TooFewExamplesError
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact, WrapUp
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.qualification.learning import learn_reasons, list_confirmed, list_given, open_learner
from guichet.records.qualification.models import LearnedReasons
from guichet.records.qualification.proposing import propose_reasons
from guichet.records.qualification.rows import make_rows
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ASKED = {
    "logement": ["mon loyer a augmenté", "aide pour payer mon loyer", "je cherche un logement", "mon bailleur refuse les loyers"],
    "ecole": ["inscrire ma fille à l’école", "la cantine de l’école est chère", "bourse pour le collège", "rentrée à l’école des enfants"],
    "papiers": ["refaire ma carte d’identité", "passeport perdu en vacances", "ma carte d’identité est périmée", "renouveler un passeport"],
}


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def reasons(organisation: Organisation) -> dict[str, Reason]:
    queue = factories.make_queue(organisation, channels=["chat", "email"])
    return {key: factories.make_reason(organisation, queue, key=key, labels={"fr": key.title()}) for key in ASKED}


def write(reason: Reason, text: str) -> UUID:
    opening = Opening(key=uuid4(), channel=Channel.CHAT, language="fr", arrived_at=Instant(1_800_000_000_000), text=text)
    return UUID(open_contact(reason.organisation_id, opening, get_arrival(reason.organisation_id, reason.pk, "fr", None)).contact)


def confirm(reasons: dict[str, Reason], times: int = 5) -> None:
    """Agents closed these, each under what it proved to be, though all arrived under the first."""
    [first, *_] = reasons.values()
    agent = factories.make_agent(first.organisation)
    for key, texts in ASKED.items():
        for text in texts * times:
            contact = write(first, text)
            WrapUp.objects.create(
                organisation=first.organisation, contact_id=contact, agent=agent, reason=reasons[key], outcome="done", created_at=NOW
            )


@pytest.fixture
def learner() -> Regression:
    return Regression(None)


def test_what_agents_confirmed_is_proposed_for_what_is_like_it(
    organisation: Organisation, reasons: dict[str, Reason], learner: Regression
) -> None:
    confirm(reasons)
    measured = learn_reasons(organisation.pk, learner, None, NOW)
    assert measured.tested == 60
    assert measured.in_three > 0.9
    proposed = propose_reasons(organisation.pk, write(reasons["logement"], "Bonjour, j’ai perdu mes passeports"))
    assert proposed[0].reason == reasons["papiers"]
    assert 0.5 < proposed[0].certainty <= 1
    assert len(proposed) <= 3


def test_nothing_is_proposed_where_nothing_was_learned_or_nothing_is_known_of_the_words(
    organisation: Organisation, reasons: dict[str, Reason], learner: Regression
) -> None:
    contact = write(reasons["ecole"], "xylophone girafe")
    assert propose_reasons(organisation.pk, contact) == []
    confirm(reasons)
    learn_reasons(organisation.pk, learner, None, NOW)
    assert propose_reasons(organisation.pk, contact) == []


def test_what_was_learned_holds_no_word_of_anybody(organisation: Organisation, reasons: dict[str, Reason], learner: Regression) -> None:
    confirm(reasons)
    learn_reasons(organisation.pk, learner, None, NOW)
    body = bytes(LearnedReasons.objects.get().body)
    assert b"passeport" not in body
    assert b"loyer" not in body


def test_the_contacts_of_a_reason_that_is_gone_are_not_learned_from(organisation: Organisation, reasons: dict[str, Reason]) -> None:
    confirm(reasons, times=1)
    Reason.objects.filter(pk=reasons["ecole"].pk).update(is_active=False)
    assert {each.reason for each in list_confirmed(organisation.pk)} == {"logement", "papiers"}
    assert {each.reason for each in list_given(organisation.pk)} == {"logement", "papiers"}


def test_an_organisation_at_its_beginning_learns_from_its_own_words(
    organisation: Organisation, reasons: dict[str, Reason], learner: Regression
) -> None:
    measured = learn_reasons(organisation.pk, learner, None, NOW)
    assert measured.learned == len(reasons)
    assert LearnedReasons.objects.get().confirmed == 0


@pytest.mark.usefixtures("organisation")
def test_what_was_known_stays_when_nothing_can_be_learned(reasons: dict[str, Reason], learner: Regression) -> None:
    organisation = reasons["ecole"].organisation
    confirm(reasons)
    learn_reasons(organisation.pk, learner, None, NOW)

    class Dying:
        def learn(self, *_args: object, **_names: object) -> None:
            raise EngineDiedError("regression")

    with pytest.raises(EngineDiedError):
        learn_reasons(organisation.pk, Dying(), None, timezone.now())  # type: ignore[arg-type]
    assert LearnedReasons.objects.get().learned_at == NOW


def test_nobody_elses_contact_is_looked_at(organisation: Organisation, reasons: dict[str, Reason]) -> None:
    contact = write(reasons["ecole"], "mon loyer a augmenté")
    other = factories.make_organisation()
    with pytest.raises(NoSuchContactError):
        propose_reasons(other.pk, contact)
    set_organisation(organisation.pk)


def test_one_reason_is_nothing_to_tell_apart(organisation: Organisation, learner: Regression) -> None:
    factories.make_reason(organisation, factories.make_queue(organisation))
    with pytest.raises(TooFewExamplesError):
        learn_reasons(organisation.pk, learner, None, NOW)


@pytest.fixture
def process() -> Iterator[object]:
    with open_learner() as learner:
        yield learner


def test_the_process_of_the_learner_says_what_the_learner_says(process: Regression, learner: Regression) -> None:
    from guichet.language.tests.test_regression import make_examples

    assert process.learn(make_examples(30), weighs_rarity=True) == learner.learn(make_examples(30), weighs_rarity=True)


def test_words_are_counted_without_accents_and_endings() -> None:
    one, other = make_rows(["LOYERS élevés", "loyers eleves"], None)
    assert one == other
    assert Contact.objects.count() == 0
