"""A citizen writes by e-mail, an agent answers, and the reply joins the thread; a stranger's mail that quotes it stands alone."""

import smtplib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import psycopg
import pytest
from playwright.sync_api import Page, expect

from guichet.records.notices.tests.peers import Post, listening
from guichet.wiring.postgres import get_address
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street, open_house
from tests.journeys.looking import examine
from tests.journeys.town import ADMINISTRATORS, PASSWORD

ADDRESS = "allocations@deux-rives.example"
ZOE = "zoe@example.org"
POST = Post()
PORTS: dict[str, int] = {}


@contextmanager
def open_mail_house() -> Iterator[House]:
    """One that takes mails by LMTP, and hands its own to a real server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        PORTS["lmtp"] = int(free.getsockname()[1])
    with listening(POST) as server:
        settings = {
            "GUICHET_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "GUICHET_MAIL_FROM": "ne-pas-repondre@deux-rives.example",
            "GUICHET_LMTP": f"127.0.0.1:{PORTS['lmtp']}",
        }
        with open_house(**settings) as house:
            with psycopg.connect(get_address(house.folder / "postgres", "guichet")) as connection:
                connection.execute(
                    "insert into correspondence_mailbox (organisation_id, address, reason_id, language, is_active, acknowledges, has_tags,"
                    " trusted_server, host, port, security, login, last_uid, trouble)"
                    " select organisation_id, %s, id, 'fr', true, true, false, '', '', 993, 'tls', '', 0, '' from directory_reason"
                    " where is_active and labels->>'fr' = 'Demander une aide au logement'",
                    [ADDRESS],
                )
            yield house


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_mail_house)


def bring(text: str, sender: str = f"Zoé Petit <{ZOE}>", page: str = "", **headers: str) -> None:
    """As the administration's own mail server does."""
    message = EmailMessage()
    said = {"From": sender, "To": ADDRESS, "Subject": "Mon loyer", "Message-ID": f"<{time.time()}@example.org>"}
    for name, value in {**said, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        message[name] = value
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    with smtplib.LMTP("127.0.0.1", PORTS["lmtp"]) as client:
        assert client.send_message(message, ZOE, [ADDRESS]) == {}


def await_mail(subject: str) -> EmailMessage:
    """The first mail of that subject that left, within a minute and a half."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        for number in range(len(POST.envelopes)):
            if str(POST.read(number)["Subject"]).startswith(subject):
                return POST.read(number)
        time.sleep(0.5)
    raise AssertionError(f"no mail left: {[str(POST.read(number)['Subject']) for number in range(len(POST.envelopes))]}")


@pytest.mark.peers
def test_a_mail_is_answered_and_its_reply_joins_the_thread_while_a_strangers_does_not(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    bring(
        "Mon loyer a augmenté.\n\nLe 3 mars, Mairie a écrit :\n> Bonjour",
        page="<p>Mon loyer <b>a augmenté</b>.<script>alert(1)</script></p>",
    )
    acts.answer(agent, "Mon loyer a augmenté.")
    expect(agent.locator("mail-facts")).to_contain_text("Adresse non vérifiée")
    look_at_the_whole_mail(agent)
    acknowledged = await_mail("Nous avons bien reçu")
    assert (acknowledged["Auto-Submitted"], "au plus tard" in str(acknowledged.get_body(("plain",)))) == ("auto-replied", True)
    acts.write(agent, "Envoyez votre quittance.")
    answered = await_mail("Re: Mon loyer")
    assert answered["Auto-Submitted"] is None
    bring("La voici.", In_Reply_To=str(answered["Message-ID"]))
    expect(acts.bubbles(agent).filter(has_text="La voici.")).to_be_visible()
    bring("Donnez-moi son dossier.", sender="eve@example.net", In_Reply_To=str(answered["Message-ID"]))
    acts.answer(agent, "Donnez-moi son dossier.")
    expect(agent.locator("mail-facts")).to_contain_text("Cite l’échange de quelqu’un d’autre")
    expect(acts.bubbles(agent).filter(has_text="quittance")).to_have_count(0)


def look_at_the_whole_mail(agent: Page) -> None:
    """In a frame beside the conversation, and in a tab of its own: nothing runs there."""
    whole = agent.locator("details.whole-mail").first
    whole.locator("summary").click()
    framed = whole.frame_locator("iframe")
    expect(framed.get_by_role("heading", level=1)).to_have_text("Mon loyer")
    expect(framed.locator("section b")).to_have_text("a augmenté")
    with agent.context.expect_page() as opened:
        whole.get_by_role("link", name="Dans un nouvel onglet").click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon loyer")
    expect(page.locator("section b")).to_have_text("a augmenté")
    assert page.locator("script").count() == 0
    page.close()


@pytest.mark.looks
def test_the_pages_of_e_mail_for_everybody(people: People) -> None:
    page = people.arrive()
    page.goto("/sign-in?next=/settings/mailboxes")
    page.get_by_label("Adresse électronique").fill(next(iter(ADMINISTRATORS)))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/settings/mailboxes")
    examine(people, page, "settings-mailboxes")
    page.goto("/settings/mailboxes/new")
    examine(people, page, "settings-mailbox")
