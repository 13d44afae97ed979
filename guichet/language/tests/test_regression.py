"""Classes learned from examples: they tell apart what differs, measure themselves on what they did not see, and keep silent when unsure."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.language.classes import Learned, find_rarity, rank, weigh
from guichet.language.contracts import Example, Learner
from guichet.language.engines.regression import NEVER, Regression
from guichet.language.errors import TooFewExamplesError

NAMES = ("housing", "school", "papers")
WORDS = {"housing": range(0, 8), "school": range(8, 16), "papers": range(16, 24)}
COMMON = range(100, 110)


def make_examples(count: int, *, noise: float = 0.0) -> list[Example]:
    """Texts of a few words of their class and some that all have; with noise, of any class."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        name = NAMES[number % 3]
        told = chance.choice(NAMES) if chance.random() < noise else name
        places = [*chance.sample(list(WORDS[told]), 3), *chance.sample(list(COMMON), 4)]
        made.append(Example(name, dict.fromkeys(places, 1.0)))
    return made


@pytest.fixture(scope="module")
def learner() -> Regression:
    return Regression(None)


def test_it_is_a_learner(learner: Regression) -> None:
    assert isinstance(learner, Learner)


@pytest.mark.parametrize("weighs_rarity", [True, False])
def test_what_differs_is_told_apart_and_what_was_not_seen_is_measured(learner: Regression, weighs_rarity: bool) -> None:
    learned, measured = learner.learn(make_examples(60), weighs_rarity=weighs_rarity)
    assert (measured.learned, measured.tested) == (60, 60)
    assert measured.first > 0.9
    assert measured.said > 0.9
    for example in make_examples(30):
        assert rank(learned, example.row)[0][0] == example.name


def test_it_keeps_silent_about_what_nobody_could_tell(learner: Regression) -> None:
    learned, measured = learner.learn(make_examples(60, noise=1.0), weighs_rarity=True)
    assert measured.first < 0.6
    assert learned.least == NEVER or measured.right_when_said >= 0.75


def test_what_is_given_is_learned_from_and_never_tested(learner: Regression) -> None:
    examples = [each._replace(is_given=number < 30) for number, each in enumerate(make_examples(60))]
    assert learner.learn(examples, weighs_rarity=True)[1].tested == 30


@pytest.mark.parametrize("examples", [[], make_examples(1), [each for each in make_examples(9) if each.name == "school"]])
def test_one_class_is_nothing_to_tell_apart(learner: Regression, examples: list[Example]) -> None:
    with pytest.raises(TooFewExamplesError):
        learner.learn(examples, weighs_rarity=True)


def test_two_classes_are_told_apart_like_more(learner: Regression) -> None:
    learned, _ = learner.learn([each for each in make_examples(60) if each.name != "papers"], weighs_rarity=True)
    assert rank(learned, {1: 1.0, 2: 1.0})[0][0] == "housing"
    assert rank(learned, {9: 1.0, 10: 1.0})[0][0] == "school"


LEARNED = Learned(
    names=("a", "b"), places=(1, 2, 3), rarity=(1.0, 2.0, 1.5), weights=((1.0, -1.0, 0.5), (0.0, 2.0, -3.0)), bias=(0.1, 0.0), least=0.5
)


@given(st.dictionaries(st.integers(0, 6), st.just(0.0) | st.floats(0.01, 100), max_size=6))
def test_certainties_are_shares_of_one_in_order(row: dict[int, float]) -> None:
    ranked = rank(LEARNED, row)
    if ranked:
        assert sum(certainty for _, certainty in ranked) == pytest.approx(1)
        assert ranked[0][1] >= ranked[1][1] >= 0
    else:
        assert not any(row.get(place, 0.0) for place in LEARNED.places)


@given(st.dictionaries(st.integers(1, 3), st.floats(0.01, 100), min_size=1))
def test_a_row_counts_the_same_however_long_its_text(row: dict[int, float]) -> None:
    weighed = weigh(row, {1: 1.0, 2: 2.0, 3: 1.5})
    assert sum(weight * weight for weight in weighed.values()) == pytest.approx(1)


def test_what_few_texts_have_counts_more() -> None:
    assert find_rarity(100, 1) > find_rarity(100, 50) > find_rarity(100, 100) == 1
