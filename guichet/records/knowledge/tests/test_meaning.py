"""Vectors, by an engine of ours that sees only the first letter of each word; the real one is in `test_meaning_with_models.py`."""

from array import array
from collections.abc import Sequence
from string import ascii_lowercase

import pytest

from guichet.language.contracts import Purpose, Vector
from guichet.language.errors import EngineDiedError
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.knowledge import meaning
from guichet.records.knowledge.indexing import renew_entry
from guichet.records.knowledge.meaning import embed_some, get_meaning
from guichet.records.knowledge.models import Article, Passage
from guichet.records.knowledge.tests.test_searching import NOW, find, keep


class Toy:
    """An `Embedder` that fails after so many passages."""

    def __init__(self, name: str = "toy 1", fails: int = 1_000) -> None:
        self.name, self.dimensions, self.fails, self.alike = name, len(ascii_lowercase), fails, 0.5

    def embed(self, texts: Sequence[str], purpose: Purpose) -> "list[Vector[float]]":
        if self.fails < len(texts):
            raise EngineDiedError(self.name)
        assert purpose is Purpose.PASSAGE
        self.fails -= len(texts)
        return [see(text) for text in texts]


class Asked:
    """Of a `QuickEngine` as much as the search uses: no answer from an engine that fails at once."""

    def __init__(self, engine: Toy) -> None:
        self.engine = engine

    def embed(self, text: str, _seconds: float) -> "Vector[float] | None":
        return see(text) if self.engine.fails else None


def see(text: str) -> "Vector[float]":
    counts = [float(sum(word.startswith(letter) for word in text.lower().split())) for letter in ascii_lowercase]
    length = sum(count * count for count in counts) ** 0.5 or 1.0
    return array("f", [count / length for count in counts])


@pytest.fixture
def organisation(db: None) -> Organisation:  # noqa: ARG001 - asks for the database
    organisation = make_organisation()
    keep(organisation, "zoo", "Zoo zèbre", "Zinc zeste.")
    keep(organisation, "wagon", "Wagon week", "Watt wok.")
    return organisation


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Toy:
    toy = Toy()
    use(monkeypatch, toy)
    return toy


def use(monkeypatch: pytest.MonkeyPatch, toy: Toy | None) -> None:
    choose(monkeypatch, Asked(toy) if toy else None)


def choose(monkeypatch: pytest.MonkeyPatch, engine: object) -> None:
    """Let searches ask this engine."""

    class Chosen:
        def get(self) -> object:
            return engine

    monkeypatch.setattr(meaning, "get_choice", Chosen)


def test_an_article_is_found_by_what_it_means(organisation: Organisation, toy: Toy) -> None:
    assert find(organisation, "zigzag") == []
    assert embed_some(organisation.pk, toy, NOW) == 2
    assert embed_some(organisation.pk, toy, NOW) == 0
    assert find(organisation, "zigzag")[0] == "zoo"
    assert find(organisation, "wallaby")[0] == "wagon"
    told = get_meaning(organisation.pk)
    assert told is not None
    assert (told.model, told.read, told.total, told.problem) == ("toy 1", 2, 2, "")


def test_what_is_far_from_everything_is_found_by_nothing(organisation: Organisation, toy: Toy) -> None:
    """Every model finds something nearest to anything: a search in vain stays one."""
    meaning.embed_some(organisation.pk, toy, NOW)
    assert find(organisation, "girafe xylophone") == []


def test_no_passage_of_another_organisation_is_found(organisation: Organisation, toy: Toy) -> None:
    embed_some(organisation.pk, toy, NOW)
    assert find(make_organisation(), "zigzag") == []


def test_the_full_text_goes_on_without_an_engine_that_is_missing_or_dead(
    organisation: Organisation, toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed_some(organisation.pk, toy, NOW)
    toy.fails = 0
    assert find(organisation, "zèbre") == ["zoo"]
    use(monkeypatch, None)
    assert find(organisation, "zèbre") == ["zoo"]


def test_what_is_done_when_the_engine_fails_stays_done_and_the_failure_is_told(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = len(list(meaning.cut(Article.objects.get(key="zoo").versions.get().read())))
    toy = Toy(fails=pieces)
    use(monkeypatch, toy)
    with pytest.raises(EngineDiedError):
        embed_some(organisation.pk, toy, NOW)
    told = get_meaning(organisation.pk)
    assert told is not None
    assert (told.read, told.problem) == (1, "language-engine-died")
    toy.fails = 1_000
    assert embed_some(organisation.pk, toy, NOW) == 1
    told = get_meaning(organisation.pk)
    assert told is not None
    assert (told.read, told.problem) == (2, "")


def test_another_model_takes_the_place_of_the_first(organisation: Organisation, toy: Toy) -> None:
    embed_some(organisation.pk, toy, NOW)
    assert embed_some(organisation.pk, Toy("toy 2"), NOW) == 2
    assert set(Passage.objects.values_list("model", flat=True)) == {"toy 2"}
    assert find(organisation, "zigzag") == []


def test_passages_go_with_their_article(organisation: Organisation, toy: Toy) -> None:
    embed_some(organisation.pk, toy, NOW)
    article = Article.objects.get(key="zoo")
    renew_entry(article, NOW)
    assert not Passage.objects.filter(article=article).exists()
    embed_some(organisation.pk, toy, NOW)
    article.is_active = False
    article.save()
    renew_entry(article, NOW)
    assert not Passage.objects.filter(article=article).exists()
    assert embed_some(organisation.pk, toy, NOW) == 0
    assert "zoo" not in find(organisation, "zigzag")
