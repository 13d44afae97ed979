"""A citizen asks to be called: he is told where and when, an agent calls, in vain first, and nobody has to ask again (R6)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine

REASON = "Demander une aide au logement"


def ask_for_a_call(citizen: Page, number: str) -> None:
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    citizen.get_by_role("link", name="Demander un appel").click()
    citizen.get_by_label("Votre numéro de téléphone").fill(number)
    citizen.get_by_role("button", name="Demander à être rappelé").click()


def test_a_call_in_vain_comes_again_when_the_citizen_says_so(people: People) -> None:
    citizen, agent = people.arrive(scripts=False), people.sign_in("awa@example.org")
    ask_for_a_call(citizen, "06 12")
    expect(citizen.get_by_role("alert")).to_contain_text("Ce n’est pas un numéro de téléphone complet")
    citizen.get_by_label("Votre numéro de téléphone").fill("06 12 34 56 78")
    citizen.get_by_role("button", name="Demander à être rappelé").click()
    expect(citizen.get_by_role("status")).to_contain_text("•• •• •• •• 78")
    acts.become_available(agent)
    offer = agent.get_by_role("alertdialog")
    offer.get_by_role("button", name="Répondre").click()
    expect(agent.get_by_role("link", name="06 12 34 56 78")).to_have_attribute("href", "tel:+33612345678")
    agent.get_by_role("button", name="Pas de réponse").click()
    expect(agent.locator("callback-controls")).to_have_count(0)
    citizen.reload()
    expect(citizen.get_by_role("status")).to_contain_text("Nous n’avons pas pu vous joindre. Nous rappelons")
    citizen.get_by_text("Choisir un autre moment").click()
    citizen.get_by_role("button", name="Déplacer l’appel").click()
    agent.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
    expect(agent.locator("callback-controls")).to_contain_text("1 appel sans réponse")
    acts.finish(agent)
    acts.go_offline(agent)
    citizen.reload()
    expect(citizen.get_by_role("status")).to_contain_text("Cet appel a eu lieu")


def test_whoever_waits_in_writing_is_called_instead_at_the_same_place(people: People) -> None:
    citizen = people.arrive()
    acts.ask(citizen, "Je préfère le téléphone")
    citizen.get_by_role("link", name="Être plutôt rappelé").click()
    citizen.get_by_label("Votre numéro de téléphone").fill("0692 12 34 56")
    citizen.get_by_role("button", name="Demander à être rappelé").click()
    expect(citizen.get_by_role("status")).to_contain_text("•••• •• •• 56")
    citizen.get_by_role("button", name="Annuler l’appel").click()
    expect(citizen.get_by_role("status")).to_contain_text("Vous avez annulé cet appel")


@pytest.mark.looks
def test_the_pages_of_a_call(people: People) -> None:
    citizen, agent = people.arrive(), people.sign_in("awa@example.org")
    ask_for_a_call(citizen, "06 12")
    examine(people, citizen, "ask-callback-error")
    citizen.get_by_label("Votre numéro de téléphone").fill("06 12 34 56 79")
    citizen.get_by_role("button", name="Demander à être rappelé").click()
    expect(citizen.get_by_role("status")).to_contain_text("•• •• •• •• 79")
    examine(people, citizen, "callback")
    acts.become_available(agent)
    agent.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
    expect(agent.locator("callback-controls")).to_be_visible()
    expect(agent.get_by_role("button", name="Message à l’usager")).to_have_count(0)
    examine(people, agent, "desk-call")
    agent.get_by_role("button", name="Mauvais numéro").click()
    expect(agent.locator("callback-controls")).to_have_count(0)
    acts.go_offline(agent)
    citizen.reload()
    expect(citizen.get_by_role("status")).to_contain_text("Nous n’avons pas pu vous joindre")
