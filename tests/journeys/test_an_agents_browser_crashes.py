"""A crash costs an agent nothing, and a citizen at most a moment (R5, R8, R13)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People

SILENCE_MS = 60_000
"""More than the engine waits for a silent screen."""


def crash(page: Page) -> None:
    """The browser dies without a word to the server."""
    page.context.close()


def test_the_conversation_and_the_draft_are_there_after_a_reload(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Avant le rechargement")
    acts.answer(agent, "Avant le rechargement")
    acts.write(agent, "Un instant.")
    expect(acts.bubbles(citizen).last).to_have_text("Un instant.")
    agent.locator(".composer textarea").fill("Phrase commencée")
    agent.reload()
    expect(acts.bubbles(agent)).to_have_text(["Avant le rechargement", "Un instant."])
    expect(agent.locator(".composer textarea")).to_have_value("Phrase commencée")
    acts.finish(agent)
    acts.go_offline(agent)


def test_work_in_hand_is_found_again_after_a_crash(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Avant la panne")
    acts.answer(agent, "Avant la panne")
    crash(agent)
    people.contexts.remove(agent.context)
    acts.write(citizen, "Vous êtes là ?")
    agent = people.sign_in("awa@example.org")
    expect(acts.bubbles(agent)).to_have_text(["Avant la panne", "Vous êtes là ?"])
    acts.write(agent, "Oui, pardon.")
    expect(acts.bubbles(citizen).last).to_have_text("Oui, pardon.")
    acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.faults
def test_work_of_an_agent_who_vanished_goes_to_another_with_its_age(people: People) -> None:
    agent, other = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Mon agent a disparu")
    acts.answer(agent, "Mon agent a disparu")
    crash(agent)
    people.contexts.remove(agent.context)
    acts.become_available(other)
    offer = acts.ringing(other, "Mon agent a disparu")
    expect(offer).to_be_visible(timeout=SILENCE_MS)
    expect(offer.get_by_text("attend depuis 0:3").or_(offer.get_by_text("attend depuis 0:4"))).to_be_visible()
    acts.answer(other, "Mon agent a disparu")
    acts.write(other, "Je reprends votre demande.")
    expect(acts.bubbles(citizen).last).to_have_text("Je reprends votre demande.")
    acts.finish(other)
    acts.go_offline(other)
