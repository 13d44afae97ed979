"""A town with a telephone, and the telephones of those who call and answer."""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from guichet.channels.voice.tests.telephones import Secret, Telephone, find_ports, list_missing, name_media_ports, telephone, wait_for
from guichet.records.calls.posts import make_digest
from guichet.records.calls.words import CALLS_CHANNEL
from guichet.wiring.postgres import get_address
from tests.journeys.conftest import House, open_house
from tests.telephone import spoken

CITIZEN = "0612345678"
CALLED = "0199001234"
PASSWORD = "secret-de-poste"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Like journeys, calls that fail are made up to twice more, and the summary says why."""
    missing = list_missing()
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.peers)
            item.add_marker(pytest.mark.timeout(240))
            item.add_marker(pytest.mark.flaky(reruns=2))
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"missing: {', '.join(missing)} (`guichet doctor --install telephone`)"))


@dataclass
class Town:
    """:param edge: the port of SIP."""

    house: House
    edge: int
    folder: Path
    database: psycopg.Connection[Any]

    def find_agent(self, key: str) -> tuple[int, int]:
        """Its id, and that of its organisation."""
        [(agent, organisation)] = self.ask("select id, organisation_id from directory_agent where key = %s", key)
        return agent, organisation

    def ask(self, statement: str, *values: object) -> list[Any]:
        return self.database.execute(statement, values).fetchall()

    def post(self, kind: str, **fields: object) -> None:
        """Tell the router a fact about the organisation of everybody here."""
        _, organisation = self.find_agent("awa")
        body = json.dumps({"type": kind, **fields})
        self.database.execute(
            "insert into journal_inbox (organisation_id, input_id, kind, body) values (%s, %s, %s, %s)", [organisation, uuid4(), kind, body]
        )
        self.database.execute("select pg_notify('guichet_inbox', %s)", [str(organisation)])

    def sign(self, leg: UUID, verb: str, **more: object) -> None:
        """What an agent's desk wants of a leg."""
        _, organisation = self.find_agent("awa")
        sign = json.dumps({"organisation": organisation, "leg": str(leg), "verb": verb, **more})
        self.database.execute("select pg_notify(%s, %s)", [CALLS_CHANNEL, sign])

    def ask_edge(self, command: str, *values: object) -> str:
        """What Kamailio knows."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.bind(str(self.folder / f"edge-{uuid4().hex[:8]}"))
            line.settimeout(5.0)
            line.connect(str(self.house.folder / "telephone" / "kamailio.sock"))
            line.send(json.dumps({"jsonrpc": "2.0", "method": command, "params": values, "id": 1}).encode())
            try:
                return line.recv(65_000).decode()
            except TimeoutError:
                return ""

    def be_present(self, key: str, presence: str = "available") -> None:
        self.post("PresenceChanged", agent=self.find_agent(key)[0], presence=presence)

    def stay(self, key: str) -> None:
        """Available as long as a story lasts: his desk is open."""
        agent, organisation = self.find_agent(key)
        self.database.execute(
            "insert into contacts_desk (organisation_id, agent_id, seen_at) values (%s, %s, now() + interval '10 minutes')"
            " on conflict (agent_id) do update set seen_at = excluded.seen_at",
            [organisation, agent],
        )
        self.be_present(key)

    def states(self) -> dict[str, str]:
        """Of the legs of the latest call, by side."""
        return dict(self.ask("select side, state from calls_leg where began_at >= %s order by began_at", self.began))

    began: Any = None

    def begin(self) -> None:
        """What follows is a story of its own."""
        [(self.began,)] = self.ask("select now()")

    def contact(self) -> tuple[str, str] | None:
        """Channel and state of the latest contact of this story."""
        found = self.ask("select channel, state from contacts_contact where arrived_at >= %s order by arrived_at desc limit 1", self.began)
        return found[0] if found else None

    def read_log(self, name: str) -> str:
        return (self.house.folder / "logs" / f"{name}.log").read_text()

    def tidy(self) -> None:
        """Nobody sits at a desk or holds anything any more, and how fast others were answered tells the next caller nothing."""
        self.database.execute("delete from contacts_desk")
        for contact, agent in self.ask("select id, agent_id from contacts_contact where state in ('assigned', 'wrapping_up')"):
            self.post("ConversationEnded", contact=str(contact), by="agent", agent=agent)
            self.post("WrapUpDone", contact=str(contact), agent=agent)
        for (contact,) in self.ask("select id from contacts_contact where state in ('waiting', 'offered')"):
            self.post("ContactWithdrawn", contact=str(contact))
        self.database.execute("update contacts_contact set first_answer_at = first_answer_at - interval '1 day'")

    def rank(self) -> Any:
        """Of the latest contact of this story, once the router has given it one."""
        found: list[Any] = []

        def look() -> bool:
            found[:] = self.ask("select rank_at from contacts_contact where arrived_at >= %s and seq > 0", self.began)
            return bool(found)

        wait_for(look, "the router does not rank it")
        return found[0][0]

    @contextmanager
    def post_of(
        self, key: str, tone: int, *, answers: bool = True, encrypts: bool = False, keeps_secret: bool = False
    ) -> Iterator[Telephone]:
        """A telephone at which this agent is rung, and no other. :param answers: it picks up by itself."""
        self.give_post(key)
        self.ask_edge("ul.rm", "location", key)
        digest = make_digest(key, PASSWORD)
        wait_for(lambda: digest in self.ask_edge("htable.get", "posts", key), "the edge does not learn the password")
        folder = self.folder / f"{key}-{uuid4().hex[:6]}"
        secret = Secret(encrypts, keeps_secret)
        with telephone(folder, self.edge, key, password=PASSWORD, tone=tone, answers=answers, secret=secret) as made:
            made.await_registered()
            yield made

    def give_post(self, key: str) -> None:
        """This agent is rung at a telephone."""
        agent, organisation = self.find_agent(key)
        self.database.execute(
            "insert into calls_post (organisation_id, agent_id, kind, username, digest) values (%s, %s, 'telephone', %s, %s)"
            " on conflict (agent_id) do update set kind = 'telephone', digest = excluded.digest",
            [organisation, agent, key, make_digest(key, PASSWORD)],
        )

    @contextmanager
    def caller(
        self, tone: int = 1000, *, name: str = CITIZEN, answers: bool = False, encrypts: bool = False, keeps_secret: bool = False
    ) -> Iterator[Telephone]:
        folder = self.folder / f"citizen-{uuid4().hex[:6]}"
        with telephone(folder, self.edge, name, tone=tone, answers=answers, secret=Secret(encrypts, keeps_secret)) as made:
            yield made

    def lead_out(self, telephone: Telephone) -> None:
        """The trunk of our line ends at this telephone."""
        self.database.execute("update calls_line set trunk = %s", [f"sip:127.0.0.1:{telephone.port}"])

    def call(self, citizen: Telephone, key: str = "1") -> None:
        """Call, and press a key in the menu."""
        citizen.dial(CALLED)
        wait_for(lambda: "citizen" in self.states(), "nobody answers")
        citizen.await_sound()
        citizen.press(key)


@pytest.fixture(scope="session")
def telephone_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, int]]:
    edge = find_ports(5)
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*make, "-out", str(certificate), "-keyout", str(key)], check=True, capture_output=True)
    encrypted = {"GUICHET_SIP_CERTIFICATE": str(certificate), "GUICHET_SIP_KEY": str(key)}
    public = {"GUICHET_HTTPS": "1", "GUICHET_HOSTS": "ville.example"}
    with open_house(GUICHET_SIP=f"127.0.0.1:{edge}", GUICHET_RTP=name_media_ports(), **encrypted, **public) as house:
        spoken.publish(house.folder)
        yield house, edge


@pytest.fixture
def town(telephone_house: tuple[House, int], tmp_path: Path) -> Iterator[Town]:
    house, edge = telephone_house
    with psycopg.connect(get_address(house.folder / "postgres", "guichet"), autocommit=True) as database:
        town = Town(house, edge, tmp_path, database)
        town.begin()
        yield town
        town.tidy()
        for key in ("awa", "benoit", "chloe"):
            town.be_present(key, "offline")


def ask_back(citizen: Telephone, *, later: bool = False) -> None:
    """From the queue: called back at the number of the call, when his turn comes, or in the first window that is offered."""
    for key in ("2", "1", *(("2", "1") if later else ("1",))):
        citizen.press(key)
        citizen.await_sound()


def await_callback(town: Town, citizen: Telephone) -> str:
    """He asks to be called back; the contact."""
    town.call(citizen)
    wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
    ask_back(citizen)
    wait_for(lambda: town.contact() == ("callback", "waiting") and town.states() == {"citizen": "ended"}, "no callback is kept")
    [(contact,)] = town.ask("select id from contacts_contact where arrived_at >= %s", town.began)
    return str(contact)


def take_callback(town: Town, contact: str) -> int:
    """Awa comes, and accepts it; her id."""
    agent, _ = town.find_agent("awa")
    town.be_present("awa")
    wait_for(lambda: town.contact() == ("callback", "offered"), "it is offered to nobody")
    town.post("OfferAccepted", contact=contact, agent=agent)
    return agent
