"""From an empty installation to a first contact that is answered: the guide, with the keyboard, in one sitting or in two."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import acts
from tests.journeys.conftest import READY_SECONDS, ROOT, House, People, answers, find_port, wait_until
from tests.journeys.looking import examine

LINK = re.compile(r"begin here: http://[^/]+(/set-up/begin/\S+)")
PASSWORD = "une phrase bien longue 7"
FIRST_START_SECONDS = 2 * READY_SECONDS
"""The first start makes every table."""
NAME, EMAIL = "Camille Perrin", "camille@bar.example"


@pytest.fixture
def empty_house() -> Iterator[House]:
    """An installation in which nobody has ever been."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-first-"))
    folder.chmod(0o711)
    unwanted = {"DATABASE_URL", "GUICHET_SECRET_KEY", "GUICHET_DEMONSTRATION"}
    environment = {key: value for key, value in os.environ.items() if key not in unwanted} | {"GUICHET_DATA": str(folder)}
    port = find_port()
    command = [sys.executable, "-m", "guichet.wiring.commands", "serve", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://localhost:{port}"
        wait_until(lambda: answers(f"{address}/readyz"), FIRST_START_SECONDS, f"the house does not answer: see {folder}/serve.log")
        yield House(address, folder, process)
    finally:
        process.terminate()
        process.wait(30)
    shutil.rmtree(folder, ignore_errors=True)


def find_link(house: House) -> str:
    log = house.folder / "serve.log"
    wait_until(lambda: LINK.search(log.read_text()) is not None, READY_SECONDS, "no link was printed")
    found = LINK.search(log.read_text())
    assert found is not None
    return found[1]


def fill(page: Page, **fields: str) -> None:
    """Write with the keyboard into the fields of these names."""
    for name, text in fields.items():
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def be_open_always(page: Page) -> None:
    for row in page.locator(".week .day").all():
        for place, time in enumerate(("00:00", "00:00", "", "")):
            row.locator("input").nth(place).fill(time)


@pytest.mark.timeout(480)
def test_a_counter_is_set_up_with_the_keyboard_and_answers_its_first_contact(empty_house: House, browser: Browser) -> None:
    people = People(empty_house, browser)
    link = find_link(empty_house)
    administrator = begin_the_guide(people, link)
    administrator = come_back_later(people, administrator, link)
    fill_the_directory(people, administrator)
    answer_a_first_contact(people, administrator)
    people.leave()
    assert people.complaints == []


def begin_the_guide(people: People, link: str) -> Page:
    """Without the link nobody gets in; with it, the organisation and its first administrator."""
    stranger = people.arrive()
    stranger.goto("/set-up/organisation")
    expect(stranger.get_by_role("heading", name="La mise en place commence par un lien")).to_be_visible()
    examine(people, stranger, "set-up-closed")
    administrator = people.arrive()
    administrator.goto(link)
    expect(administrator.get_by_text("Étape 1 sur 7")).to_be_visible()
    press(administrator, "Continuer")
    expect(administrator.get_by_role("alert")).to_contain_text("Écrivez le nom de votre organisme.")
    fill(administrator, name="Mairie de Bar-le-Duc", site="Hôtel de ville", city="Bar-le-Duc")
    examine(people, administrator, "set-up-organisation")
    press(administrator, "Continuer")
    fill(administrator, name=NAME, email=EMAIL, password=PASSWORD, again=PASSWORD + "?")
    press(administrator, "Continuer")
    expect(administrator.get_by_role("alert")).to_contain_text("Les deux mots de passe diffèrent.")
    fill(administrator, password=PASSWORD, again=PASSWORD)
    examine(people, administrator, "set-up-administrator")
    press(administrator, "Continuer")
    administrator.wait_for_url("**/set-up/hours")
    return administrator


def come_back_later(people: People, administrator: Page, link: str) -> Page:
    """The browser is closed; the link opens nothing any more, the account does, and the guide goes on where it stood."""
    administrator.context.close()
    people.contexts.remove(administrator.context)
    again = people.arrive()
    again.goto(link)
    expect(again.get_by_role("heading", name="Ce guichet est déjà en place")).to_be_visible()
    again.goto("/sign-in")
    again.get_by_label("Adresse électronique").fill(EMAIL)
    again.get_by_label("Mot de passe").fill(PASSWORD)
    press(again, "Se connecter")
    again.wait_for_url("**/board")
    again.get_by_role("link", name="Réglages").click()
    again.get_by_role("link", name="Continuer le guide").click()
    expect(again.get_by_text("Étape 3 sur 7")).to_be_visible()
    return again


def fill_the_directory(people: People, administrator: Page) -> None:
    examine(people, administrator, "set-up-hours")
    be_open_always(administrator)
    press(administrator, "Continuer")
    administrator.get_by_role("link", name="Mairie", exact=False).filter(has_text="État civil").click()
    administrator.get_by_label("Bruit et voisinage").uncheck()
    examine(people, administrator, "set-up-reasons")
    press(administrator, "Prendre ces motifs")
    fill(administrator, name="Awa Diallo", email="awa@bar.example")
    press(administrator, "Ajouter cet agent")
    expect(administrator.get_by_role("heading", name="1 agent")).to_be_visible()
    let_the_agent_in(people, administrator.get_by_label("Lien pour choisir un mot de passe").input_value())
    press(administrator, "Je réponds aussi moi-même")
    examine(people, administrator, "set-up-agents")
    press(administrator, "Continuer")
    fill(administrator, widget_origins="barleduc")
    press(administrator, "Continuer")
    expect(administrator.get_by_role("alert")).to_contain_text("n’est pas l’adresse d’un site")
    administrator.locator("[name=widget_origins]").fill("www.barleduc.example/accueil")
    examine(people, administrator, "set-up-widget")
    press(administrator, "Continuer")
    expect(administrator.get_by_text("Étape 7 sur 7")).to_be_visible()
    examine(people, administrator, "set-up-test")


def let_the_agent_in(people: People, link: str) -> None:
    """The link that the administrator passes on brings the agent to a desk of his own."""
    agent = people.arrive()
    agent.goto(link)
    fill(agent, password=PASSWORD)
    agent.locator("main form button.primary").focus()
    agent.keyboard.press("Enter")
    agent.wait_for_url("**/desk")
    agent.context.close()
    people.contexts.remove(agent.context)


def answer_a_first_contact(people: People, administrator: Page) -> None:
    desk = administrator.context.new_page()
    desk.goto("/desk")
    acts.become_available(desk)
    citizen = people.arrive()
    citizen.goto("/")
    expect(citizen.get_by_text("Ouvert en ce moment")).to_be_visible()
    assert citizen.get_by_text("Bruit et voisinage").count() == 0
    acts.ask(citizen, "Bonjour, comment déclarer ma fille née hier ?", reason="Déclarer une naissance")
    acts.answer(desk, "comment déclarer ma fille")
    acts.write(desk, "Félicitations ! Venez à l’état civil dans les cinq jours.")
    expect(acts.bubbles(citizen)).to_have_count(2)
    acts.finish(desk)
    press(administrator, "Terminer la mise en place")
    expect(administrator.get_by_role("heading", name="Réglages")).to_be_visible()
    assert administrator.get_by_text("Le guide de mise en place n’est pas terminé.").count() == 0
