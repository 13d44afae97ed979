"""An agent with several conversations: who waits longest, panes as wide as he likes, an end that loses no word, a closed lid (R5, R13)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.wiring.postgres import get_address
from tests.journeys import acts
from tests.journeys.conftest import CHROMIUM, FLAGS, House, People
from tests.journeys.looking import EVERY_WIDTH, examine

SILENCE_MS = 100_000
"""More than the house waits for an agent whose page answers no more."""
MORE_OUTCOMES = {"sent": "Document envoyé", "missing": "Pièce manquante, demandée", "met": "Rendez-vous pris", "cut": "Échange interrompu"}


def take(people: People, agent: Page, text: str, name: str = "") -> Page:
    """A citizen who asks this and is answered by the agent."""
    citizen = people.arrive()
    acts.ask(citizen, text, name=name)
    acts.answer(agent, text)
    return citizen


def list_tabs(agent: Page) -> list[str]:
    return agent.locator("my-work .tab-name").all_inner_texts()


def test_who_waits_longest_for_an_answer_stands_first(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    first = take(people, agent, "Première question", "Samia B.")
    take(people, agent, "Deuxième question", "Paul D.")
    tabs = agent.locator("my-work .tab")
    expect(tabs.first).to_contain_text("Samia B.")
    expect(tabs.first).to_contain_text("Attend une réponse")
    tabs.filter(has_text="Samia B.").click()
    acts.write(agent, "Je regarde.")
    expect(tabs.last).to_contain_text("Samia B.")
    expect(tabs.last).to_contain_text("Réponse donnée")
    expect(agent.get_by_role("heading", name="Samia B.")).to_be_visible()
    acts.write(first, "Merci, et ensuite ?")
    expect(tabs.filter(has_text="Samia B.")).to_contain_text("Attend une réponse")
    assert list_tabs(agent) == ["Paul D.", "Samia B."]
    examine(people, agent, "desk-work", widths=EVERY_WIDTH, is_forced=True)
    for _ in range(2):
        acts.finish(agent)
    acts.go_offline(agent)


def test_panes_are_as_wide_as_the_agent_wishes_and_stay_so(people: People) -> None:
    agent = people.sign_in("awa@example.org", width=1440)
    acts.become_available(agent)
    take(people, agent, "Des volets à ma taille")
    border = agent.get_by_role("separator", name="Largeur de mes conversations")
    before = int(border.get_attribute("aria-valuenow") or "0")
    border.focus()
    agent.keyboard.press("ArrowRight")
    expect(border).to_have_attribute("aria-valuenow", str(before + 16))
    expect(border).to_be_focused()
    agent.keyboard.press("Home")
    expect(border).to_have_attribute("aria-valuenow", border.get_attribute("aria-valuemin") or "")
    other = agent.get_by_role("separator", name="Largeur des réponses, de la personne et de l’historique")
    box = other.bounding_box()
    assert box is not None
    agent.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200)
    agent.mouse.down()
    agent.mouse.move(box["x"] - 80, box["y"] + 200, steps=4)
    agent.mouse.up()
    dragged = other.get_attribute("aria-valuenow") or ""
    assert int(dragged) > 350
    agent.reload()
    expect(other).to_have_attribute("aria-valuenow", dragged)
    expect(border).to_have_attribute("aria-valuenow", border.get_attribute("aria-valuemin") or "")
    for width in EVERY_WIDTH:
        agent.set_viewport_size({"width": width, "height": 900})
        expect(agent.locator(".composer textarea")).to_be_visible()
        expect(border).to_be_visible(visible=width >= 768)
        expect(other).to_be_visible(visible=width >= 1152)
    agent.set_viewport_size({"width": 1440, "height": 900})
    acts.finish(agent)
    acts.go_offline(agent)


@contextmanager
def more_outcomes(house: House) -> Iterator[None]:
    """More outcomes than are seen at a glance."""
    with psycopg.connect(get_address(house.folder / "postgres", "guichet"), autocommit=True) as owner:
        add = (
            "insert into directory_wrapupoutcome (organisation_id, key, is_active, labels, is_resolved)"
            " select id, %s, true, jsonb_build_object('fr', %s::text), false from directory_organisation"
        )
        for key, label in MORE_OUTCOMES.items():
            owner.execute(add, [key, label])
        yield
        owner.execute("delete from directory_wrapupoutcome where key = any(%s)", [list(MORE_OUTCOMES)])


def test_the_end_is_found_by_its_words_and_its_note_outlives_the_page(people: People, house: House) -> None:
    with more_outcomes(house):
        agent = people.sign_in("awa@example.org")
        acts.become_available(agent)
        take(people, agent, "Il manque une pièce")
        agent.keyboard.press("Alt+Shift+E")
        note = agent.get_by_label("Note", exact=True)
        note.fill("Quittance demandée")
        agent.reload()
        expect(note).to_have_value("Quittance demandée")
        elsewhere = people.sign_in("awa@example.org")
        expect(elsewhere.get_by_label("Note", exact=True)).to_have_value("Quittance demandée")
        agent.get_by_label("Chercher un résultat").focus()
        agent.keyboard.type("manquante piece")
        expect(agent.locator("wrap-up-form").get_by_role("radio")).to_have_count(1)
        examine(people, agent, "desk-outcomes", widths=EVERY_WIDTH, is_forced=True)
        agent.keyboard.press("Enter")
        expect(agent.get_by_label("Pièce manquante, demandée")).to_be_checked()
        left = agent.locator("wrap-up-form").get_by_role("timer")
        agent.get_by_role("button", name="30 s de plus").click()
        expect(left).to_contain_text("2:")
        agent.get_by_role("button", name="Enregistrer et clore").click()
        for screen in (agent, elsewhere):
            expect(screen.locator("wrap-up-form")).to_have_count(0)
            left_over = screen.get_by_role("region", name="Commencé et non envoyé")
            expect(left_over.filter(has_text="Quittance demandée")).to_have_count(0)
    acts.go_offline(agent)


def test_a_pause_is_taken_from_the_palette(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    agent.keyboard.press("Control+k")
    agent.keyboard.type("formation")
    agent.keyboard.press("Enter")
    expect(agent.locator("presence-control").get_by_role("status")).to_have_text("En pause : Formation")
    agent.keyboard.press("Control+k")
    agent.keyboard.type("rechercher")
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("searchbox")).to_be_focused()
    agent.keyboard.press("Escape")
    acts.go_offline(agent)


def test_the_desk_says_that_the_connection_is_lost_and_that_it_is_back(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = take(people, agent, "Pendant la coupure")
    agent.context.set_offline(True)
    expect(agent.locator("[data-link=lost]")).to_contain_text("Connexion coupée")
    acts.write(agent, "Écrit pendant la coupure")
    agent.context.set_offline(False)
    expect(agent.locator("[data-link=back]")).to_contain_text("Connexion rétablie")
    expect(acts.bubbles(citizen).last).to_have_text("Écrit pendant la coupure")
    expect(agent.locator("[data-link]")).to_have_count(0)
    acts.finish(agent)
    acts.go_offline(agent)


def test_two_tabs_of_one_agent_hold_the_same_words_and_say_them_once(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = take(people, agent, "Deux onglets")
    second = agent.context.new_page()
    second.goto("/desk")
    boxes = [tab.locator(".composer textarea") for tab in (agent, second)]
    expect(boxes[1]).to_be_visible()
    boxes[0].fill("Commencé ici")
    expect(boxes[1]).to_have_value("Commencé ici")
    expect(second.locator(".readers")).to_have_text("Vous écrivez aussi ici dans un autre onglet.")
    boxes[1].fill("Commencé ici, fini là")
    expect(boxes[0]).to_have_value("Commencé ici, fini là")
    boxes[1].press("Enter")
    for tab in (agent, second):
        expect(acts.bubbles(tab)).to_have_text(["Deux onglets", "Commencé ici, fini là"])
    for box in boxes:
        expect(box).to_have_value("")
    expect(acts.bubbles(citizen)).to_have_count(2)
    second.close()
    acts.finish(agent)
    acts.go_offline(agent)


@dataclass
class Laptop:
    """A browser on a machine of its own."""

    people: People
    processes: list[psutil.Process]

    def close_lid(self) -> None:
        """Everything stands still; the network is told nothing."""
        for process in self.processes:
            process.suspend()

    def open_lid(self) -> None:
        for process in self.processes:
            process.resume()


@pytest.fixture
def laptop(house: House, browser: Browser) -> Iterator[Laptop]:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    own = browser.browser_type.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
    people = People(house, own)
    children = psutil.Process().children(recursive=True)
    laptop = Laptop(people, [child for child in children if child.pid not in before])
    yield laptop
    laptop.open_lid()
    people.leave()
    own.close()
    assert people.complaints == []


@pytest.mark.timeout(240)
@pytest.mark.faults
def test_the_lid_closes_on_three_conversations_and_none_is_lost(people: People, laptop: Laptop) -> None:
    questions = ("Mon loyer a augmenté", "Ma fille est née hier", "Je me sépare")
    agent, colleague = laptop.people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.become_available(agent)
    citizens = [take(people, agent, question) for question in questions]
    agent.locator(".composer textarea").fill("Je cherche votre dossier")
    expect(agent.locator("[data-draft=saved]")).to_be_visible()
    laptop.close_lid()
    acts.become_available(colleague)
    for citizen in citizens:
        acts.write(citizen, "Vous êtes là ?")
    for question in questions:
        offer = acts.ringing(colleague, question)
        expect(offer).to_be_visible(timeout=SILENCE_MS)
        expect(offer.get_by_text(re.compile("attend depuis [1-9]:"))).to_be_visible()
        acts.answer(colleague, question)
        expect(acts.bubbles(colleague)).to_have_text([question, "Vous êtes là ?"])
    laptop.open_lid()
    expect(agent.locator("presence-control").get_by_role("status")).to_have_text("Hors ligne : cet écran ne répondait plus")
    expect(agent.locator("my-work .tab")).to_have_count(0)
    begun = agent.get_by_role("region", name="Commencé et non envoyé")
    expect(begun).to_contain_text("Je cherche votre dossier")
    begun.get_by_role("button", name="Supprimer").click()
    for _ in questions:
        acts.finish(colleague)
    acts.go_offline(colleague)
