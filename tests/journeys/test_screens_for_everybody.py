"""Every page of a chat from its first word to its end, as everybody may see it (`looking.py`)."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine
from tests.journeys.town import SUPERVISOR

pytestmark = pytest.mark.looks


def test_the_pages_of_the_citizen(people: People) -> None:
    citizen = people.arrive()
    citizen.goto("/")
    examine(people, citizen, "home")
    citizen.get_by_role("link", name="Demander une aide au logement").click()
    examine(people, citizen, "request")
    citizen.get_by_role("button", name="Envoyer mon message").click()
    examine(people, citizen, "request-error")
    citizen.goto("/nothing-here")
    examine(people, citizen, "not-found")
    citizen.goto("/sign-in")
    examine(people, citizen, "sign-in")


def test_the_pages_of_a_conversation(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    supervisor = people.sign_in(SUPERVISOR)
    citizen, other = people.arrive(), people.arrive()
    examine(people, agent, "desk-offline")
    acts.ask(citizen, "Bonjour, mon loyer a augmenté de 40 € en octobre. Que dois-je vous envoyer ?", name="Samia B.")
    examine(people, citizen, "conversation-waiting")
    colleague = people.sign_in("chloe@example.org")
    acts.pause(colleague, "Formation")
    acts.ask(other, "J'ai déménagé samedi, comment le signaler ?", reason="Signaler un déménagement", name="Paul")
    expect(supervisor.locator("waiting-list li")).to_have_count(2)
    examine(people, supervisor, "board")
    acts.become_available(agent)
    expect(agent.get_by_role("alertdialog")).to_be_visible()
    examine(people, agent, "desk-ringing")
    acts.answer(agent, "mon loyer a augmenté")
    acts.write(agent, "Bonjour Samia. Envoyez-nous votre dernière quittance de loyer : une photo lisible suffit.")
    acts.write(citizen, "Merci ! Je peux la déposer sur le site ?")
    expect(acts.bubbles(agent)).to_have_count(3)
    acts.write(agent, "Oui, dans « Mes documents ». Votre droit sera recalculé sous cinq jours.")
    acts.answer(agent, "J'ai déménagé samedi")
    agent.get_by_role("button", name="Samia B.").click()
    examine(people, agent, "desk-conversation")
    expect(acts.bubbles(citizen)).to_have_count(4)
    examine(people, citizen, "conversation-answered")
    agent.get_by_role("button", name="Transférer").click()
    examine(people, agent, "desk-transfer")
    agent.get_by_role("button", name="Annuler").click()
    agent.get_by_role("button", name="Terminer", exact=True).click()
    expect(agent.locator("wrap-up-form")).to_be_visible()
    examine(people, agent, "desk-wrap-up")
    agent.get_by_label("Réglé").check()
    agent.get_by_role("button", name="Enregistrer et clore").click()
    expect(citizen.get_by_text("Cette conversation est terminée.")).to_be_visible()
    examine(people, citizen, "conversation-ended")
    acts.finish(agent)
    for each in (agent, colleague):
        acts.go_offline(each)
