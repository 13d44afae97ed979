"""An agent answers with the keyboard alone, from models, with files; what he has begun to write follows him (R13)."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine

SAVED_MS = 10_000
PICTURES = os.environ.get("GUICHET_PICTURES")


def begin(people: People, text: str) -> tuple[Page, Page]:
    """An agent who answers somebody who asked this."""
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, text, name="Samia B.")
    acts.answer(agent, text)
    return agent, citizen


def tab_to(page: Page, target: Locator) -> None:
    """Reach it as somebody without a mouse does."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def keep_model(agent: Page, title: str, text: str) -> None:
    agent.goto("/desk/snippets/new")
    agent.get_by_label("Titre").fill(title)
    agent.get_by_label("Texte").fill(text)
    agent.get_by_role("button", name=re.compile("Enregistrer")).click()
    agent.wait_for_url("**/desk/snippets")
    agent.goto("/desk")


def test_an_agent_answers_from_a_model_with_the_keyboard_alone(people: People, tmp_path: Path) -> None:
    paper = tmp_path / "liste.txt"
    paper.write_text("Quittance de loyer")
    agent = people.sign_in("awa@example.org")
    agent.on("filechooser", lambda chooser: chooser.set_files(paper))  # from the start: a browser asked just before shows its own
    keep_model(agent, "Pièces à fournir", "Bonjour {usager}, envoyez-nous {pièce}.")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Que dois-je envoyer ?", name="Samia B.")
    offer = acts.ringing(agent, "Que dois-je envoyer ?")
    expect(offer).to_contain_text("Proposé à vous")
    examine(people, agent, "desk-ringing")
    agent.keyboard.press("Alt+Shift+A")
    expect(offer).to_have_count(0)
    box = agent.locator(".composer textarea")
    tab_to(agent, box)
    agent.keyboard.press("/")
    choice = agent.get_by_role("dialog").get_by_role("option", name="Pièces à fournir")
    expect(choice).to_contain_text("Bonjour Samia B., envoyez-nous {pièce}.")
    examine(people, agent, "desk-models")
    agent.keyboard.type("fournir pieces")
    agent.keyboard.press("Enter")
    expect(box).to_have_value("Bonjour Samia B., envoyez-nous {pièce}.")
    agent.keyboard.press("Enter")
    expect(agent.locator(".composer").get_by_role("alert")).to_contain_text("{pièce}")
    examine(people, agent, "desk-blank-left")
    agent.keyboard.type("votre quittance")
    agent.keyboard.press("Enter")
    expect(acts.bubbles(citizen).last).to_have_text("Bonjour Samia B., envoyez-nous votre quittance.")
    tab_to(agent, agent.get_by_role("button", name="Joindre un fichier"))
    agent.keyboard.press("Enter")
    expect(citizen.locator("conversation-log").get_by_role("link", name="liste.txt")).to_be_visible()
    agent.keyboard.press("Alt+Shift+E")
    tab_to(agent, agent.locator("wrap-up-form input[type=radio]").first)
    agent.keyboard.press("Space")
    tab_to(agent, agent.get_by_role("button", name="Enregistrer et clore"))
    agent.keyboard.press("Enter")
    expect(agent.locator("wrap-up-form")).to_have_count(0)
    acts.go_offline(agent)


def test_a_file_that_is_refused_says_why(people: People, tmp_path: Path) -> None:
    agent, _ = begin(people, "Envoyez-moi le formulaire")
    program = tmp_path / "formulaire.pdf"
    program.write_bytes(b"MZ" + bytes(200))
    agent.locator("file-sender:not([hidden]) input[type=file]").set_input_files(program)
    expect(agent.locator(".parcel.failed")).to_contain_text("formulaire.pdf")
    agent.locator(".parcel.failed").get_by_role("button", name="Retirer").click()
    expect(agent.locator(".parcel")).to_have_count(0)
    acts.finish(agent)
    acts.go_offline(agent)


def test_what_was_begun_is_found_again_in_another_browser(people: People) -> None:
    agent, citizen = begin(people, "Où en est mon dossier ?")
    agent.locator(".composer textarea").fill("Je regarde votre dossier")
    expect(agent.locator("[data-draft=saved]")).to_have_text("Brouillon enregistré", timeout=SAVED_MS)
    elsewhere = people.sign_in("awa@example.org")
    expect(elsewhere.locator(".composer textarea")).to_have_value("Je regarde votre dossier")
    elsewhere.locator(".composer textarea").press("Enter")
    expect(acts.bubbles(citizen).last).to_have_text("Je regarde votre dossier")
    agent.reload()
    expect(agent.locator(".composer textarea")).to_have_value("")
    acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.parametrize("kept", ["Version d'ici", "Version d'ailleurs"])
def test_of_two_versions_the_agent_chooses(people: People, kept: str) -> None:
    agent, citizen = begin(people, "Deux versions")
    elsewhere = people.sign_in("awa@example.org")
    expect(acts.bubbles(elsewhere)).to_have_count(1)
    agent.locator(".composer textarea").fill("Version d'ici")
    elsewhere.locator(".composer textarea").fill("Version d'ailleurs")
    for screen in (agent, elsewhere):
        expect(screen.locator("[data-draft=saved]")).to_have_text("Brouillon enregistré", timeout=SAVED_MS)
    agent.reload()
    rivals = agent.locator(".rivals")
    expect(rivals.get_by_role("listitem")).to_have_count(2)
    examine(people, agent, "desk-two-drafts")
    rivals.get_by_role("listitem").filter(has_text=kept).get_by_role("button").click()
    expect(rivals).to_have_count(0)
    expect(agent.locator(".composer textarea")).to_have_value(kept)
    agent.locator(".composer textarea").press("Enter")
    expect(acts.bubbles(citizen).last).to_have_text(kept)
    acts.finish(agent)
    acts.go_offline(agent)


def test_shortcuts_are_shown_changed_and_switched_off(people: People) -> None:
    agent, _ = begin(people, "Avec les raccourcis")
    box = agent.locator(".composer textarea")
    box.press("?")
    expect(box).to_have_value("?")
    box.fill("")
    agent.locator("body").press("Control+k")
    palette = agent.get_by_role("dialog", name="Toutes les commandes")
    expect(palette.get_by_role("option", name="Terminer la conversation")).to_be_visible()
    expect(palette.get_by_role("option", name="Répondre à ce qui sonne")).to_have_count(0)
    examine(people, agent, "desk-palette")
    agent.keyboard.type("note")
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("button", name="Ajouter une note interne")).to_be_visible()
    agent.get_by_role("button", name="Message à l’usager").click()
    agent.get_by_role("heading", name="Samia B.").click()
    agent.keyboard.press("?")
    sheet = agent.get_by_role("dialog", name="Raccourcis clavier")
    sheet.get_by_role("button", name="Modifier les touches de : Écrire une note interne").click()
    agent.keyboard.press("Control+k")
    expect(sheet.get_by_role("alert")).to_contain_text("Toutes les commandes")
    examine(people, agent, "desk-shortcuts")
    sheet.get_by_role("button", name="Modifier les touches de : Écrire une note interne").click()
    agent.keyboard.press("Alt+j")
    agent.reload()
    agent.locator("body").press("Alt+j")
    expect(agent.get_by_role("button", name="Ajouter une note interne")).to_be_visible()
    agent.get_by_role("heading", name="Samia B.").click()
    agent.keyboard.press("?")
    sheet.get_by_label("Utiliser les raccourcis clavier").uncheck()
    sheet.get_by_role("button", name="Fermer").click()
    agent.keyboard.press("Control+k")
    expect(palette).to_be_hidden()
    acts.finish(agent)
    acts.go_offline(agent)


def test_one_of_several_tabs_rings_as_the_agent_wishes(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    agent.locator("desk-ring summary").click()
    expect(agent.locator("desk-ring .panel")).to_contain_text("Cet onglet sonne.")  # it did before there was another
    second = agent.context.new_page()
    second.goto("/desk")
    second.locator("desk-ring summary").click()
    expect(second.locator("desk-ring .panel")).to_contain_text("Un autre onglet de votre poste sonne.")
    examine(people, agent, "desk-ring")
    agent.get_by_role("button", name="Essayer le son").click()
    agent.get_by_label("Son quand un contact sonne").uncheck()
    agent.reload()
    expect(agent.locator("desk-ring summary")).to_have_text("Sonnerie, son coupé")
    agent.locator("desk-ring summary").click()
    agent.get_by_label("Son quand un contact sonne").check()
    agent.keyboard.press("Escape")
    expect(agent.locator("desk-ring .panel")).to_be_hidden()
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Qui sonne ?")
    for tab in (agent, second):
        expect(acts.ringing(tab, "Qui sonne ?")).to_be_visible()
        expect(tab).to_have_title(re.compile(r"^\(1\)"))
    second.close()
    acts.answer(agent, "Qui sonne ?")
    acts.finish(agent)
    acts.go_offline(agent)
