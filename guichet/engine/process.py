"""The engine's process: a thread for each organisation, found in the directory as they appear, until the process is told to stop."""

import gc
import signal
import sys
import threading

import psycopg
import structlog

from guichet.engine.connections import connect
from guichet.engine.organisation import Engine

LOOK_SECONDS = 1.0
MONTHS_AHEAD = 3
SWITCH_SECONDS = 0.001
"""A thread whose commit came back waits this long at most for another organisation's routing."""

log = structlog.get_logger(__name__)


def run_engine(stop: threading.Event) -> None:
    """Serve every organisation until `stop` is set; returns once all have written what they took and let their locks go."""
    tune()
    threads: dict[int, threading.Thread] = {}
    while not stop.is_set():
        try:
            for organisation_id in list_organisations() - threads.keys():
                engine = Engine(organisation_id, stop)
                threads[organisation_id] = threading.Thread(target=engine.run, name=f"engine {organisation_id}")
                threads[organisation_id].start()
        except psycopg.OperationalError as error:
            log.warning("the database does not answer", error=str(error).strip())
        stop.wait(LOOK_SECONDS)
    for thread in threads.values():
        thread.join()


def list_organisations() -> set[int]:
    """Return the ids of all organisations, and see to it that there are partitions for the months to come."""
    with connect("engine directory") as connection:
        connection.execute("select journal_make_months(%s)", [MONTHS_AHEAD])
        return {int(str(row[0])) for row in connection.execute("select id from directory_organisation")}


def tune() -> None:
    """The router's state is large and lives long: collecting garbage in it rarely spares pauses of tens of milliseconds."""
    gc.set_threshold(50_000, 20, 100)
    sys.setswitchinterval(SWITCH_SECONDS)


def run() -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run_engine(stop)
