"""What an agent is given while he talks: the article of the reason, the one that was asked for, its wording, guide and checklist."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation, make_reason
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.guides import draw_guide, read_guide
from guichet.records.knowledge.models import Article
from guichet.records.knowledge.passages import choose_passage
from guichet.records.knowledge.suggesting import MEDIA, Situation, is_in_words_of, list_texts, suggest
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.tests.test_searching import keep
from guichet.records.knowledge.words import Audience, Medium

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
SITUATION = Situation(channel=Channel.CHAT, reason="school", territory=None, language="fr", reader="fr")


@pytest.fixture
def organisation() -> Organisation:
    organisation = make_organisation()
    make_reason(organisation, key="school", labels={"fr": "La rentrée"})
    return organisation


def publish(organisation: Organisation, key: str, guide: str = "Lire.", **details: Any) -> None:
    editing = Editing(None, NOW)
    content = reword(make_content(title={"fr": f"Titre {key}"}), Medium.GUIDE, guide + " {montant}")
    version = actions.create_article(organisation.pk, key, content, Details(**details), editing)
    actions.publish(actions.approve(actions.submit(version, editing), editing), editing)


def list_suggested(organisation: Organisation, **changes: Any) -> list[str]:
    return [each.article for each in suggest(organisation, replace(SITUATION, **changes), NOW)]


def test_the_article_of_the_reason_comes_before_anything_was_said(organisation: Organisation) -> None:
    publish(organisation, "rentree", reasons=("school",))
    keep(organisation, "cantine", "La cantine", "Le repas de midi à la cantine.")
    assert list_suggested(organisation) == ["rentree"]
    assert list_suggested(organisation, reason="none") == []


def test_what_is_said_brings_in_what_the_reason_did_not_foresee(organisation: Organisation) -> None:
    publish(organisation, "rentree", reasons=("school",))
    keep(organisation, "cantine", "La cantine", "Le repas de midi à la cantine.")
    assert list_suggested(organisation, said=("Et pour la cantine ?", "Bonjour")) == ["rentree", "cantine"]
    assert list_suggested(organisation, words="cantin") == ["cantine"]


@pytest.mark.parametrize("said", ["", "\0", "\ud800", "' & | ! :*", "x" * 50_000, "🙂 " * 300])
def test_whatever_is_said_the_agent_gets_the_article_of_the_reason(organisation: Organisation, said: str) -> None:
    publish(organisation, "rentree", reasons=("school",))
    assert list_suggested(organisation, said=(said,)) == ["rentree"]


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_has_its_wording_with_the_facts_filled_in(organisation: Organisation, channel: Channel) -> None:
    publish(organisation, "rentree", reasons=("school",))
    [found] = suggest(organisation, replace(SITUATION, channel=channel), NOW)
    assert found.answer is not None
    assert found.answer.medium is MEDIA[channel]
    assert "{" not in found.answer.text
    assert ("quatre cent" if MEDIA[channel] is Medium.SPOKEN else "423,48") in found.answer.text


def test_an_article_for_agents_is_read_and_never_sent(organisation: Organisation) -> None:
    publish(organisation, "interne", reasons=("school",), audience=Audience.AGENTS)
    [found] = suggest(organisation, SITUATION, NOW)
    assert (found.is_public, found.answer) == (False, None)
    assert list_texts(organisation.pk, "interne", 1) is None


def test_a_stale_wording_and_a_review_that_is_due_are_flagged(organisation: Organisation) -> None:
    publish(organisation, "rentree", reasons=("school",), source_changed_on=date(2026, 12, 24), review_on=date(2026, 11, 1))
    [found] = suggest(organisation, SITUATION, NOW)
    assert found.is_outdated
    assert found.is_review_due
    Article.objects.update(source_changed_on=None, review_on=None)
    [found] = suggest(organisation, SITUATION, NOW)
    assert not found.is_outdated
    assert not found.is_review_due


def test_a_guide_is_advice_and_a_list_of_what_to_check(organisation: Organisation) -> None:
    publish(
        organisation,
        "rentree",
        "Être bref.\n\n- [ ] Demander l’âge\n* [x] Vérifier le revenu\n- [ ] Demander l’âge\n\n- Un piège :",
        reasons=("school",),
    )
    [found] = suggest(organisation, SITUATION, NOW)
    assert found.guide.checklist == ("Demander l’âge", "Vérifier le revenu")
    assert found.guide.advice.startswith("Être bref.\n\n- Un piège : 423,48")
    assert read_guide("") == read_guide("\n\n")


def test_an_author_sees_boxes_where_agents_tick() -> None:
    assert draw_guide("À savoir.\n- [ ] Demander le numéro\n- rien") == "À savoir.\n☐ Demander le numéro\n- rien"


def test_the_passage_is_the_paragraph_that_speaks_of_what_was_asked() -> None:
    content = reword(make_content(), Medium.PAGE, "# Titre\n\nUn début.\n\n- Les fournitures scolaires " + "se paient " * 60)
    assert choose_passage(content, "fr", ["Je paie la fourniture"]).startswith("Les fournitures scolaires")
    assert len(choose_passage(content, "fr", ["fourniture"])) <= 242
    assert choose_passage(content, "fr", []) == "Un début."
    assert choose_passage(reword(content, Medium.PAGE, "# Titre"), "fr", []) == "Titre"
    assert choose_passage(make_content(wordings={}), "fr", ["x"]) == ""


def test_an_answer_in_its_own_words_is_told_from_one_reworded(organisation: Organisation) -> None:
    publish(organisation, "rentree")
    texts = list_texts(organisation.pk, "rentree", 1)
    assert texts is not None
    assert is_in_words_of("Bonjour !\nL’aide est de 423,48 €  par enfant.\nBonne journée".replace(",48 €", ",48\u00a0€"), texts)
    assert not is_in_words_of("L’aide est de 999 € par enfant.", texts)
    assert not is_in_words_of("rien", ["", " "])
    assert list_texts(organisation.pk, "rentree", 2) is None
