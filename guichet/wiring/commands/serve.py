"""`guichet serve`: everything on one machine, in processes that are watched."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from guichet.wiring.databases import is_external, open_database
from guichet.wiring.environment import env_int
from guichet.wiring.folder import Folder, get_folder, only_instance, prepare
from guichet.wiring.language import gettext as _
from guichet.wiring.postgres import PostgresError, get_pid, start_embedded, stop_embedded
from guichet.wiring.supervisor import Child, Supervisor
from guichet.wiring.telephone import find_place, list_commands, list_missing
from guichet.wiring.telephone import prepare as prepare_telephone

HELP = _("run everything: PostgreSQL, web, engine and jobs; restart what dies; stop cleanly")
GUICHET = (sys.executable, "-m", "guichet.wiring.commands")
WHEN_OPEN = float("inf")
"""What nobody waits for starts once the house is open."""


class ServeError(Exception):
    """It cannot start; the message says why and what to do."""

    code = "cannot-serve"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("address to listen on (default: %(default)s); a proxy in front of it ends TLS")
    )
    add_port(parser)


def add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help=_("default: GUICHET_PORT, or 8000"))


def run(options: argparse.Namespace) -> int:
    return serve(get_folder(), options.host, get_port(options))


def get_port(options: argparse.Namespace) -> int:
    return int(options.port) if options.port is not None else env_int("GUICHET_PORT", 8000, at_least=1, at_most=65_535)


def serve(folder: Folder, host: str, port: int, *, first: Sequence[str] = ("migrate", "--quiet"), beside: Sequence[Child] = ()) -> int:
    """Start all of it, and return when it has been stopped.

    :param first: the `guichet` command that makes it ready. :param beside: more programs to keep alive.
    """
    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the supervisor listens: unwind, leave nothing running
    prepare(folder)
    os.environ["GUICHET_PORT"] = str(port)
    with only_instance(folder), listen(host, port) as listener, database(folder):
        say(_("PostgreSQL is up (%(time)s)") % {"time": since(began)})
        finish(first)
        say(_("Tables are up to date (%(time)s)") % {"time": since(began)})
        children = [*programs(listener), *telephone(folder)]
        supervisor = Supervisor([*children, *beside], folder.logs, say, watch=watch_postgres(folder), inherit=[listener.fileno()])
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: supervisor.request_stop())
        names = ", ".join(dict.fromkeys(child.name for child in supervisor.children))
        say(_("Starting %(names)s; their logs are in %(folder)s") % {"names": names, "folder": folder.logs})
        supervisor.run(on_tick=announce_when_ready(host, port, began, children))
        say(_("Stopping"))
    say(_("Stopped"))
    return 0


def programs(listener: socket.socket) -> list[Child]:
    """The processes of one machine. The web processes share the listening socket, so that a restart refuses nobody.

    One more than serve is there to stand by (`standby`); it waits until the house is open.
    """
    webs = env_int("GUICHET_WEB_PROCESSES", 1, at_least=1, at_most=64)
    web = (*GUICHET, "web", "--supervised", "--fd", str(listener.fileno()), "--places", str(webs))
    names = ["web", "web"] if webs == 1 else [f"web-{number}" for number in range(1, webs + 2)]
    return [
        *(Child(name, web) for name in names[:-1]),
        Child(names[-1], web, start_at=WHEN_OPEN),
        Child("engine", (*GUICHET, "engine", "--supervised")),
        Child("work", (*GUICHET, "work", "--supervised")),
    ]


def telephone(folder: Folder) -> list[Child]:
    """What answers the telephone, where there is one; everything else runs without."""
    place = find_place(folder)
    if place is None:
        return []
    missing = list_missing()
    if missing:
        sentence = _("No telephone: it needs %(programs)s. `guichet doctor --install telephone` gets them; everything else runs.")
        say(sentence % {"programs": ", ".join(missing)})
        return []
    prepare_telephone(place)
    say(_("Calls are taken at %(address)s") % {"address": f"sip:{place.public}:{place.sip_port}"})
    around = [Child(name, command, is_ground=True) for name, command in list_commands(place).items()]
    return [*around, Child("voice", (*GUICHET, "voice", "--supervised"))]


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """The socket on which the web processes accept."""
    try:
        listener = socket.create_server((host, port), backlog=2048, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        sentence = _("Nothing can listen on %(host)s, port %(port)s: %(reason)s. Choose another with GUICHET_PORT.")
        raise ServeError(sentence % {"host": host, "port": port, "reason": error.strerror}) from None
    with listener:
        yield listener


@contextmanager
def database(folder: Folder) -> Iterator[None]:
    """The database, up for as long as the block; the embedded server is stopped after it."""
    embedded = not is_external()
    try:
        open_database(folder)
        yield
    finally:
        if embedded:
            stop_embedded(folder.postgres)


def watch_postgres(folder: Folder) -> Callable[[], None]:
    """Start the embedded server again when it has died: the other processes wait and reconnect."""
    if get_pid(folder.postgres) is None:
        return lambda: None

    def watch() -> None:
        if get_pid(folder.postgres) is None:
            say(_("PostgreSQL ended: starting it again. Its log: %(log)s") % {"log": folder.postgres / "log"})
            try:
                start_embedded(folder.postgres)
            except PostgresError as error:
                say(_("It did not start, and is tried again: %(reason)s") % {"reason": error})
                time.sleep(1)

    return watch


def finish(command: Sequence[str]) -> None:
    """Run a command of ours to its end, in a process of its own: the supervisor stays small."""
    result = subprocess.run([*GUICHET, *command], stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - ourselves
    if result.returncode:
        sentence = _("`guichet %(command)s` failed (code %(code)s): its reason is above.")
        raise ServeError(sentence % {"command": " ".join(command), "code": result.returncode})


def offer_set_up(host: str, port: int) -> subprocess.Popen[bytes]:
    """While nobody can sign in, print the link that begins the set-up; another process does it, so that nothing waits for it."""
    command = [*GUICHET, "init", "--link", f"http://{get_shown_host(host)}:{port}"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - ourselves


def get_shown_host(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound


def announce_when_ready(host: str, port: int, began: float, children: Sequence[Child]) -> Callable[[], None]:
    """Say once where the house is open, then start what could wait for it."""
    shown = get_shown_host(host)
    offer: subprocess.Popen[bytes] | None = None

    def announce() -> None:
        nonlocal offer
        if offer is not None:
            offer.poll()  # so that it is not left a zombie
        elif answers(f"http://{shown}:{port}/readyz"):
            address = f"http://{shown}:{port}/"
            say(_("Guichet is open at %(address)s (%(time)s). Ctrl-C stops it.") % {"address": address, "time": since(began)})
            offer = offer_set_up(host, port)
            for child in children:
                child.start_at = min(child.start_at, time.monotonic())

    return announce


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=0.5) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"


def say(line: str) -> None:
    print(line, flush=True)
