"""Transfer, decline and giving up."""

from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.town import SUPERVISOR


def test_a_transfer_to_a_colleague_carries_the_conversation_and_the_note(people: People) -> None:
    agent, colleague = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "À transférer")
    acts.answer(agent, "À transférer")
    acts.become_available(colleague)
    agent.get_by_role("button", name="Transférer").click()
    agent.get_by_label("Un collègue").check()
    agent.get_by_label("Collègue", exact=True).select_option(label="Benoît Le Goff")
    agent.get_by_label("Note pour la personne qui répondra").fill("Attend une réponse sur le loyer")
    agent.locator("transfer-form").get_by_role("button", name="Transférer").click()
    expect(agent.locator("agent-conversation")).to_have_count(0)
    acts.answer(colleague, "À transférer")
    expect(acts.bubbles(colleague)).to_have_text(["À transférer", "Attend une réponse sur le loyer"])
    acts.write(colleague, "Je prends la suite.")
    expect(acts.bubbles(citizen)).to_have_text(["À transférer", "Je prends la suite."])
    acts.finish(colleague)
    for each in (agent, colleague):
        acts.go_offline(each)


def test_a_declined_contact_rings_at_the_next_agent(people: People) -> None:
    agent, colleague = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.become_available(agent)
    acts.become_available(colleague)
    citizen = people.arrive()
    acts.ask(citizen, "Qui répondra ?")
    acts.ringing(agent, "Qui répondra ?").get_by_role("button", name="Décliner").click()
    acts.answer(colleague, "Qui répondra ?")
    acts.finish(colleague)
    for each in (agent, colleague):
        acts.go_offline(each)


def test_a_citizen_who_gives_up_leaves_the_queue(people: People) -> None:
    supervisor = people.sign_in(SUPERVISOR)
    citizen = people.arrive()
    acts.ask(citizen, "Finalement non", reason="Me séparer")
    row = supervisor.locator("waiting-list li").filter(has_text="Me séparer")
    expect(row).to_have_count(1)
    citizen.get_by_role("button", name="Renoncer à ma demande").click()
    citizen.get_by_role("button", name="Oui, renoncer").click()
    expect(citizen.get_by_text("Vous avez renoncé avant la réponse")).to_be_visible()
    expect(row).to_have_count(0)
