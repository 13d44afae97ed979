"""An agent who works by the keyboard is never sent back to the top of the page: the focus goes where the work goes on."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import EVERY_WIDTH, examine


def ring(people: People, agent: Page, text: str, name: str) -> Locator:
    """A citizen who asks this, and the offer of it."""
    acts.ask(people.arrive(), text, name=name)
    offer = acts.ringing(agent, text)
    expect(offer).to_be_visible()
    return offer


def composer(agent: Page) -> Locator:
    return agent.locator(".composer textarea")


def heading(agent: Page) -> Locator:
    return agent.locator(".exchange h2[tabindex]")


def test_the_focus_goes_where_the_work_goes_on(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    agent.get_by_role("button", name="Se rendre disponible").press("Enter")
    expect(agent.locator("presence-control summary")).to_be_focused()
    ring(people, agent, "Ma première demande", "Samia B.").get_by_role("button", name="Répondre").press("Enter")
    expect(composer(agent)).to_be_focused()
    transfer = agent.get_by_role("button", name="Transférer", exact=True).first
    transfer.press("Enter")
    expect(agent.locator("transfer-form input").first).to_be_focused()
    agent.locator("transfer-form").get_by_role("button", name="Annuler").press("Enter")
    expect(transfer).to_be_focused()
    agent.get_by_role("button", name="Autre canal…").press("Enter")
    agent.locator("ways-form").get_by_role("button", name="Annuler").press("Enter")
    expect(agent.get_by_role("button", name="Autre canal…")).to_be_focused()
    offer = ring(people, agent, "Une seconde demande", "Paul D.")
    heading(agent).focus()
    agent.keyboard.press("Alt+Shift+A")
    expect(offer).to_have_count(0)
    expect(agent.get_by_role("heading", name="Paul D.")).to_be_visible()
    expect(composer(agent)).to_be_focused()
    end_and_close(agent)
    expect(composer(agent)).to_be_focused()
    expect(agent.get_by_role("heading", name="Samia B.")).to_be_visible()
    end_and_close(agent)
    expect(heading(agent)).to_be_focused()
    agent.locator("presence-control summary").press("Enter")
    agent.get_by_role("button", name="Formation").press("Enter")
    expect(agent.locator("presence-control button").first).to_be_focused()
    acts.go_offline(agent)


def end_and_close(agent: Page) -> None:
    agent.get_by_role("button", name="Terminer", exact=True).press("Enter")
    first = agent.locator("wrap-up-form").get_by_role("radio").first
    expect(first).to_be_focused()
    first.press("Space")
    agent.get_by_role("button", name="Enregistrer et clore").press("Enter")


def test_who_declines_goes_on_where_he_was(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Ce que je refuse")
    offer = acts.ringing(agent, "Ce que je refuse")
    offer.get_by_role("button", name="Décliner").press("Enter")
    expect(heading(agent)).to_be_focused()
    citizen.get_by_role("button", name="Renoncer à ma demande").click()
    citizen.get_by_role("button", name="Oui, renoncer").click()
    expect(citizen.get_by_text("Vous avez renoncé avant la réponse")).to_be_visible()
    acts.go_offline(agent)


def test_one_who_ends_accepts_and_comes_back_finds_the_form(people: People) -> None:
    """A script error is a complaint that fails the journey."""
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    ring(people, agent, "Celle qui finit", "Samia B.").get_by_role("button", name="Répondre").click()
    expect(composer(agent)).to_be_visible()
    offer = ring(people, agent, "Celle qui commence", "Paul D.")
    examine(people, agent, "desk-offer", widths={**EVERY_WIDTH, 1920: 1080})
    assert not overlap(offer, agent.locator(".composer .primary"))
    agent.get_by_role("button", name="Transférer", exact=True).click()
    examine(people, agent, "desk-offer-transfer", widths={1920: 1080, 320: 640})
    assert not overlap(offer, agent.locator("transfer-form"))
    agent.locator("transfer-form").get_by_role("button", name="Annuler").click()
    agent.get_by_role("button", name="Terminer", exact=True).click()
    offer.get_by_role("button", name="Répondre").click()
    expect(composer(agent)).to_be_focused()
    agent.locator("my-work .tab").filter(has_text="Samia B.").click()
    expect(agent.locator("wrap-up-form").get_by_role("radio").first).to_be_focused()
    examine(people, agent, "desk-wrap-up", widths=EVERY_WIDTH)
    acts.wrap_up(agent)
    acts.finish(agent)
    acts.go_offline(agent)


def overlap(one: Locator, other: Locator) -> bool:
    a, b = one.bounding_box(), other.bounding_box()
    assert a is not None
    assert b is not None
    apart = (
        a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"] or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
    )
    return not apart
