"""Driving the real application in tests: a browser that speaks ASGI, streams included, a house with people in it, and a real engine.

The application is the one that `guichet web` serves, on the test database; nothing of it is replaced.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connections, transaction
from starlette.applications import Starlette

from guichet.decisions.routing.inputs import Input, QueueOpened
from guichet.decisions.routing.words import AgentId, QueueId
from guichet.doors.machinery import STATE, Machinery
from guichet.engine.organisation import Engine
from guichet.records.contacts.passes import COOKIE, sign_pass
from guichet.records.directory.models import Account, Agent, Organisation, Queue, Reason, WrapUpOutcome
from guichet.records.directory.queries import list_router_configuration
from guichet.records.directory.sessions import ORGANISATION, SessionStore
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.journal.actions import post
from guichet.records.separation import set_organisation

PATIENCE = 10.0
"""Seconds after which something that should happen did not."""
CSRF = "c" * 32


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Listening:
    """An open stream: `events` are parsed as they come, `cursor` is the last id."""

    events: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    cursor: str = ""
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    rest: bytes = b""

    def feed(self, chunk: bytes) -> None:
        *blocks, self.rest = (self.rest + chunk).split(b"\n\n")
        for block in blocks:
            for line in block.split(b"\n"):
                if line.startswith(b"id: "):
                    self.cursor = line[4:].decode()
                elif line.startswith(b"data: "):
                    self.events.put_nowait(json.loads(line[6:]))

    async def wait_for(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Return the next event of that kind with these values; those before it are dropped."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self.events.get()
                if event["type"] == kind and all(event[name] == value for name, value in wanted.items()):
                    return event

    async def list_until_quiet(self, seconds: float = 0.3) -> list[dict[str, Any]]:
        """Every event until none came for a while."""
        found = []
        try:
            while True:
                async with asyncio.timeout(seconds):
                    found.append(await self.events.get())
        except TimeoutError:
            return found


class Browser:
    """Sends requests to the application and keeps its cookies."""

    def __init__(self, app: Starlette, state: dict[str, Any], **cookies: str) -> None:
        self.app = app
        self.state = state
        self.cookies = dict(cookies)
        self.address = f"127.1.{uuid4().bytes[0]}.{uuid4().bytes[0]}"

    async def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        sent = False
        messages: list[Any] = []

        async def receive() -> dict[str, Any]:
            nonlocal sent
            if sent:
                await asyncio.sleep(3600)
            sent = True
            return {"type": "http.request", "body": body or b"", "more_body": False}

        async def send(message: Any) -> None:
            messages.append(message)

        await self.app(self.make_scope(method, path, headers), receive, send)
        start = messages[0]
        found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        self.keep_cookie(found.get("set-cookie", ""))
        return Reply(start["status"], found, b"".join(message.get("body", b"") for message in messages[1:]))

    async def get(self, path: str) -> Reply:
        return await self.send("GET", path)

    async def post(self, path: str, value: Any = None, **headers: str) -> Reply:
        return await self.send("POST", path, json.dumps(value or {}).encode(), **{"content-type": "application/json", **headers})

    @asynccontextmanager
    async def listen(self, path: str, last_event_id: str = "") -> AsyncIterator[Listening]:
        """Follow a stream for a block."""
        listening = Listening()
        leaving = asyncio.Event()
        started = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await leaving.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200
            else:
                listening.feed(message.get("body", b""))
                started.set()
                if not message.get("more_body"):
                    listening.is_over.set()

        headers = {"last-event-id": last_event_id} if last_event_id else {}
        task = asyncio.create_task(self.app(self.make_scope("GET", path, headers), receive, send))
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([task, asyncio.create_task(started.wait())], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        try:
            yield listening
        finally:
            leaving.set()
            await task

    def make_scope(self, method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
        path, _, query = path.partition("?")
        sent = {"host": "guichet.test", "x-csrftoken": CSRF, "cookie": self.write_cookies(), **headers}
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
            "client": (self.address, 1),
            "server": ("guichet.test", 80),
            "state": dict(self.state),
        }

    def write_cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def keep_cookie(self, header: str) -> None:
        name, separator, value = header.partition(";")[0].partition("=")
        if separator:
            self.cookies[name] = value


@dataclass
class House:
    """An organisation with a queue, a reason, an outcome, agents who answer chats, and a supervisor."""

    organisation: Organisation
    queue: Queue
    reason: Reason
    outcome: WrapUpOutcome
    agents: list[Agent]
    sessions: dict[int, str]
    supervisor: Account

    def count_on(self, account: Account | None) -> str:
        assert account is not None
        return self.sessions[account.pk]


def make_house(agents: int = 2) -> House:
    """Lay a house in the test's database, and post what its router must know."""
    with transaction.atomic():
        organisation = factories.make_organisation()
        queue = factories.make_queue(organisation)
        reason = factories.make_reason(organisation, queue)
        outcome = WrapUpOutcome.objects.create(organisation=organisation, key="resolved", labels={"fr": "Résolu"}, is_resolved=True)
        accounts = [factories.make_account(organisation, Role.AGENT, password=None) for _ in range(agents)]
        supervisor = factories.make_account(organisation, Role.SUPERVISOR, password=None)
        found = [factories.make_agent(organisation, account=account) for account in accounts]
        sessions = {account.pk: sign_on(account) for account in (*accounts, supervisor)}
        facts: list[Input] = [*list_router_configuration(organisation.pk), QueueOpened(queue=QueueId(queue.pk))]
        for fact in facts:
            post(organisation.pk, fact, uuid4())
    return House(organisation, queue, reason, outcome, found, sessions, supervisor)


def sign_on(account: Account) -> str:
    """Return the key of a new session of an account."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[ORGANISATION] = account.organisation_id
    session.create()
    return str(session.session_key)


class Street:
    """The application, with browsers in front of it."""

    def __init__(self, app: Starlette, state: dict[str, Any]) -> None:
        self.app = app
        self.state = state

    @property
    def machinery(self) -> Machinery:
        machinery: Machinery = self.state[STATE]
        return machinery

    def open_browser(self, session: str = "") -> Browser:
        """A browser of somebody signed in, or of nobody yet."""
        if not session:
            return Browser(self.app, self.state)
        return Browser(self.app, self.state, **{settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF})

    def open_citizen(self, house: House, contact: str) -> Browser:
        """A browser that holds the pass to a contact."""
        return Browser(self.app, self.state, **{COOKIE: sign_pass(house.organisation.pk, contact)})  # type: ignore[arg-type]

    async def open_contact(self, house: House, text: str = "Bonjour", **more: Any) -> tuple[Browser, str]:
        """A citizen who just opened a contact, and its id."""
        browser = self.open_browser()
        reply = await browser.post("/chat/contacts", write_opening(house, text=text, **more))
        assert reply.status == 201, reply.body
        return browser, reply.json["contact"]


def write_opening(house: House, **more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "organisation": house.organisation.slug,
        "reason": house.reason.pk,
        "language": "fr",
        "text": "Bonjour",
        **more,
    }


@asynccontextmanager
async def open_street() -> AsyncIterator[Street]:
    """Start the application as a web process does, for a block."""
    from guichet.wiring.mounts import build

    app = build()
    async with app.router.lifespan_context(app) as state:
        street = Street(app, dict(state or {}))
        async with asyncio.timeout(PATIENCE):
            await street.machinery.listener.is_listening.wait()
        yield street


@contextmanager
def run_engine(*houses: House) -> Iterator[None]:
    """Serve these organisations by the real engine, each in a thread as in production, for a block."""
    stop = threading.Event()
    threads = [threading.Thread(target=_serve, args=(house.organisation.pk, stop), daemon=True) for house in houses]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def _serve(organisation_id: int, stop: threading.Event) -> None:
    try:
        Engine(organisation_id, stop).run()
    finally:
        connections.close_all()


def agent_id(agent: Agent) -> AgentId:
    return AgentId(agent.pk)


def work_for(house: House) -> None:
    """Let Django's connection of the test see the house's rows, inside a transaction."""
    set_organisation(house.organisation.pk)
