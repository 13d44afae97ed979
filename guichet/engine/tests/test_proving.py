"""Golden questions at the real pages: Django's own views behind a door that can be made to lie, fail or stay shut."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client

from guichet.decisions.routing.words import Channel
from guichet.engine.doors import AGENT, HttpDoors
from guichet.engine.proving import prove_answers
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Organisation, Reason
from guichet.records.directory.tests.factories import make_account, make_organisation, make_queue, make_reason
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.models import ArticleReason, ArticleVersion, AskedSearch, SearchEntry
from guichet.records.knowledge.proving import ASKED, DoorsError, Fault, Given, list_drifts
from guichet.records.knowledge.sentences import explain_fault
from guichet.records.knowledge.suggesting import Situation, suggest
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.tests.test_searching import NOW
from guichet.records.knowledge.words import Audience, Content, Fact, FactKind, Medium
from guichet.records.notices.models import Mail
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
QUESTION = "Combien vais-je toucher pour la rentrée ?"


class Pages:
    """`Doors` of this process. `lie`: what each page is made to say in place of something else; `chat`: what chats are given, None for
    what is published."""

    def __init__(self) -> None:
        self.client, self.lie, self.is_shut = Client(), ("", ""), False
        self.chat: dict[str, str] | None = None
        self.wording: dict[Channel, tuple[str, str]] = {}
        self.chats = 0

    def read(self, path: str, language: str) -> str | None:
        if self.is_shut:
            raise DoorsError("shut")
        answer = self.client.get(path, headers={"Accept-Language": language})
        return answer.content.decode().replace(*self.lie) if answer.status_code == 200 else None

    def ask(self, organisation: Organisation, reason: int, question: str, language: str) -> Given | None:
        self.chats += 1
        if self.chat is not None:
            return dict.fromkeys(ASKED, self.chat) if self.chat else None
        asked = Reason.objects.of(organisation.pk).get(pk=reason)
        return {
            channel: self.suggest(organisation, Situation(channel, asked.key, None, language, language, (question,))) for channel in ASKED
        }

    def suggest(self, organisation: Organisation, situation: Situation) -> dict[str, str]:
        given = {each.article: each.answer.text for each in suggest(organisation, situation, NOW) if each.answer}
        return {article: text.replace(*self.wording.get(situation.channel, ("", ""))) for article, text in given.items()}


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def owner(organisation: Organisation) -> Account:
    account = make_account(organisation, Role.ADMINISTRATOR)
    add(organisation, "rentree", make_content(), account)
    return account


def add(organisation: Organisation, key: str, content: Content, owner: Account | None, audience: Audience = Audience.PUBLIC) -> None:
    editing = Editing(None, NOW)
    version = actions.create_article(organisation.pk, key, content, Details(owner=owner, audience=audience), editing)
    actions.publish(actions.approve(actions.submit(version, editing), editing), editing)


def prove(organisation: Organisation, pages: Pages) -> dict[str, list[Fault]]:
    found = {version.article.key: faults for version, faults in prove_answers(organisation.pk, pages)}
    set_organisation(organisation.pk)
    return found


@pytest.mark.usefixtures("owner")
def test_pages_that_say_what_was_published_are_proved_and_leave_no_trace_of_a_citizen(organisation: Organisation) -> None:
    assert prove(organisation, Pages()) == {"rentree": []}
    assert list_drifts(organisation) == {}
    assert not Contact.objects.exists()
    assert not AskedSearch.objects.exists()
    assert not Mail.objects.exists()


def test_a_page_that_says_another_amount_is_shown_and_its_owner_told_once(organisation: Organisation, owner: Account) -> None:
    pages = Pages()
    pages.lie = ("423,48", "499,99")
    found = prove(organisation, pages)
    assert [(fault.code, fault.question, fault.name) for fault in found["rentree"]] == [("fact-missing", QUESTION, "montant")]
    assert list(list_drifts(organisation).values()) == list(found.values())
    prove(organisation, pages)
    mail = Mail.objects.get()
    assert mail.recipient == owner.email
    assert "423,48" in mail.text
    client = Client()
    client.force_login(owner)
    assert "flag=drift" in client.get("/settings/knowledge").content.decode()
    assert QUESTION in client.get("/settings/knowledge/articles/rentree").content.decode()


@pytest.mark.usefixtures("owner")
def test_an_article_that_the_search_lost_is_a_drift_until_it_is_found_again(organisation: Organisation) -> None:
    SearchEntry.objects.of(organisation.pk).delete()
    assert [fault.code for fault in prove(organisation, Pages())["rentree"]] == ["not-found"]
    article = list_drifts(organisation)
    assert len(article) == 1
    version = ArticleVersion.objects.get()
    actions.save_details(version.article, Details(), Editing(None, NOW))
    assert prove(organisation, Pages()) == {"rentree": []}
    assert list_drifts(organisation) == {}


@pytest.mark.usefixtures("owner")
def test_a_drift_of_a_version_that_is_past_is_not_shown(organisation: Organisation) -> None:
    pages = Pages()
    pages.lie = ("423,48", "1")
    prove(organisation, pages)
    editing = Editing(None, NOW)
    version = ArticleVersion.objects.get()
    content = make_content(facts={"montant": Fact(FactKind.AMOUNT, "430.00")})
    draft = actions.add_draft(version.article, content, editing, version)
    actions.publish(actions.approve(actions.submit(draft, editing), editing), editing)
    assert list_drifts(organisation) == {}


@pytest.mark.usefixtures("owner")
def test_doors_that_are_shut_say_nothing_of_an_article(organisation: Organisation) -> None:
    pages = Pages()
    pages.is_shut = True
    with pytest.raises(DoorsError):
        prove(organisation, pages)
    set_organisation(organisation.pk)
    assert list_drifts(organisation) == {}


def test_what_is_for_agents_is_not_asked_at_public_pages(organisation: Organisation) -> None:
    add(organisation, "fraude", reword(make_content(), Medium.GUIDE, "Regarder. {montant}"), None, Audience.AGENTS)
    assert prove(organisation, Pages()) == {}


@pytest.fixture
def answered(organisation: Organisation, owner: Account) -> Account:
    """The article's reason is one that somebody answers."""
    queue = make_queue(organisation)
    reason = make_reason(organisation, queue=queue)
    ArticleReason.objects.create(organisation=organisation, article=ArticleVersion.objects.get().article, reason_key=reason.key)
    return owner


@pytest.mark.usefixtures("answered")
def test_chats_that_give_what_was_published_are_proved(organisation: Organisation) -> None:
    pages = Pages()
    assert prove(organisation, pages) == {"rentree": []}
    assert pages.chats == len(ArticleVersion.objects.get().read().questions)


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("chat", "code"),
    [({}, "chat-refused"), ({"autre": "423,48"}, "chat-not-found"), ({"rentree": "C’est 1 euro."}, "chat-fact-missing")],
)
def test_a_chat_that_gives_something_else_is_a_drift_in_words(organisation: Organisation, chat: dict[str, str], code: str) -> None:
    pages = Pages()
    pages.chat = chat
    [fault, *_] = prove(organisation, pages)["rentree"]
    assert fault.code == code
    assert QUESTION in explain_fault(fault)


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("channel", "said", "code"),
    [
        (Channel.EMAIL, "423,48", "mail-fact-missing"),
        (Channel.SMS, "423,48", "sms-fact-missing"),
        (Channel.VOICE, "quatre cent vingt-trois", "spoken-fact-missing"),
    ],
    ids=["mail", "sms", "voice"],
)
def test_a_wording_that_says_another_amount_on_one_channel_is_a_drift_in_words(
    organisation: Organisation, channel: Channel, said: str, code: str
) -> None:
    pages = Pages()
    pages.wording = {channel: (said, "mille")}
    faults = prove(organisation, pages)["rentree"]
    assert {fault.code for fault in faults} == {code}
    assert QUESTION in explain_fault(faults[0])


@pytest.mark.usefixtures("answered")
def test_chats_are_capped(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.engine.proving.MOST_CHATS", 0)
    pages = Pages()
    assert prove(organisation, pages) == {"rentree": []}
    assert pages.chats == 0


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers["User-Agent"]))  # type: ignore[attr-defined]
        self.send_response(500 if "broken" in self.path else 200)
        self.end_headers()
        self.wfile.write("été".encode())

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_are_read_by_http_and_marked(server: HTTPServer) -> None:
    doors = HttpDoors(f"http://127.0.0.1:{server.server_port}", pause=0.0)
    assert doors.read("/o/a/search?q=b", "fr") == "été"
    assert doors.read("/broken", "fr") is None
    assert server.seen == [("/o/a/search?q=b", AGENT), ("/broken", AGENT)]  # type: ignore[attr-defined]


def test_nobody_at_the_door_is_said() -> None:
    with pytest.raises(DoorsError, match="127"):
        HttpDoors("http://127.0.0.1:9", pause=0.0).read("/", "fr")
