"""What people do, in the words of the screens."""

import re

from playwright.sync_api import Locator, Page, expect

LOST = re.compile("La connexion est coupée|Connexion coupée")


def ask(citizen: Page, text: str, *, reason: str = "Demander une aide au logement", name: str = "") -> None:
    """Open a contact from the home page."""
    citizen.goto("/")
    citizen.get_by_role("link", name=reason).click()
    citizen.get_by_label("Votre message").fill(text)
    if name:
        citizen.get_by_label("Votre nom").fill(name)
    citizen.get_by_role("button", name="Envoyer mon message").click()
    citizen.wait_for_url(re.compile("/conversation(#|$)"))


def write(page: Page, text: str) -> None:
    """Say something in the conversation that is shown, citizen or agent."""
    box = page.locator(".composer textarea")
    box.fill(text)
    box.press("Enter")


def become_available(agent: Page) -> None:
    """Or stay so: whoever left his desk a moment ago is still there."""
    status = agent.locator("presence-control").get_by_role("status")
    expect(status).to_have_text(re.compile(r"\S"))
    if status.text_content() != "Disponible":
        agent.get_by_role("button", name="Se rendre disponible").click()
    expect(status).to_have_text("Disponible")


def pause(agent: Page, reason: str) -> None:
    agent.locator("presence-control summary").click()
    agent.get_by_role("button", name=reason).click()
    expect(agent.locator("presence-control").get_by_role("status")).to_have_text(f"En pause : {reason}")


def go_offline(agent: Page) -> None:
    agent.get_by_role("button", name="Se mettre hors ligne").click()
    expect(agent.locator("presence-control").get_by_role("status")).to_have_text("Hors ligne")


def ringing(agent: Page, text: str) -> Locator:
    """The offer of the contact in which this was said."""
    return agent.get_by_role("alertdialog").filter(has_text=text)


def answer(agent: Page, text: str) -> None:
    """Wait for the ring and accept."""
    offer = ringing(agent, text)
    offer.get_by_role("button", name="Répondre").click()
    expect(offer).to_have_count(0)
    expect(bubbles(agent).filter(has_text=text)).to_be_visible()


def bubbles(page: Page) -> Locator:
    return page.locator("conversation-log .bubble")


def finish(agent: Page, outcome: str = "Réglé") -> None:
    """End the conversation that is shown, and wrap it up."""
    agent.get_by_role("button", name="Terminer", exact=True).click()
    wrap_up(agent, outcome)


def wrap_up(agent: Page, outcome: str = "Réglé") -> None:
    agent.get_by_label(outcome).check()
    agent.get_by_role("button", name="Enregistrer et clore").click()
    expect(agent.locator("wrap-up-form")).to_have_count(0)
