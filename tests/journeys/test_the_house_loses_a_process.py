"""A process killed in the middle of a conversation: it is started again, and nobody has to begin anew (R8, R16)."""

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import House, People


@pytest.mark.faults
def test_a_conversation_goes_on_while_the_engine_is_dead_and_new_ones_ring_afterwards(people: People, house: House) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen, newcomer = people.arrive(), people.arrive()
    acts.ask(citizen, "Avant la mort du moteur")
    acts.answer(agent, "Avant la mort du moteur")
    house.kill("engine")
    acts.write(citizen, "Vous m'entendez ?")
    expect(acts.bubbles(agent).last).to_have_text("Vous m'entendez ?")
    acts.write(agent, "Très bien.")
    expect(acts.bubbles(citizen).last).to_have_text("Très bien.")
    acts.ask(newcomer, "Arrivé pendant la panne")
    acts.answer(agent, "Arrivé pendant la panne")
    acts.write(agent, "Bonjour !")
    expect(acts.bubbles(newcomer).last).to_have_text("Bonjour !")
    acts.finish(agent)
    expect(acts.bubbles(agent).first).to_have_text("Avant la mort du moteur")
    acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.faults
def test_screens_come_back_by_themselves_when_the_web_process_was_killed(people: People, house: House) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Avant la mort du web")
    acts.answer(agent, "Avant la mort du web")
    house.kill("web")
    acts.write(citizen, "Écrit pendant l'arrêt")
    acts.write(agent, "Moi aussi")
    for page in (citizen, agent):
        expect(acts.bubbles(page).filter(has_text="Écrit pendant l'arrêt")).to_have_count(1, timeout=30_000)
        expect(acts.bubbles(page).filter(has_text="Moi aussi")).to_have_count(1, timeout=30_000)
    assert acts.bubbles(citizen).all_text_contents() == acts.bubbles(agent).all_text_contents()
    acts.finish(agent)
    acts.go_offline(agent)
