"""What is asked again within a second is not read again; what changes here is read at once."""

import pytest

from guichet.records.directory import recall as recalling
from guichet.records.directory.recall import recall
from guichet.records.directory.tests import factories


class Source:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.count = 0

    def read(self) -> int:
        self.count += 1
        return self.count


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(recalling, "monotonic", lambda: now[0])
    return now


def test_it_is_read_once_a_second_and_each_question_apart(clock: list[float]) -> None:
    first, second = Source(), Source()
    assert [recall(("first", 1), first.read) for _ in range(3)] == [1, 1, 1]
    assert recall(("second", 1), second.read) == 1
    clock[0] += recalling.SECONDS - 0.01
    assert recall(("first", 1), first.read) == 1
    clock[0] += 0.02
    assert recall(("first", 1), first.read) == 2
    assert recall(("second", 1), second.read) == 2


def test_nothing_is_an_answer_too() -> None:
    asked: list[int] = []
    for _ in range(2):
        assert recall(("nothing", 1), lambda: asked.append(1)) is None
    assert len(asked) == 1


@pytest.mark.django_db
def test_a_change_is_seen_at_once() -> None:
    organisation, source = factories.make_organisation(), Source()
    queue = factories.make_queue(organisation)
    assert recall(("queue", queue.pk), source.read) == 1
    queue.save()
    assert recall(("queue", queue.pk), source.read) == 2
    queue.delete()
    assert recall(("queue", queue.pk), source.read) == 3


def test_it_grows_no_further_than_it_may() -> None:
    for number in range(recalling.MOST * 2 + 1):
        recall(("many", number), lambda: number)  # noqa: B023 - asked at once
    assert len(recalling._kept) <= recalling.MOST
