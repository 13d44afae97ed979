"""The figures follow the journal, whatever the pages, the processes and the restarts; and what is over is sealed."""

# ruff: noqa: S608 - names of our own

from random import Random

import psycopg
import pytest

from guichet.decisions.routing.words import AgentId, ContactId, QueueId
from guichet.engine import counting
from guichet.engine.connections import Connection
from guichet.engine.counting import catch_up, watch
from guichet.engine.tests.conftest import Town
from guichet.records.figures import statements
from guichet.records.figures.queries import count_again, read_cells
from guichet.records.figures.tests.histories import History
from guichet.records.figures.words import COUNTED, Cell, Counts, Subject
from guichet.records.journal.words import encoder

WRITE = """
insert into journal_entry (organisation_id, seq, at_ms, input_id, kind, body) values (%s, %s, %s, null, %s, %s)
"""
SEEDS = range(6)
NAMES = ", ".join(COUNTED)


def write(town: Town, history: History, since: int) -> None:
    """Put what happened into the journal, as the engine does."""
    with town.poster.cursor() as cursor:
        cursor.executemany(
            WRITE,
            [
                (town.organisation.pk, entry.seq, entry.at, entry.kind, encoder.encode(entry.step).decode())
                for entry in history.entries
                if entry.seq > since
            ],
        )


def begin(town: Town, seed: int) -> History:
    """A history on the town's own queue."""
    return History(Random(seed), queues=(QueueId(town.queue.pk),), agents=(AgentId(town.agent.pk),))


def read_counted(connection: Connection, town: Town) -> dict[Cell, Counts]:
    return read_cells(connection.execute(statements.LIST_CELLS, {"organisation_id": town.organisation.pk}))


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_rebuilt_from_the_journal_equal_the_figures_shown(town: Town, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of any size, another process each time: each contact once (R7)."""
    random, history = Random(seed), begin(town, seed)
    written = 0
    for _ in range(6):
        history.go_on(25)
        write(town, history, written)
        written = len(history.entries)
        monkeypatch.setattr(counting, "PAGE", random.choice((1, 3, 50, 2_000)))
        connection = town.connect()
        catch_up(connection, town.organisation.pk)
        assert read_counted(connection, town) == count_again(history.entries, {})
        connection.close()
    assert catch_up(town.poster, town.organisation.pk) == 0


def test_what_a_contact_is_about_stands_with_its_figures(town: Town) -> None:
    contact = town.open_contact(1)
    history = begin(town, 1)
    history.contacts.append(ContactId(contact))
    history.random.random = lambda: 0.95  # type: ignore[method-assign] # this very contact arrives
    history.live(history.arrive())
    write(town, history, 0)
    catch_up(town.poster, town.organisation.pk)
    assert read_counted(town.poster, town) == count_again(history.entries, {contact: Subject(town.reason.pk)})


def test_a_process_that_dies_before_its_commit_has_counted_nothing(town: Town) -> None:
    history = begin(town, 3).go_on(60)
    write(town, history, 0)
    dying = town.connect()
    dying.execute("begin")
    catch_up(dying, town.organisation.pk)
    dying.close()
    assert read_counted(town.poster, town) == {}
    catch_up(town.poster, town.organisation.pk)
    assert read_counted(town.poster, town) == count_again(history.entries, {})


def test_two_who_count_at_the_same_time_count_once(town: Town) -> None:
    history = begin(town, 4).go_on(60)
    write(town, history, 0)
    first, second = town.connect(), town.connect()
    second.execute(statements.BEGIN_PROGRESS, {"organisation_id": town.organisation.pk})
    second.execute(statements.BEGIN_PROGRESS, {"organisation_id": town.organisation.pk})
    with first.transaction():
        catch_up(first, town.organisation.pk)
        assert catch_up(second, town.organisation.pk) == 0
    catch_up(second, town.organisation.pk)
    assert read_counted(second, town) == count_again(history.entries, {})


@pytest.mark.parametrize(
    "statement",
    [
        "update figures_quarter set answered = answered + 1",
        "delete from figures_quarter",
        f"insert into figures_quarter (organisation_id, quarter, channel, queue, reason, territory, {NAMES})"
        f" select organisation_id, quarter, 'voice', queue, reason + 99, territory, {NAMES} from figures_quarter",
    ],
)
def test_a_period_that_is_over_cannot_be_changed(town: Town, statement: str) -> None:
    history = begin(town, 5).go_on(60)
    history.now += 3_600_000
    history.live(history.change_presence())
    write(town, history, 0)
    catch_up(town.poster, town.organisation.pk)
    with pytest.raises(psycopg.errors.CheckViolation, match="sealed"):
        town.poster.execute(statement)


def test_alerts_are_looked_for_from_what_the_rows_say(town: Town) -> None:
    town.open_contact(1)
    catch_up(town.poster, town.organisation.pk)
    [(at,)] = town.poster.execute("select (extract(epoch from now()) * 1000)::bigint").fetchall()
    for later in (0, 60_000, 130_000):
        watch(town.poster, town.organisation.pk, int(str(at)) + later)  # type: ignore[arg-type]
    rows = town.poster.execute(statements.LIST_ALERTS, {"organisation_id": town.organisation.pk}).fetchall()
    assert [(row[0], row[1]) for row in rows] == [("nobody-there", town.queue.pk)]


@pytest.mark.parametrize(("from_now", "found"), [("30 minutes", (0, None)), ("-2 minutes", (1, 120))])
def test_a_call_promised_for_later_calls_for_nobody_before_its_hour(town: Town, from_now: str, found: tuple[int, int | None]) -> None:
    """After a call in vain too: then it is waited for from its new hour on, however long ago it arrived."""
    contact = town.open_contact(1)
    town.poster.execute(
        "update contacts_contact set channel = 'callback', arrived_at = now() - interval '20 minutes' where id = %s", [contact]
    )
    town.poster.execute(
        """insert into contacts_callback (organisation_id, contact_id, number, wanted_from, attempts)
           values (%s, %s, '+33612345678', now() + %s::interval, 1)""",
        [town.organisation.pk, contact, from_now],
    )
    [(_, _, _, waiting, longest_ms, *_)] = town.poster.execute(
        statements.STAND, {"organisation_id": town.organisation.pk, "quarter": 0}
    ).fetchall()
    assert (waiting, longest_ms and int(str(longest_ms)) // 1_000) == found
