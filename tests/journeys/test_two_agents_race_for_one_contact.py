"""However they race, one person holds a contact (R1)."""

from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People, wait_until
from tests.journeys.town import SUPERVISOR

CLICK_AT = "([selector, at]) => setTimeout(() => document.querySelector(selector).click(), at - Date.now())"


def soon(page: Page) -> float:
    """An instant that every page can reach: half a second from now."""
    return float(page.evaluate("Date.now()")) + 500


def held_by(page: Page) -> int:
    return page.locator("agent-conversation").count()


def decline_where_it_rings(agents: list[Page]) -> None:
    """Whoever it rings at declines."""
    rings: list[Page] = []

    def listen() -> bool:
        rings[:] = [agent for agent in agents if agent.get_by_role("alertdialog").count()]
        return bool(rings)

    wait_until(listen, 15, "it rings nowhere")
    rings[0].get_by_role("button", name="Décliner").click()
    expect(rings[0].get_by_role("alertdialog")).to_have_count(0)


def test_one_of_two_agents_gets_a_contact_that_both_take_at_once(people: People) -> None:
    """Both have declined it, both change their mind in the same instant."""
    agents = [people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")]
    for agent in agents:
        acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Deux mains pour un contact")
    for _ in agents:
        decline_where_it_rings(agents)
    for agent in agents:
        expect(agent.get_by_role("alertdialog")).to_have_count(0)
        agent.get_by_role("button", name="Contacts en attente").click()
        expect(agent.get_by_role("button", name="Prendre : Demander une aide au logement")).to_be_visible()
    at = soon(agents[0])
    for agent in agents:
        agent.evaluate(CLICK_AT, ["waiting-contacts .rows button", at])
    wait_until(lambda: sum(map(held_by, agents)) == 1, 5, "nobody holds it, or both do")
    winner, loser = agents if held_by(agents[0]) else reversed(agents)
    expect(loser.locator(".desk-problem[role=alert]")).to_contain_text("n’attend plus")
    assert [held_by(winner), held_by(loser)] == [1, 0]
    acts.write(winner, "Je m'en occupe.")
    expect(acts.bubbles(citizen).last).to_have_text("Je m'en occupe.")
    acts.finish(winner)
    for agent in agents:
        acts.go_offline(agent)


def test_a_supervisors_order_and_an_acceptance_at_once_leave_one_owner(people: People) -> None:
    first, second = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    supervisor = people.sign_in(SUPERVISOR)
    acts.become_available(first)
    citizen = people.arrive()
    acts.ask(citizen, "Un ordre et une réponse")
    expect(acts.ringing(first, "Un ordre et une réponse")).to_be_visible()
    acts.become_available(second)
    supervisor.get_by_role("button", name="Confier : Demander une aide au logement").click()
    choice = supervisor.get_by_role("dialog").get_by_label("Agent")
    choice.select_option(value=choice.locator("option", has_text="Benoît Le Goff").get_attribute("value"))
    at = soon(first)
    first.evaluate(CLICK_AT, ["ringing-offer button.primary", at])
    supervisor.evaluate(CLICK_AT, ["order-dialog dialog button.primary", at])
    expect(acts.bubbles(second)).to_have_text(["Un ordre et une réponse"])
    expect(first.locator("agent-conversation")).to_have_count(0)
    acts.write(second, "C'est moi.")
    expect(acts.bubbles(citizen).last).to_have_text("C'est moi.")
    acts.finish(second)
    for agent in (first, second):
        acts.go_offline(agent)
