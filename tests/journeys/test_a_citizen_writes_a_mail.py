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

from guichet.channels.sms.tests.smscs import running
from guichet.records.notices.tests.peers import Post, listening
from guichet.wiring.postgres import get_address
from tests.journeys import acts, numbers
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
                    " trusted_server, host, port, security, login, last_uid, trouble, receives_scans)"
                    " select organisation_id, %s, id, 'fr', true, true, false, '', '', 993, 'tls', '', 0, '', false from directory_reason"
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


def read_plain(mail: EmailMessage) -> str:
    plain = mail.get_body(("plain",))
    return "" if plain is None else str(plain.get_content())


def await_mail(subject: str, words: str = "") -> EmailMessage:
    """The first mail of that subject, with these words, that left within a minute and a half."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        for number in range(len(POST.envelopes)):
            if str(POST.read(number)["Subject"]).startswith(subject) and words in read_plain(POST.read(number)):
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
    expect(agent.locator(".fate")).to_have_text("En attente de départ")
    answered = await_mail("Re: Mon loyer")
    expect(agent.locator(".fate")).to_have_text("Envoyé")
    assert answered["Auto-Submitted"] is None
    bring("La voici.", In_Reply_To=str(answered["Message-ID"]))
    expect(acts.bubbles(agent).filter(has_text="La voici.")).to_be_visible()
    bring("Donnez-moi son dossier.", sender="eve@example.net", In_Reply_To=str(answered["Message-ID"]))
    acts.answer(agent, "Donnez-moi son dossier.")
    expect(agent.locator("mail-facts")).to_contain_text("Cite l’échange de quelqu’un d’autre")
    expect(acts.bubbles(agent).filter(has_text="quittance")).to_have_count(0)
    for _contact in range(2):
        acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.peers
def test_of_two_questions_in_one_thread_one_is_answered_on_its_own_and_put_back(people: People) -> None:
    agent, thread, said = people.sign_in("awa@example.org"), f"<{time.time()}@example.org>", "Et la cantine de ma fille ?"
    acts.become_available(agent)
    bring("Mon loyer est-il trop cher ?", Message_ID=thread)
    acts.answer(agent, "Mon loyer est-il trop cher ?")
    bring(said, In_Reply_To=thread)
    expect(acts.bubbles(agent).filter(has_text=said)).to_be_visible()
    agent.get_by_role("button", name="Traiter à part…").press("Enter")
    form = agent.get_by_role("form", name="Traiter des messages à part")
    expect(form.get_by_role("checkbox").first).to_be_focused()
    form.get_by_label("Leur motif").select_option(label="Demander une aide au logement")
    form.get_by_role("button", name="Traiter à part", exact=True).click()
    expect(form.get_by_role("alert")).to_have_text("Choisissez au moins un message.")
    form.get_by_role("checkbox").nth(1).check()
    examine(people, agent, "desk-taking-out")
    form.get_by_role("button", name="Traiter à part", exact=True).click()
    taken = agent.locator("taken-contacts")
    expect(taken).to_contain_text("Traité à part")
    expect(form).to_have_count(0)
    taken.get_by_role("button", name="Ouvrir").click()
    expect(agent.locator("past-contact").get_by_text(said)).to_be_visible()
    agent.locator("past-contact").get_by_role("button", name="Fermer").click()
    examine(people, agent, "desk-taken-out")
    taken.get_by_role("button", name="Remettre ici").click()
    expect(taken).not_to_contain_text("Traité à part")
    expect(agent.locator("joined-contacts")).to_contain_text("Remis ici")
    expect(agent.locator(".conversation-body > conversation-log .bubble")).to_have_count(2)
    examine(people, agent, "desk-put-back")
    acts.write(agent, "Voici les deux réponses.")
    acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.peers
def test_a_contact_rests_until_its_citizen_answers(people: People) -> None:
    agent, thread, answer = people.sign_in("awa@example.org"), f"<{time.time()}@example.org>", "Voici ma quittance de loyer."
    acts.become_available(agent)
    bring("Pourquoi mon aide a-t-elle baissé ?", Message_ID=thread)
    acts.answer(agent, "Pourquoi mon aide a-t-elle baissé ?")
    agent.get_by_role("button", name="Attendre une réponse…").press("Enter")
    form = agent.get_by_role("form", name="Attendre la réponse de l’usager")
    expect(form.get_by_role("radio").first).to_be_focused()
    expect(form).to_contain_text("Vous n’avez pas encore écrit à cet usager.")
    examine(people, agent, "desk-rest")
    form.get_by_role("button", name="Annuler").click()
    acts.write(agent, "Envoyez-moi votre quittance, s’il vous plaît.")
    agent.get_by_role("button", name="Attendre une réponse…").click()
    expect(form).not_to_contain_text("Vous n’avez pas encore écrit à cet usager.")
    form.get_by_role("radio", name="Pièce à envoyer").press("Space")
    form.get_by_role("button", name="Attendre", exact=True).press("Enter")
    banner = agent.get_by_role("status").filter(has_text="En attente de l’usager depuis")
    expect(banner).to_contain_text("Pièce à envoyer")
    examine(people, agent, "desk-resting")
    banner.get_by_role("button", name="Reprendre").click()
    expect(banner).to_have_count(0)
    agent.get_by_role("button", name="Attendre une réponse…").click()
    form.get_by_role("radio", name="Pièce à envoyer").check()
    form.get_by_role("button", name="Attendre", exact=True).click()
    expect(banner).to_be_visible()
    bring(answer, In_Reply_To=thread)
    expect(banner).to_have_count(0, timeout=90_000)
    expect(acts.bubbles(agent).filter(has_text=answer)).to_be_visible()
    acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.peers
def test_a_mail_is_answered_by_sms_and_the_answer_comes_back(people: People) -> None:
    question = "Où en est mon dossier d’aide ?"
    with running() as smsc:
        administrator = people.arrive()
        numbers.sign_in(administrator)
        numbers.add_number(administrator, smsc)
        agent = people.sign_in("awa@example.org")
        acts.become_available(agent)
        bring(question)
        acts.answer(agent, question)
        choose_sms(people, agent)
        banner = agent.get_by_role("status").filter(has_text="Vos réponses partent par un autre canal")
        expect(banner).to_contain_text("SMS")
        expect(agent.locator("sms-facts")).to_contain_text("06 12 34 56 78")
        acts.write(agent, "Votre dossier est complet.")
        expect(agent.locator(".fate").filter(has_text="Envoyé")).to_be_visible(timeout=30_000)
        examine(people, agent, "desk-other-channel")
        smsc.deliver(b"Merci bien", sequence=1)
        expect(acts.bubbles(agent).filter(has_text="Merci bien")).to_be_visible(timeout=30_000)
        banner.get_by_role("button", name="Revenir au canal d’origine").click()
        expect(banner).to_have_count(0)
        acts.write(agent, "À bientôt.")
        acts.finish(agent)
        acts.go_offline(agent)
    assert "complet" not in read_plain(await_mail("Re: Mon loyer", "À bientôt."))


def choose_sms(people: People, agent: Page) -> None:
    """By the keyboard, with a number that is none first."""
    agent.get_by_role("button", name="Autre canal…").press("Enter")
    form = agent.get_by_role("form", name="Répondre par un autre canal")
    expect(form.get_by_role("radio", name="SMS")).to_be_focused()
    agent.keyboard.press("Space")
    form.get_by_label("Numéro de mobile").fill("12")
    examine(people, agent, "desk-choose-channel")
    form.get_by_label("Numéro de mobile").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("06 12 34 56 78")
    form.get_by_label("Numéro de mobile").fill("06 12 34 56 78")
    form.get_by_label("Numéro de mobile").press("Enter")
    expect(form).to_have_count(0)


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
