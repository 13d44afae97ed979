"""Citizens and agents who use the doors as browsers do while processes die, and remember every answer they got."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg

from bench.ground import Ground, connect_owner
from bench.ground.seats import CSRF, get_slug
from guichet.decisions.routing.words import AgentId, ContactId
from tests.faults.browsers import Answer, Browser
from tests.faults.crowd import HELD, Crowd
from tests.faults.proofs import Kept, prove_journal, prove_messages

CITIZENS = 6
MESSAGES = 6
TALKS = ("assigned", "interrupted")


@dataclass
class Street:
    """`cookies`: those of each agent of the ground, in their order. `spared`: contacts that agents never end."""

    ground: Ground
    port: int
    cookies: list[str]
    spared: set[ContactId] = field(default_factory=set)
    kept: Kept = field(default_factory=Kept)
    met: Counter[str] = field(default_factory=Counter)
    failures: list[BaseException] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def open(self) -> None:
        """Everybody sits down."""
        crowd = Crowd(self.ground)
        crowd.open_house()
        self.kept.facts.update(crowd.accepted)
        with connect_owner() as owner:
            self.slug = get_slug(owner, self.ground)

    def start(self) -> None:
        """People come, and those who sit there answer."""
        lives = [*(self.live_as_citizen for _ in range(CITIZENS)), self.live_as_agents]
        self.threads = [threading.Thread(target=self._note_failures, args=[live]) for live in lives]
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Nobody begins anything new; whoever waits for an answer gets it."""
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def settle(self) -> None:
        """See that everything that was answered is kept exactly once."""
        self.finish()
        assert not self.failures, self.failures
        prove_messages(self.ground.organisation_id, self.kept)
        prove_journal(self.ground.organisation_id, self.kept.facts)

    def make_browser(self, cookies: str = "", csrf: str = "") -> Browser:
        return Browser(self.port, cookies, csrf, self.met)

    def live_as_citizen(self) -> None:
        """Open a contact, say a few things, and come back as somebody else."""
        while not self.stop.is_set():
            with closing(self.make_browser()) as browser:
                contact = self.ask(browser)
                for _ in range(MESSAGES):
                    if self.stop.wait(0.05) or not self.say(browser, f"/chat/contacts/{contact}", contact).is_accepted:
                        break

    def ask(self, browser: Browser) -> ContactId:
        """Open a contact; now and then as somebody who presses twice."""
        key, text = uuid4(), f"question {uuid4()}"
        wanted = {"organisation": self.slug, "reason": self.ground.reason_id, "language": "fr", "text": text}
        for _ in range(random.choice((1, 1, 2))):
            answer = browser.post("/chat/contacts", key, **wanted)
            assert answer.is_accepted, answer
            contact = ContactId(answer.value["contact"])
            assert self.kept.contacts.setdefault(key, contact) == contact, "the same key is the same contact"
        self.kept.messages[contact, key] = (1, text)
        return contact

    def say(self, browser: Browser, door: str, contact: ContactId) -> Answer:
        """Say something; now and then as somebody who presses twice."""
        key, text = uuid4(), f"message {uuid4()}"
        answer = browser.post(f"{door}/messages", key, text=text)
        if answer.is_accepted:
            number = self.kept.messages[contact, key] = (answer.value["number"], text)
            if random.random() < 0.3:
                again = browser.post(f"{door}/messages", key, text=text)
                assert (again.status, again.value["number"], text) == (200, *number), "the same key is the same message"
        return answer

    def live_as_agents(self) -> None:
        """Accept what rings, answer, end and wrap up."""
        cookies = dict(zip(self.ground.agents, self.cookies, strict=True))
        while not self.stop.wait(0.1):
            for contact, state, agent in self.list_held():
                with closing(self.make_browser(cookies[agent], CSRF)) as browser:
                    self.act(browser, contact, state)

    def list_held(self) -> list[tuple[ContactId, str, AgentId]]:
        """What agents have before them; nothing while the database is away."""
        try:
            with connect_owner() as owner:
                rows = owner.execute(HELD, [self.ground.organisation_id]).fetchall()
        except psycopg.OperationalError:
            return []
        return [(ContactId(str(contact)), str(state), AgentId(int(str(agent)))) for contact, state, agent in rows]

    def act(self, browser: Browser, contact: ContactId, state: str) -> None:
        """What the agent does next with a contact in this state; some of it no longer fits and is refused."""
        door = f"/live/contacts/{contact}"
        if state == "offered":
            self.take_note(browser.post(f"{door}/accept"))
        elif state in TALKS:
            self.say(browser, door, contact)
            if contact not in self.spared:
                self.take_note(browser.post(f"{door}/end"))
        else:
            self.take_note(browser.post(f"{door}/wrap-up", reason=self.ground.reason_id, outcome="resolved"))

    def take_note(self, answer: Answer) -> None:
        if answer.is_accepted:
            self.kept.facts.add(UUID(answer.value["input"]))

    def _note_failures(self, live: Callable[[], None]) -> None:
        try:
            live()
        except BaseException as error:
            self.failures.append(error)
