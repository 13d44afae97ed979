"""An agent sees what came before without being told who it is, reads it, and finds past contacts by what was said (R1, R13)."""

from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import House, People
from tests.journeys.looking import EVERY_WIDTH, examine
from tests.journeys.test_a_citizen_is_called_back import ask_for_a_call

GONE_MS = 40_000
"""A reader who says nothing more is forgotten by then."""


def call(people: People, agent: Page, number: str) -> None:
    """A citizen asks to be called at this number, and the agent takes the call."""
    citizen = people.arrive(scripts=False)
    ask_for_a_call(citizen, number)
    agent.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
    expect(agent.locator("callback-controls")).to_be_visible()


def test_a_known_number_shows_what_came_before_and_never_who_it_is(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    call(people, agent, "06 12 34 56 81")
    person = agent.locator("person-history")
    expect(person).to_contain_text("06 12 34 56 81")
    expect(person).to_contain_text("Aucun contact précédent.")
    agent.get_by_role("button", name="Terminer", exact=True).click()
    agent.get_by_label("Note", exact=True).fill("Attestation envoyée par courrier")
    acts.wrap_up(agent)
    call(people, agent, "06 12 34 56 81")
    expect(person).to_contain_text("Numéro connu, identité à vérifier.")
    expect(person.get_by_role("listitem").last).to_contain_text("peut-être une autre personne")
    examine(people, agent, "desk-history", widths=EVERY_WIDTH, is_forced=True)
    agent.keyboard.press("Alt+Shift+H")
    expect(person.get_by_role("button")).to_be_focused()
    agent.keyboard.press("Enter")
    reading = agent.get_by_role("dialog", name="Demander une aide au logement")
    expect(reading).to_contain_text("Attestation envoyée par courrier")
    expect(reading).to_contain_text("Réglé")
    examine(people, agent, "desk-past-contact", widths=EVERY_WIDTH, is_forced=True)
    agent.keyboard.press("Escape")
    expect(reading).to_be_hidden()
    expect(person.get_by_role("button")).to_be_focused()
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_history_that_cannot_be_read_says_so_and_is_asked_again(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    agent.context.route("**/person", lambda route: route.abort())
    citizen = people.arrive()
    acts.ask(citizen, "Sans historique")
    acts.answer(agent, "Sans historique")
    person = agent.locator("person-history")
    expect(person.get_by_role("alert")).to_contain_text("L’historique ne peut pas être affiché")
    agent.context.unroute("**/person")
    person.get_by_role("button", name="Réessayer").click()
    expect(person).to_contain_text("Ni numéro ni adresse")
    expect(person.get_by_role("alert")).to_have_count(0)
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_past_contact_is_found_by_its_words_with_the_keyboard_alone(house: House, people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Je signale mon déménagement à Brest", name="Samia B.")
    acts.answer(agent, "mon déménagement")
    acts.write(agent, "C'est noté, merci.")
    acts.finish(agent)
    agent.keyboard.press("Alt+Shift+F")
    search = agent.get_by_role("dialog", name="Rechercher dans les contacts")
    agent.keyboard.type("zanzibar")
    expect(search.get_by_role("status")).to_contain_text("Aucun contact ne contient ces mots.")
    examine(people, agent, "desk-search-empty", is_forced=True)
    agent.context.route("**/live/search*", lambda route: route.abort())
    search.get_by_role("searchbox").press("Enter")
    expect(search.get_by_role("alert")).to_be_visible()
    agent.context.unroute("**/live/search*")
    search.get_by_role("searchbox").fill("demenagements brest")
    found = search.get_by_role("listitem").filter(has_text="déménagement à Brest")
    house.bid("gather")
    search.get_by_role("searchbox").press("Enter")
    expect(found.locator("mark").first).to_be_visible()
    examine(people, agent, "desk-search", widths=EVERY_WIDTH, is_forced=True)
    search.get_by_role("searchbox").focus()
    agent.keyboard.press("ArrowDown")
    agent.keyboard.press("Enter")
    reading = agent.get_by_role("dialog", name="Demander une aide au logement")
    expect(reading.locator("conversation-log")).to_contain_text("C'est noté, merci.")
    agent.keyboard.press("Escape")
    expect(found.get_by_role("button")).to_be_focused()
    agent.keyboard.press("Escape")
    expect(search).to_be_hidden()
    acts.go_offline(agent)


def test_whoever_answers_is_told_who_reads_along(people: People) -> None:
    agent, colleague = people.sign_in("awa@example.org"), people.sign_in("benoit@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Mon dossier passe de main en main", name="Samia B.")
    acts.answer(agent, "de main en main")
    acts.write(agent, "Je vous passe un collègue.")
    expect(acts.bubbles(citizen)).to_have_count(2)
    agent.locator("message-composer textarea").fill("Il vous manque")
    acts.become_available(colleague)
    agent.get_by_role("button", name="Transférer").click()
    expect(agent.get_by_label("Motif", exact=True)).to_have_value("")
    agent.get_by_label("Un collègue").check()
    agent.get_by_label("Collègue", exact=True).select_option("Benoît Le Goff")
    agent.locator("transfer-form").get_by_role("button", name="Transférer").click()
    acts.answer(colleague, "de main en main")
    expect(colleague.locator("conversation-log")).to_contain_text("Awa Diallo")
    begun = agent.get_by_role("region", name="Commencé et non envoyé")
    expect(begun).to_contain_text("Il vous manque")
    examine(people, agent, "desk-begun")
    begun.get_by_role("button", name="Lire la conversation").click()
    reading = agent.get_by_role("dialog", name="Demander une aide au logement")
    expect(reading.get_by_role("status")).to_contain_text("Benoît Le Goff y répond en ce moment")
    expect(colleague.locator(".readers")).to_have_text("Awa Diallo lit aussi cette conversation.")
    examine(people, colleague, "desk-readers", widths=EVERY_WIDTH, is_forced=True)
    agent.keyboard.press("Escape")
    expect(colleague.locator(".readers")).to_have_text("", timeout=GONE_MS)
    begun.get_by_role("button", name="Supprimer").click()
    expect(begun).to_have_count(0)
    acts.finish(colleague)
    for each in (agent, colleague):
        acts.go_offline(each)
