"""Somebody wrote twice: an agent who checked it joins both, reads them in one place, separates them, and closes both at once (R1, R7)."""

from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine

REASON = "Demander une aide au logement"
FIRST, SECOND = "Ma demande de lundi", "Je relance ma demande"


def leave_message(citizen: Page, text: str) -> None:
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    citizen.get_by_role("link", name="Laisser un message", exact=True).click()
    citizen.get_by_label("Votre message").fill(text)
    citizen.get_by_role("button", name="Laisser mon message").click()
    expect(citizen.get_by_role("button", name="Copier le lien")).to_be_visible()


def join(agent: Page) -> None:
    """The other contact in hand joins the one that is shown, with the keyboard alone."""
    agent.get_by_role("button", name="Réunir…").press("Enter")
    form = agent.get_by_role("form", name="Réunir un autre contact à celui-ci")
    expect(form.get_by_role("radio")).to_be_focused()
    agent.keyboard.press("Space")
    agent.keyboard.press("Enter")


def test_two_messages_of_one_person_are_joined_and_separated(people: People) -> None:
    agent, citizen = people.sign_in("awa@example.org"), people.arrive()
    leave_message(citizen, FIRST)
    acts.become_available(agent)
    acts.answer(agent, FIRST)
    leave_message(people.arrive(), SECOND)
    acts.answer(agent, SECOND)
    work = agent.get_by_role("navigation", name="Mes conversations").get_by_role("button")
    expect(work).to_have_count(2)
    work.filter(has_text=REASON).nth(0).click()
    join(agent)
    form = agent.get_by_role("form", name="Réunir un autre contact à celui-ci")
    expect(form.get_by_role("alert")).to_contain_text("Rien ne dit que les deux contacts viennent de la même personne.")
    expect(form.get_by_role("checkbox")).to_be_focused()
    examine(people, agent, "desk-joining")
    agent.keyboard.press("Space")
    form.get_by_role("button", name="Réunir", exact=True).click()
    expect(work).to_have_count(1)
    joined = agent.locator("joined-contacts details")
    expect(joined.locator(".bubble")).to_have_count(1)
    expect(agent.locator(".bubble").filter(has_text=FIRST)).to_be_visible()
    expect(agent.locator(".bubble").filter(has_text=SECOND)).to_be_visible()
    examine(people, agent, "desk-joined")
    joined.get_by_role("button", name="Séparer de nouveau").click()
    expect(work).to_have_count(2)
    expect(joined).to_have_count(0)
    join(agent)
    agent.get_by_label("J’ai vérifié").check()
    agent.get_by_role("form").get_by_role("button", name="Réunir", exact=True).click()
    expect(work).to_have_count(1)
    acts.write(agent, "Bonjour, voici notre réponse.")
    acts.finish(agent)
    expect(work).to_have_count(0)
    acts.go_offline(agent)
