"""Classes of texts by logistic regression (package `scikit-learn`), with what it would have got right measured by cross-validation."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from guichet.language.classes import Learned, Measured, find_rarity, rank, weigh
from guichet.language.contracts import Example
from guichet.language.errors import MissingPackageError, TooFewExamplesError
from guichet.language.shelf import Model

FOLDS = 5
STRENGTH = {True: 10.0, False: 30.0}
"""How closely examples are followed: words part classes well, vectors lie close to one another."""
RIGHT_ENOUGH = 0.75
"""Of what it says, so much must be right."""
LEAST_SAID = 5
"""Fewer tested examples tell nothing of a certainty."""
NEVER = 1.01
DIGITS = 5
"""Of what is learned: those behind them differ between two runs over the same examples, as threads share the sums."""


class Regression:
    """A `Learner`."""

    def __init__(self, model: Model | None) -> None:  # noqa: ARG002 - as every engine
        """:raises MissingPackageError: the package is not installed."""
        try:
            from scipy.sparse import csr_matrix
            from sklearn.linear_model import LogisticRegression
        except ImportError as error:
            raise MissingPackageError("scikit-learn") from error
        self.regress: Any = LogisticRegression
        self.make_matrix: Any = csr_matrix

    def learn(self, examples: Sequence[Example], *, weighs_rarity: bool) -> tuple[Learned, Measured]:
        tested = self._test(examples, weighs_rarity=weighs_rarity)
        least = find_least(tested)
        learned = self._fit(examples, least, weighs_rarity=weighs_rarity)
        return learned, measure(tested, least, len(examples))

    def _fit(self, examples: Sequence[Example], least: float, *, weighs_rarity: bool) -> Learned:
        names = tuple(sorted({example.name for example in examples}))
        if len(names) < 2:
            raise TooFewExamplesError
        having = Counter(place for example in examples for place in example.row)
        places = tuple(sorted(having))
        rarity = {place: find_rarity(len(examples), having[place]) for place in places} if weighs_rarity else {}
        rows = [weigh(example.row, rarity) if weighs_rarity else example.row for example in examples]
        column = {place: number for number, place in enumerate(places)}
        cells = [(number, column[place], weight) for number, row in enumerate(rows) for place, weight in row.items()]
        lines, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
        matrix = self.make_matrix((weights, (lines, columns)), shape=(len(rows), len(places)))
        model = self.regress(C=STRENGTH[weighs_rarity], class_weight="balanced", max_iter=500)
        model.fit(matrix, [example.name for example in examples])
        found, bias = model.coef_.tolist(), model.intercept_.tolist()
        if len(names) == 2:  # it tells two classes apart by one row
            found, bias = [[0.0] * len(places), *found], [0.0, *bias]
        return Learned(
            names=names,
            places=places,
            rarity=tuple(rarity[place] for place in places) if weighs_rarity else (),
            weights=tuple(tuple(round(weight, DIGITS) for weight in row) for row in found),
            bias=tuple(round(each, DIGITS) for each in bias),
            least=least,
        )

    def _test(self, examples: Sequence[Example], *, weighs_rarity: bool) -> list["Tested"]:
        """What would have been said of each example that is not given, by what is learned from the others."""
        given = [example for example in examples if example.is_given]
        asked = [example for example in examples if not example.is_given]
        tested = []
        for fold in range(FOLDS):
            seen = given + [example for number, example in enumerate(asked) if number % FOLDS != fold]
            if len({example.name for example in seen}) < 2:
                continue
            learned = self._fit(seen, NEVER, weighs_rarity=weighs_rarity)
            tested += [Tested(example.name, rank(learned, example.row)) for example in asked[fold::FOLDS]]
        return tested


class Tested:
    """What was said of an example that had not been seen."""

    def __init__(self, name: str, ranked: Sequence[tuple[str, float]]) -> None:
        names = [found for found, _certainty in ranked]
        self.is_first = names[:1] == [name]
        self.is_in_three = name in names[:3]
        self.certainty = ranked[0][1] if ranked else 0.0


def find_least(tested: Sequence[Tested]) -> float:
    """The lowest certainty from which on enough of what is said is right."""
    for percent in range(5, 100, 5):
        said = [each for each in tested if each.certainty >= percent / 100]
        if len(said) >= LEAST_SAID and sum(each.is_first for each in said) >= RIGHT_ENOUGH * len(said):
            return percent / 100
    return NEVER


def measure(tested: Sequence[Tested], least: float, learned: int) -> Measured:
    said = [each for each in tested if each.certainty >= least]
    return Measured(
        learned=learned,
        tested=len(tested),
        first=share(sum(each.is_first for each in tested), len(tested)),
        in_three=share(sum(each.is_in_three for each in tested), len(tested)),
        said=share(len(said), len(tested)),
        right_when_said=share(sum(each.is_first for each in said), len(said)),
    )


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


open_engine = Regression
