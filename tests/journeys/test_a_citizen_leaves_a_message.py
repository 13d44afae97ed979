"""Nobody is there: a citizen leaves a message, an agent answers it in writing the next day, and he reads the answer by his link."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from guichet.wiring.postgres import get_address
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street, open_house
from tests.journeys.looking import examine
from tests.journeys.sites import Site, open_site
from tests.journeys.test_widget import PDF, get_frame, launcher, open_widget

REASON = "Demander une aide au logement"
STORY = "Mon loyer a augmenté en octobre. Que dois-je envoyer ?"
ANSWER = "Bonjour. Envoyez-nous votre nouvelle quittance, cela suffit."


@contextmanager
def open_closed_house() -> Iterator[House]:
    """One that opens tomorrow, and sends mails, to nobody."""
    with open_house(GUICHET_SMTP_URL="smtp://127.0.0.1:9", GUICHET_MAIL_FROM="ne-pas-repondre@example.org") as house:
        tomorrow = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=1)
        with psycopg.connect(get_address(house.folder / "postgres", "guichet")) as connection:
            connection.execute("delete from directory_openinghours where weekday <> %s", [tomorrow.isoweekday()])
            connection.execute("update directory_openinghours set from_minute = 540, to_minute = 1020")
        yield house


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_closed_house)


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with open_site(house) as site:
        yield site


def answer(agent: Page, text: str) -> None:
    """Take up what waits, write, end."""
    acts.become_available(agent)
    acts.answer(agent, text)
    expect(agent.locator("message-facts")).to_contain_text("Réponse promise au plus tard")
    acts.write(agent, ANSWER)
    expect(acts.bubbles(agent).filter(has_text=ANSWER)).to_be_visible()


def fill(frame: FrameLocator) -> None:
    frame.get_by_label("Quel est le sujet ?").select_option(label=REASON)
    frame.get_by_label("Votre message").fill(STORY)


def test_a_message_left_at_the_widget_is_answered_behind_its_link(people: People, site: Site) -> None:
    citizen, agent = people.arrive(), people.sign_in("awa@example.org")
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    expect(frame.get_by_text("Laissez un message")).to_be_visible()
    fill(frame)
    frame.get_by_label("Votre numéro de téléphone").fill("12")
    frame.get_by_role("button", name="Laisser mon message").click()
    expect(frame.get_by_role("alert")).to_contain_text("Ce n’est pas un numéro de téléphone complet")
    expect(frame.get_by_label("Votre numéro de téléphone")).to_be_focused()
    frame.get_by_label("Votre numéro de téléphone").fill("06 12 34 56 78")
    chosen = [
        {"name": "Quittance.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"MZ" + bytes(100)},
    ]
    frame.get_by_label("Fichiers").set_input_files(chosen)  # type: ignore[arg-type]  # what Playwright documents
    frame.get_by_role("button", name="Laisser mon message").press("Enter")
    expect(frame.get_by_role("status")).to_contain_text("Votre message a bien été reçu. Un agent vous répond au plus tard le")
    expect(frame.get_by_role("status")).to_contain_text("photo.png n’a pas été envoyé : Les programmes ne peuvent pas être envoyés ici.")
    address = frame.get_by_label("Gardez ce lien").input_value()
    citizen.reload()
    expect(get_frame(citizen).get_by_label("Gardez ce lien")).to_have_value(address)
    answer(agent, STORY)
    expect(agent.get_by_role("link", name="06 12 34 56 78")).to_be_visible()
    expect(agent.locator(".bubble.file .name")).to_have_text(["Quittance.pdf"])
    acts.finish(agent)
    acts.go_offline(agent)
    reader = people.arrive()
    reader.goto(address)
    expect(reader.locator(".bubble").filter(has_text=ANSWER)).to_be_visible()
    expect(reader.get_by_text("Terminée", exact=False).first).to_be_visible()


def test_a_message_is_left_without_scripts_and_read_without_them(people: People, tmp_path: Path) -> None:
    citizen, agent = people.arrive(scripts=False), people.sign_in("benoit@example.org")
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    citizen.get_by_role("link", name="Laisser un message", exact=True).click()
    citizen.get_by_role("button", name="Laisser mon message").click()
    expect(citizen.get_by_role("alert")).to_contain_text("Écrivez votre message")
    paper = tmp_path / "Quittance.pdf"
    paper.write_bytes(PDF)
    citizen.get_by_label("Votre message").fill("Sans scripts, la nuit")
    citizen.get_by_label("Fichiers").set_input_files(paper)
    citizen.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    citizen.get_by_role("button", name="Laisser mon message").click()
    expect(citizen.get_by_role("status").first).to_contain_text("Votre message a bien été reçu.")
    expect(citizen).to_have_url(re.compile("/follow/"))
    answer(agent, "Sans scripts, la nuit")
    expect(agent.locator("message-facts")).to_contain_text("Un courriel annonce qu’elle est là")
    acts.finish(agent)
    acts.go_offline(agent)
    citizen.reload()
    expect(citizen.locator(".bubble").filter(has_text=ANSWER)).to_be_visible()
    citizen.get_by_role("button", name="Ouvrir les fichiers").click()
    expect(citizen.get_by_role("link", name="Quittance.pdf")).to_be_visible()


@pytest.mark.looks
def test_the_desk_of_a_message(people: People) -> None:
    citizen, agent = people.arrive(), people.sign_in("awa@example.org")
    leave_on_the_page(citizen, "Pour la photo")
    answer(agent, "Pour la photo")
    examine(people, agent, "desk-message")
    acts.finish(agent)
    acts.go_offline(agent)


def leave_on_the_page(citizen: Page, text: str) -> None:
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    citizen.get_by_role("link", name="Laisser un message", exact=True).click()
    citizen.get_by_label("Votre message").fill(text)
    citizen.get_by_role("button", name="Laisser mon message").click()
    expect(citizen.get_by_role("button", name="Copier le lien")).to_be_visible()


@pytest.mark.looks
def test_the_widget_when_nobody_is_there(people: People, site: Site) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    examine(people, citizen, "widget-closed-hours")
    fill(frame)
    frame.get_by_label("Votre numéro de téléphone").fill("12")
    frame.get_by_role("button", name="Laisser mon message").click()
    expect(frame.get_by_role("alert")).to_be_visible()
    examine(people, citizen, "widget-message-error")
    frame.get_by_label("Votre numéro de téléphone").fill("")
    frame.get_by_role("button", name="Laisser mon message").click()
    expect(frame.get_by_label("Gardez ce lien")).to_be_visible()
    examine(people, citizen, "widget-message-left")


def test_a_message_is_left_by_the_keyboard_alone_and_only_once(people: People, site: Site) -> None:
    citizen = people.arrive()
    citizen.goto(site.origin)
    launcher(citizen).focus()
    citizen.keyboard.press("Enter")
    frame = get_frame(citizen)
    expect(frame.get_by_role("heading", level=1)).to_be_focused()
    posts: list[str] = []
    citizen.on("request", lambda request: posts.append(request.url) if request.url.endswith("/message/contacts") else None)
    frame.get_by_label("Quel est le sujet ?").focus()
    citizen.keyboard.press("ArrowDown")
    expect(frame.get_by_label("Quel est le sujet ?")).not_to_have_value("")
    citizen.keyboard.press("Tab")
    citizen.keyboard.type("Écrit sans souris")
    button = frame.get_by_role("button", name="Laisser mon message")
    for _ in range(12):
        if button.evaluate("button => button === document.activeElement"):
            break
        citizen.keyboard.press("Tab")
    citizen.keyboard.press("Enter")
    citizen.keyboard.press("Enter")
    expect(frame.get_by_label("Gardez ce lien")).to_be_visible()
    assert len(posts) == 1
    frame.get_by_role("button", name="Faire une autre demande").press("Enter")
    expect(frame.get_by_label("Votre message")).to_have_value("")


@pytest.mark.looks
def test_the_pages_of_a_message(people: People) -> None:
    citizen = people.arrive()
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    examine(people, citizen, "request-closed")
    citizen.get_by_role("link", name="Laisser un message", exact=True).click()
    citizen.get_by_role("button", name="Laisser mon message").click()
    expect(citizen.get_by_role("alert")).to_be_visible()
    examine(people, citizen, "leave-message-error")
    citizen.get_by_label("Votre message").fill(STORY)
    citizen.get_by_role("button", name="Laisser mon message").click()
    expect(citizen.get_by_role("button", name="Copier le lien")).to_be_visible()
    examine(people, citizen, "message-left")
