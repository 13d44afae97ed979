"""However they race, one person holds a contact (R1)."""

from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People, wait_until
from tests.journeys.town import SUPERVISOR

CLICK_AT = "([selector, at]) => setTimeout(() => document.querySelector(selector).click(), at - Date.now())"
PULL_AT = """async ([contact, at]) => {
  await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
  const answer = await fetch(`/live/contacts/${contact}/pull`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': document.querySelector('meta[name=csrf-token]').content },
    body: JSON.stringify({ key: crypto.randomUUID() }),
  });
  return answer.status;
}"""


def soon(page: Page) -> float:
    """An instant that every page can reach: half a second from now."""
    return float(page.evaluate("Date.now()")) + 500


def held_by(page: Page) -> int:
    return page.locator("agent-conversation").count()


def test_one_of_two_agents_gets_a_contact_that_both_take_at_once(people: People) -> None:
    first, second = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.become_available(first)
    citizen = people.arrive()
    acts.ask(citizen, "Deux mains pour un contact")
    offer = acts.ringing(first, "Deux mains")
    expect(offer).to_be_visible()
    acts.become_available(second)
    contact = citizen.locator("citizen-chat").get_attribute("contact")
    at = soon(first)
    first.evaluate(CLICK_AT, ["ringing-offer button.primary", at])
    status = second.evaluate(PULL_AT, [contact, at])
    assert status in {202, 409}  # posted before the acceptance was decided, or told at once that it is too late
    wait_until(lambda: held_by(first) + held_by(second) == 1, 5, "nobody holds it, or both do")
    if status == 202:
        expect(second.locator(".desk-problem .notice").or_(second.locator("agent-conversation"))).to_be_visible()
    assert held_by(first) + held_by(second) == 1
    winner = first if held_by(first) else second
    acts.write(winner, "Je m'en occupe.")
    expect(acts.bubbles(citizen).last).to_have_text("Je m'en occupe.")
    acts.finish(winner)
    for agent in (first, second):
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
    supervisor.get_by_label("Agent", exact=True).select_option(label="Benoît Le Goff (0)")
    at = soon(first)
    first.evaluate(CLICK_AT, ["ringing-offer button.primary", at])
    supervisor.evaluate(CLICK_AT, ["waiting-list dialog button.primary", at])
    expect(acts.bubbles(second)).to_have_text(["Un ordre et une réponse"])
    expect(first.locator("agent-conversation")).to_have_count(0)
    acts.write(second, "C'est moi.")
    expect(acts.bubbles(citizen).last).to_have_text("C'est moi.")
    acts.finish(second)
    for agent in (first, second):
        acts.go_offline(agent)
