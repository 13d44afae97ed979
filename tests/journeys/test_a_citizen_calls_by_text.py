"""A citizen who does not hear calls by text: she and the agent see one another write, letter by letter, and correct themselves."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine


def call_by_text(citizen: Page) -> None:
    citizen.goto("/")
    citizen.get_by_role("link", name="Demander une aide au logement").click()
    citizen.get_by_role("link", name="Appeler par écrit").click()
    citizen.get_by_label("Votre nom").fill("Inès S.")
    citizen.get_by_role("button", name="Appeler par écrit").click()
    citizen.wait_for_url(re.compile("/conversation(#|$)"))


def type_into(page: Page, text: str) -> None:
    page.locator(".composer textarea").press_sequentially(text, delay=30)


def test_each_sees_what_the_other_writes_before_it_is_sent(people: People) -> None:
    citizen, agent = people.arrive(), people.sign_in("awa@example.org")
    acts.become_available(agent)
    call_by_text(citizen)
    offer = agent.get_by_role("alertdialog").filter(has_text="Inès S.")
    expect(offer).to_contain_text("Appel par écrit")
    offer.get_by_role("button", name="Répondre").click()
    expect(agent.get_by_label("Appel par écrit")).to_contain_text("Il n’y a pas de son")
    expect(agent.locator("call-panel")).to_have_count(0)
    expect(citizen.get_by_text("Un agent vous répond")).to_be_visible()

    type_into(citizen, "Bonjour, ma demende")
    expect(agent.locator(".drafting")).to_contain_text("Bonjour, ma demende")
    for _ in range(4):
        citizen.locator(".composer textarea").press("Backspace")
    type_into(citizen, "ande")
    expect(agent.locator(".drafting")).to_contain_text("Bonjour, ma demande")
    expect(acts.bubbles(agent)).to_have_count(0)
    examine(people, agent, "desk-call-by-text")

    type_into(agent, "Oui, je vous lis")
    expect(citizen.locator(".drafting")).to_contain_text("Oui, je vous lis")
    examine(people, citizen, "call-by-text")
    citizen.locator(".composer textarea").press("Enter")
    expect(acts.bubbles(agent).filter(has_text="Bonjour, ma demande")).to_be_visible()
    expect(agent.locator(".drafting")).to_have_count(0)
    agent.locator(".composer textarea").press("Enter")
    expect(acts.bubbles(citizen).filter(has_text="Oui, je vous lis")).to_be_visible()
    expect(citizen.locator(".drafting")).to_have_count(0)
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_call_by_text_is_found_again_when_the_page_is_loaded_anew(people: People) -> None:
    citizen, agent = people.arrive(), people.sign_in("awa@example.org")
    call_by_text(citizen)
    acts.become_available(agent)
    agent.get_by_role("alertdialog").filter(has_text="Inès S.").get_by_role("button", name="Répondre").click()
    citizen.reload()
    agent.reload()
    type_into(citizen, "Me voici")
    expect(agent.locator(".drafting")).to_contain_text("Me voici")
    citizen.get_by_role("button", name="Terminer la conversation").click()
    citizen.get_by_role("button", name="Oui, terminer").click()
    acts.wrap_up(agent)
    acts.go_offline(agent)


def test_the_pages_of_a_call_by_text(people: People) -> None:
    citizen = people.arrive()
    citizen.goto("/")
    citizen.get_by_role("link", name="Demander une aide au logement").click()
    citizen.get_by_role("link", name="Appeler par écrit").click()
    examine(people, citizen, "call-by-text-form")
    citizen.goto("/text")
    examine(people, citizen, "enter-text")
    citizen.get_by_label("Le code que l’agent vous donne").fill("0000 0000")
    citizen.get_by_role("button", name="Ouvrir l’écrit").click()
    expect(citizen.get_by_text("Ce code n’ouvre rien")).to_be_visible()
