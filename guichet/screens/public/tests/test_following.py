"""A citizen follows a request by a link, sends a file and ends a conversation without scripts, and reads how long he will wait."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from guichet.decisions.routing.words import Channel, ContactId, ContactState
from guichet.records.contacts.actions import Opening, add_note, make_link, open_contact
from guichet.records.contacts.models import Asking, Contact, File
from guichet.records.contacts.passes import COOKIE, sign_pass
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.waiting import Wait
from guichet.records.contacts.words import LinkPurpose
from guichet.records.directory.models import AskingReason, Organisation
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.separation import set_organisation
from guichet.screens.public.following import describe_next_step, describe_state
from guichet.screens.public.views import read_clock
from guichet.screens.public.waits import describe_wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def contact(organisation: Organisation) -> Contact:
    queue = factories.make_queue(organisation, calendar=factories.make_calendar(organisation))
    arrival = get_arrival(organisation.pk, factories.make_reason(organisation, queue).pk, "fr", None)
    opening = Opening(key=uuid4(), channel=Channel.CHAT, language="fr", arrived_at=read_clock(), text="Où en est mon dossier ?")
    return Contact.objects.get(pk=open_contact(organisation.pk, opening, arrival).contact)


def put(contact: Contact, state: ContactState) -> None:
    agent = factories.make_agent(contact.organisation) if state == ContactState.ASSIGNED else None
    Contact.objects.filter(pk=contact.pk).update(state=state.value, agent=agent)
    contact.refresh_from_db()


def open_browser(contact: Contact) -> Client:
    """A browser that holds the pass."""
    browser = Client()
    browser.cookies[COOKIE] = sign_pass(contact.organisation_id, ContactId(str(contact.pk)))
    return browser


def test_a_link_shows_where_a_request_stands_as_often_as_one_likes(contact: Contact) -> None:
    token = make_link(contact, LinkPurpose.FOLLOW)
    for _ in range(2):
        page = Client().get(f"/follow/{token}").content.decode()
        assert "Où en est mon dossier\N{NO-BREAK SPACE}?" in page
        assert describe_state(contact.state, is_answered=False) in page


def test_whoever_is_waited_for_reads_for_what_and_until_when(contact: Contact) -> None:
    reason = AskingReason.objects.create(organisation=contact.organisation, key="document", labels={"fr": "Pièce à envoyer"}, days=30)
    put(contact, ContactState.ASSIGNED)
    assert contact.agent_id is not None
    asked_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    until = datetime(2026, 4, 1, 21, 59, tzinfo=UTC)
    Asking.objects.create(
        organisation=contact.organisation,
        id=uuid4(),
        contact=contact,
        agent_id=contact.agent_id,
        reason=reason,
        since_number=1,
        asked_at=asked_at,
        until=until,
        due_at=until,
    )
    token = make_link(contact, LinkPurpose.FOLLOW)
    assert "Pièce à envoyer" not in Client().get(f"/follow/{token}").content.decode(), "an agent has it in hand"
    Contact.objects.filter(pk=contact.pk).update(state=ContactState.ASKED)
    page = Client().get(f"/follow/{token}").content.decode()
    assert "Pièce à envoyer" in page
    assert "mercredi 1er avril" in page
    assert "suspendu" in page


def test_a_followed_request_shows_no_internal_note(contact: Contact) -> None:
    put(contact, ContactState.ASSIGNED)
    assert contact.agent is not None
    add_note(contact, uuid4(), contact.agent, "Dossier sensible")
    assert "Dossier sensible" not in Client().get(f"/follow/{make_link(contact, LinkPurpose.FOLLOW)}").content.decode()


def test_looking_gives_no_pass_and_moving_on_does(contact: Contact) -> None:
    token = make_link(contact, LinkPurpose.FOLLOW)
    browser = Client()
    browser.get(f"/follow/{token}")
    assert COOKIE not in browser.cookies
    assert browser.post(f"/follow/{token}/on").headers["Location"] == "/conversation"
    set_organisation(contact.organisation_id)
    assert "Où en est mon dossier\N{NO-BREAK SPACE}?" in browser.get("/conversation").content.decode()


def test_an_expired_a_foreign_and_a_made_up_link_lead_nowhere(contact: Contact) -> None:
    expired = make_link(contact, LinkPurpose.FOLLOW, timedelta(seconds=-1))
    for token in (expired, make_link(contact, LinkPurpose.RESUME), "1.x", "nothing"):
        assert Client().get(f"/follow/{token}").status_code == 410
        assert Client().post(f"/follow/{token}/on").status_code == 410


@pytest.mark.parametrize("state", list(ContactState))
@pytest.mark.parametrize("is_answered", [False, True])
def test_every_state_says_what_comes_next(state: ContactState, is_answered: bool) -> None:
    assert len(describe_state(state, is_answered=is_answered)) > 5
    assert len(describe_next_step(state, is_answered=is_answered)) > 20


def test_a_conversation_is_ended_without_scripts_after_a_question(contact: Contact) -> None:
    browser = open_browser(contact)
    assert browser.get("/conversation/end").status_code == 200
    assert not Inbox.objects.filter(kind="ContactWithdrawn").exists()
    assert browser.post("/conversation/end", follow=True).status_code == 200
    set_organisation(contact.organisation_id)
    assert Inbox.objects.filter(kind="ContactWithdrawn").count() == 1
    put(contact, ContactState.WITHDRAWN)
    assert browser.get("/conversation/end").headers["Location"] == "/conversation"
    assert Client().get("/conversation/end").status_code == 404


def test_a_file_is_sent_without_scripts(contact: Contact) -> None:
    browser, key = open_browser(contact), str(uuid4())
    for _ in range(2):
        sent = browser.post("/conversation/files", {"file-key": key, "file-file": SimpleUploadedFile("Quittance.pdf", b"%PDF-1.7\n")})
        assert sent.headers["Location"] == "/conversation"
    set_organisation(contact.organisation_id)
    assert [file.name for file in File.objects.all()] == ["Quittance.pdf"]
    assert f"/chat/contacts/{contact.pk}/files/{File.objects.get().pk}" in browser.get("/conversation").content.decode()


@pytest.mark.parametrize(("content", "word"), [(b"MZ\x90", "programmes"), (b"", "vide"), (None, "Choisissez d’abord")])
def test_a_file_that_is_refused_without_scripts_says_why(contact: Contact, content: bytes | None, word: str) -> None:
    said = {"file-key": str(uuid4())} | ({} if content is None else {"file-file": SimpleUploadedFile("a.pdf", content)})
    page = open_browser(contact).post("/conversation/files", said, headers={"accept-language": "fr"})
    assert page.status_code == 422
    assert word in page.content.decode()
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (Wait(position=1, from_minutes=0, to_minutes=1), "Vous êtes la personne suivante. L’attente est de moins de 1 minute."),
        (Wait(position=2, from_minutes=None, to_minutes=None), "Il y a une personne avant vous."),
        (Wait(position=9, from_minutes=10, to_minutes=25), "Il y a 8 personnes avant vous. L’attente est de 10 à 25 minutes."),
        (Wait(position=5, from_minutes=25, to_minutes=110), "Il y a 4 personnes avant vous. L’attente est de 25 minutes à 1 h 50."),
        (Wait(position=99, from_minutes=120, to_minutes=None), "Il y a 98 personnes avant vous. L’attente dépasse 2 h."),
    ],
)
def test_a_wait_is_said_in_words(wait: Wait, said: str) -> None:
    with translation.override("fr"):
        assert describe_wait(wait) == said


def test_the_page_of_who_waits_says_his_place(contact: Contact) -> None:
    page = open_browser(contact).get("/conversation", headers={"accept-language": "fr"}).content.decode()
    assert "Vous êtes la personne suivante." in page
