"""One process serves every organisation, those that come later too, and stops when told."""

import threading
import time
from collections.abc import Callable

from guichet.engine.leadership import try_lead
from guichet.engine.process import list_organisations, run_engine
from guichet.engine.tests.conftest import Town

CUT = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guichet engine' and datname = current_database()"


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "nobody served"
        time.sleep(0.02)


def test_one_process_serves_organisations_as_they_appear_and_lets_them_go(build: Callable[[], Town]) -> None:
    stop, first = threading.Event(), build()
    process = threading.Thread(target=run_engine, args=[stop])
    process.start()
    try:
        first.post(first.arrival(1))
        wait(lambda: first.count("journal_inbox") == 0)
        second = build()
        second.post(second.arrival(2))
        wait(lambda: second.count("journal_inbox") == 0)
    finally:
        stop.set()
        process.join()
    for town in (first, second):
        assert try_lead(town.poster, town.organisation.pk), "its lock is free"
        assert town.count("journal_snapshot") == 1
    assert list_organisations() == {first.organisation.pk, second.organisation.pk}
    assert [len(town.list_entries()) > 0 for town in (first, second)] == [True, True]


def test_an_engine_whose_connection_is_cut_leads_again(town: Town) -> None:
    stop = threading.Event()
    process = threading.Thread(target=run_engine, args=[stop])
    process.start()
    try:
        town.post(town.arrival(1))
        wait(lambda: town.count("journal_inbox") == 0)
        town.poster.execute("set role none")
        town.poster.execute(CUT)
        town.post(town.arrival(2))
        wait(lambda: town.count("journal_inbox") == 0)
    finally:
        stop.set()
        process.join()
    assert town.poster.execute("select epoch from journal_leader").fetchone() == (2,)
