"""The running product and the people who use it.

One house serves every journey: its own data folder and port, all processes real. After a journey that failed the next one, or its second
try, gets a new one: whatever it left behind (an agent available, a contact waiting) fails no other. Each person has a browser context of
their own, which notes whatever the page's policy refused and every script error; a test that leaves any behind fails. A journey that
failed says what everybody had before them.
"""

import atexit
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from guichet.wiring.postgres import get_address

Scheme = Literal["light", "dark"]
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
EVERY_DAY = frozenset(
    {
        "test_a_citizen_is_called_back",
        "test_a_citizen_loses_and_finds_the_page",
        "test_a_contact_is_passed_on",
        "test_an_agents_browser_crashes",
        "test_chat_from_end_to_end",
        "test_desk_work",
        "test_two_agents_race_for_one_contact",
        "test_widget",
    }
)
"""Journeys through what everything else stands on: `make test` makes them. `make test-all` makes all."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIELDS = """() => [...document.querySelectorAll("textarea, select, input:not([type=password], [type=hidden])")]
  .map((field) => `\n[${field === document.activeElement ? "*" : ""}${field.name || field.id}: ${field.value}]`).join("")"""
"""What stands in the fields of a page; a star where the focus is."""
READY_SECONDS = 120
MOST_SHOWN = 1_500
"""Characters of a page that a failure quotes."""
PATIENCE_MS = 20_000
"""A busy machine takes its time; what is right in the end is right."""
expect.set_options(timeout=PATIENCE_MS)
WATCH = """
window.violations = [];
try {
  window.violations = JSON.parse(sessionStorage.getItem('violations') || '[]');
} catch { /* a frame whose storage is blocked notes for itself */ }
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  try {
    sessionStorage.setItem('violations', JSON.stringify(window.violations));
  } catch { /* as above */ }
});
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey; it is skipped, with its reason, where it cannot be made.

    One that fails is made up to twice more, and the summary counts it and says why: a browser, a server and a database on two busy cores
    may meet a limit of patience that says nothing of the product. What fails three times fails.
    """
    missing = [
        reason
        for exists, reason in (
            (Path(CHROMIUM).exists(), "Chromium is missing: `guichet doctor` says how to get it"),
            ((ROOT / "web/dist/manifest.json").exists(), "the screens are not built: `make setup`"),
        )
        if not exists
    ]
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(180))
            item.add_marker(pytest.mark.flaky(reruns=2))
            if Path(str(item.fspath)).stem not in EVERY_DAY:
                item.add_marker(pytest.mark.nightly)
            if missing:
                item.add_marker(pytest.mark.skip(reason="; ".join(missing)))


@dataclass
class House:
    """The product as it runs. :param process: its supervisor."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(default_factory=dict)
    doorkeeper: subprocess.Popen[str] | None = None

    def await_open(self) -> None:
        wait_until(lambda: answers(f"{self.address}/readyz"), READY_SECONDS, f"the house does not answer: see {self.folder}/serve.log")
        wait_until(lambda: is_open(self.folder), READY_SECONDS, f"its queues do not open: see {self.folder}/logs/engine.log")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(40)

    def open_again(self) -> None:
        """At the same address, after `stop`."""
        self.process = serve(self.folder, self.environment, int(self.address.rpartition(":")[2]))
        self.await_open()

    def find(self, name: str) -> psutil.Process:
        """A process of ours by its command: "engine", "web", "work"."""
        found = self.find_or_none(name)
        assert found is not None, f"there is no {name}"
        return found

    def find_or_none(self, name: str) -> psutil.Process | None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                words = child.cmdline()  # none of a zombie's
                if name in words and "guichet.wiring.commands" in words:
                    return child
        return None

    def kill(self, name: str) -> None:
        self.find(name).send_signal(signal.SIGKILL)

    def bid(self, *words: str) -> str:
        """Have its doorkeeper do something: see `doorkeeper`. :returns: the address that it makes, or nothing."""
        if self.doorkeeper is None:
            command = [sys.executable, "-m", "tests.journeys.doorkeeper"]
            environment = {**make_environment(), "GUICHET_DATA": str(self.folder)}
            self.doorkeeper = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.doorkeeper.stdin is not None
        assert self.doorkeeper.stdout is not None
        print(*words, file=self.doorkeeper.stdin, flush=True)
        said = next((line for line in self.doorkeeper.stdout if line.startswith("= ")), None)
        assert said is not None, f"the doorkeeper went away over {words}"
        return said[2:].strip()

    def dismiss(self) -> None:
        if self.doorkeeper is not None:
            self.doorkeeper.communicate(timeout=30)


def make_environment() -> dict[str, str]:
    """What everybody has, but for what would lead to another house; the telephone is for journeys that ask for it."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "GUICHET_SECRET_KEY"}}
    return {**kept, "GUICHET_DEMONSTRATION": "1", "GUICHET_SIP": ""}


Opener = Callable[[], AbstractContextManager[House]]


@dataclass
class Street:
    """Where houses stand, one at a time. :param opener: how the present one was opened. :param spoiled: whether a journey failed in it."""

    house: House | None = None
    opener: Opener | None = None
    spoiled: bool = False
    stack: ExitStack = field(default_factory=ExitStack)

    def visit(self, opener: Opener) -> House:
        """The house that stands, or another one where this is no longer good or somebody wants a different one."""
        if self.house is None or self.opener is not opener or self.spoiled:
            self.stack.close()
            self.house, self.opener, self.spoiled = self.stack.enter_context(opener()), opener, False
        return self.house


@pytest.fixture(scope="session")
def street() -> Iterator[Street]:
    street = Street()
    with street.stack:
        yield street


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_house)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """After a failure: no other journey in this house, and a word of what everybody had before them."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if not report.failed:
        return
    at_hand = getattr(item, "funcargs", {})
    if street := at_hand.get("street"):
        street.spoiled = True
    if people := at_hand.get("people"):
        report.sections.append(("what everybody had before them", people.describe()))


@contextmanager
def open_house(**more: str) -> Iterator[House]:
    """Found a town and serve it, as long as the block. :param more: its environment beside that of everybody."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-journeys-"))
    folder.chmod(0o711)
    environment = {**make_environment(), "GUICHET_DATA": str(folder), **more}
    found(folder, environment)
    port = find_port()
    process = serve(folder, environment, port)
    house = House(f"http://localhost:{port}", folder, process, environment)
    try:
        house.await_open()
        yield house
        house.dismiss()
    finally:
        house.stop()
    shutil.rmtree(folder, ignore_errors=True)


def serve(folder: Path, environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "guichet.wiring.commands", "serve", "--port", str(port)]
    with (folder / "serve.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)


def found(folder: Path, environment: dict[str, str]) -> None:
    """Fill the folder of a house. The first of a run founds the town, the others get a copy as long as that one's process lives."""
    kept = Path(tempfile.gettempdir()) / f"guichet-town-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            subprocess.run([sys.executable, "-m", "tests.journeys.found"], cwd=ROOT, env=environment, check=True, timeout=300)
            atexit.register(shutil.rmtree, kept, ignore_errors=True)
            atexit.register(Path(lock.name).unlink, missing_ok=True)
            subprocess.run(["cp", "-a", folder, kept], check=True)
        else:
            subprocess.run(["cp", "-a", f"{kept}/.", folder], check=True)


def is_open(folder: Path) -> bool:
    """Whether the router takes contacts: opening hours reach it a moment after its start."""
    with psycopg.connect(get_address(folder / "postgres", "guichet")) as connection:
        row = connection.execute("select coalesce(bool_and(is_open), false) from contacts_queue_state").fetchone()
    return bool(row and row[0])


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=1) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def wait_until(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Gone after the journeys: as long as it lives its event loop does, and no later test could run one of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class People:
    """Whoever takes part in a journey, each in a browser of their own."""

    house: House
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def arrive(self, *, width: int = 1280, height: int = 800, scheme: Scheme = "light", scripts: bool = True) -> Page:
        """Somebody opens a browser; it is a French one."""
        context = self.browser.new_context(
            base_url=self.house.address,
            locale="fr-FR",
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        if scripts:
            context.add_init_script(WATCH)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def sign_in(self, email: str, script: str = "", **values: int | Scheme) -> Page:
        """:param script: runs before those of each page."""
        from tests.journeys.town import PASSWORD

        page = self.arrive(**values)  # type: ignore[arg-type]  # the options of `arrive`
        if script:
            page.add_init_script(script)
        page.goto("/sign-in")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/desk" if "supervisor" not in email else "**/board")
        return page

    def describe(self) -> str:
        """Address and text of every page, and of the frames inside."""
        described = []
        for frame in (frame for context in self.contexts for page in context.pages for frame in page.frames):
            try:
                text = frame.locator("body").inner_text(timeout=2_000) + frame.evaluate(FIELDS)
            except Error as error:
                text = str(error)
            described.append(f"{frame.url}\n{' / '.join(text.splitlines())[:MOST_SHOWN]}")
        return "\n".join(described)

    def leave(self) -> None:
        for context in self.contexts:
            for page in context.pages:
                for frame in page.frames:
                    if frame.url.startswith("http"):
                        self.complaints += frame.evaluate("window.violations || []")
            context.close()


@pytest.fixture
def people(house: House, browser: Browser) -> Iterator[People]:
    """The cast of one journey; nothing may have been refused by the pages' policy and no script may have failed."""
    people = People(house, browser)
    yield people
    people.leave()
    assert not people.complaints, "\n".join(people.complaints)
