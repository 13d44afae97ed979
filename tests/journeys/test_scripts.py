"""A script met by citizens: alone on a page without scripts of the browser, by words in the widget, and up to a person who sees it all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys import acts, scripted
from tests.journeys.conftest import House, People, open_house
from tests.journeys.looking import examine
from tests.journeys.scripted import ANSWER, DESTITUTE, HELPED, PAYMENT, QUOTIENT, REASON, TAKES_OVER, THANKS, WHEN, WHICH
from tests.journeys.sites import Site, open_site
from tests.journeys.test_widget import get_frame, launcher, open_widget


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One with a script, which no other journey expects."""
    with open_house() as house:
        scripted.publish(house.folder)
        yield house


@pytest.fixture(scope="module")
def site(house: House) -> Iterator[Site]:
    with open_site(house) as site:
        yield site


@pytest.fixture
def agent(people: People) -> Iterator[Page]:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    yield agent
    acts.go_offline(agent)


def begin(citizen: Page) -> None:
    """From the home page to the first question."""
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    citizen.get_by_role("button", name="Répondre en ligne").click()
    expect(citizen.get_by_role("heading", name=WHICH)).to_be_visible()


def press(citizen: Page, name: str) -> None:
    citizen.get_by_role("button", name=name, exact=True).click()


def say_when(citizen: Page, day: str) -> None:
    citizen.get_by_label(WHEN).fill(day)
    press(citizen, "Continuer")


def test_a_citizen_settles_a_question_alone_without_scripts_of_the_browser(people: People) -> None:
    citizen = people.arrive(scripts=False, width=320, height=640)
    begin(citizen)
    press(citizen, QUOTIENT)
    press(citizen, "Revenir à la question précédente")
    press(citizen, PAYMENT)
    say_when(citizen, "bientôt")
    expect(citizen.get_by_role("alert")).to_contain_text("Nous n’avons pas compris la date.")
    expect(citizen.get_by_label(WHEN)).to_have_value("bientôt")
    say_when(citizen, "1er décembre 2026")
    expect(citizen.get_by_text(ANSWER)).to_be_visible()
    expect(citizen.get_by_text("version 1")).to_be_visible()
    expect(citizen.get_by_role("heading", name=HELPED)).to_be_visible()
    press(citizen, "Oui, merci")
    expect(citizen.get_by_role("status")).to_contain_text(THANKS)
    expect(citizen.get_by_text(ANSWER)).to_be_visible()
    expect(citizen.get_by_role("link", name="Demander un appel")).to_be_visible()


def test_the_address_of_a_script_goes_on_in_another_browser(people: People) -> None:
    citizen, elsewhere = people.arrive(scripts=False), people.arrive(scripts=False)
    begin(citizen)
    press(citizen, PAYMENT)
    expect(citizen.get_by_label(WHEN)).to_be_visible()
    elsewhere.goto(citizen.url)
    expect(elsewhere.get_by_text(PAYMENT)).to_be_visible()
    say_when(elsewhere, "hier")
    expect(elsewhere.get_by_role("heading", name=HELPED)).to_be_visible()
    say_when(citizen, "demain")
    expect(citizen.get_by_role("alert")).to_contain_text("déjà une réponse")
    expect(citizen.get_by_role("heading", name=HELPED)).to_be_visible()


def expect_context(agent: Page, *answers: str) -> None:
    """What was answered stands on the agent's desk before anybody writes."""
    note = agent.locator("conversation-log .note")
    for words in ("Note interne (Guichet)", *answers):
        expect(note).to_contain_text(words)


def answer_ring(agent: Page, words: str) -> None:
    offer = acts.ringing(agent, words)
    offer.get_by_role("button", name="Répondre").click()
    expect(offer).to_have_count(0)


def test_a_citizen_who_wants_a_person_gets_one_who_sees_the_answers(people: People, agent: Page) -> None:
    citizen = people.arrive(scripts=False)
    begin(citizen)
    press(citizen, PAYMENT)
    expect(citizen.get_by_label(WHEN)).to_be_visible()
    press(citizen, "Parler à une personne")
    expect(citizen.get_by_role("status")).to_contain_text(TAKES_OVER)
    answer_ring(agent, PAYMENT)
    expect_context(agent, WHICH, PAYMENT, "L’usager a demandé à parler à quelqu’un.")
    press(citizen, "Ouvrir la conversation")
    expect(citizen.get_by_text(TAKES_OVER)).to_be_visible()
    citizen.get_by_label("Votre message").fill("Me voici")
    press(citizen, "Envoyer")
    expect(acts.bubbles(agent).filter(has_text="Me voici")).to_be_visible()
    acts.finish(agent)


def begin_in_widget(citizen: Page, site: Site) -> FrameLocator:
    citizen.goto(site.origin)
    frame = open_widget(citizen)
    frame.get_by_label("Quel est le sujet ?").select_option(label=REASON)
    frame.get_by_role("button", name="Commencer").click()
    expect(said(frame, WHICH)).to_be_visible()
    return frame


def said(frame: FrameLocator, text: str):  # type: ignore[no-untyped-def]  # a locator
    return frame.locator(".script-talk .bubble").filter(has_text=text).last


def write(frame: FrameLocator, text: str) -> None:
    frame.get_by_label("Votre réponse").fill(text)
    frame.get_by_label("Votre réponse").press("Enter")


def test_the_same_script_is_answered_by_words_in_the_widget(people: People, site: Site) -> None:
    citizen = people.arrive()
    frame = begin_in_widget(citizen, site)
    write(frame, "deux")
    expect(said(frame, WHEN)).to_be_visible()
    write(frame, "*")
    expect(frame.locator(".script-talk .bubble").filter(has_text=WHICH)).to_have_count(2)
    write(frame, "l'attestation de paiement")
    expect(frame.get_by_text(WHEN)).to_have_count(2)
    write(frame, "bientôt")
    expect(said(frame, "Nous n’avons pas compris la date.")).to_be_visible()
    write(frame, "demain")
    expect(said(frame, ANSWER)).to_be_visible()
    expect(frame.get_by_text("version 1")).to_be_visible()
    frame.get_by_role("button", name="Oui, merci").click()
    expect(said(frame, THANKS)).to_be_visible()
    expect(frame.get_by_role("link", name="Être rappelé par téléphone")).to_be_visible()
    citizen.reload()
    expect(said(get_frame(citizen), THANKS)).to_be_visible()
    get_frame(citizen).get_by_role("button", name="Faire une autre demande").click()
    expect(get_frame(citizen).get_by_label("Quel est le sujet ?")).to_be_visible()


def test_a_lost_line_a_reload_and_a_second_tab_lose_and_double_no_answer(people: People, site: Site) -> None:
    citizen = people.arrive()
    frame = begin_in_widget(citizen, site)
    second = citizen.context.new_page()
    second.goto(site.origin)
    launcher(second).click()
    other = get_frame(second)
    expect(said(other, WHICH)).to_be_visible()
    second.route("**/chat/scripts/**", lambda route: route.abort())  # what the first tab does cannot be seen in it
    citizen.context.set_offline(True)
    frame.get_by_role("button", name=PAYMENT).click()
    expect(frame.get_by_role("alert")).to_contain_text("La connexion est coupée.")
    expect(frame.get_by_text("Envoi…")).to_be_visible()
    citizen.context.set_offline(False)
    expect(said(frame, WHEN)).to_be_visible()
    expect(frame.get_by_text("Envoi…")).to_have_count(0)
    second.unroute("**/chat/scripts/**")
    other.get_by_role("button", name=QUOTIENT).click()
    expect(other.get_by_role("alert")).to_contain_text("déjà une réponse")
    expect(said(other, WHEN)).to_be_visible()
    write(other, "demain")
    expect(said(other, HELPED)).to_be_visible()
    expect(said(frame, HELPED)).to_be_visible()  # nobody has looked at the first tab since
    citizen.reload()
    frame = get_frame(citizen)
    expect(said(frame, HELPED)).to_be_visible()
    expect(frame.locator(".script-talk .mine .bubble")).to_have_text([PAYMENT, "demain"])


def test_a_person_is_wanted_in_the_widget_and_sees_what_was_answered(people: People, site: Site, agent: Page) -> None:
    citizen = people.arrive()
    frame = begin_in_widget(citizen, site)
    frame.get_by_role("button", name=QUOTIENT).click()
    expect(said(frame, WHEN)).to_be_visible()
    write(frame, "une personne")
    expect(frame.locator("conversation-log")).to_contain_text(TAKES_OVER)
    answer_ring(agent, QUOTIENT)
    expect_context(agent, WHICH, QUOTIENT)
    acts.write(agent, "Bonjour, je regarde votre dossier.")
    expect(frame.locator("conversation-log .bubble")).to_have_text(["Bonjour, je regarde votre dossier."])
    expect(frame.locator("conversation-log")).not_to_contain_text("Note interne")
    acts.finish(agent)


def test_whoever_declares_a_hard_situation_gets_a_person_at_once(people: People, agent: Page) -> None:
    citizen = people.arrive(scripts=False)
    begin(citizen)
    press(citizen, DESTITUTE)
    expect(citizen.get_by_role("status")).to_contain_text(TAKES_OVER)
    answer_ring(agent, DESTITUTE)
    expect_context(agent, "L’usager a déclaré une situation qui demande une personne.")
    acts.finish(agent)


def test_the_kiosk_asks_whether_somebody_is_there_and_goes_back_to_its_start(people: People) -> None:
    citizen = people.arrive(scripts=False)
    citizen.goto("/o/allocations-du-val/kiosk")
    press(citizen, REASON)
    expect(citizen.get_by_role("button", name=PAYMENT)).to_be_visible()
    size = citizen.get_by_role("button", name=PAYMENT).bounding_box()
    assert size is not None
    assert size["height"] >= 60
    citizen.goto(citizen.url + "?still=1")
    expect(citizen.get_by_role("alert")).to_contain_text("Êtes-vous encore là ?")
    citizen.get_by_role("link", name="Oui, je continue").click()
    expect(citizen.get_by_role("button", name=PAYMENT)).to_be_visible()
    citizen.get_by_role("link", name="Revenir au début").click()
    citizen.get_by_role("link", name="English").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("What brings you here?")
    citizen.goto("/o/allocations-du-val/kiosk")
    expect(citizen.get_by_role("button", name=REASON)).to_be_visible()


@pytest.mark.looks
@pytest.mark.parametrize("state", ["choices", "field", "mistake", "end", "handed-over", "kiosk", "over"])
def test_each_page_of_a_script_is_for_everybody(people: People, state: str) -> None:
    citizen = people.arrive()
    begin(citizen)
    if state == "kiosk":
        citizen.goto("/o/allocations-du-val/kiosk")
        examine(people, citizen, "kiosk")
        press(citizen, REASON)
    if state in ("field", "mistake", "end"):
        press(citizen, PAYMENT)
        expect(citizen.get_by_label(WHEN)).to_be_visible()
    if state == "mistake":
        say_when(citizen, "bientôt")
        expect(citizen.get_by_role("alert")).to_be_visible()
    if state == "end":
        say_when(citizen, "demain")
        press(citizen, "Oui, merci")
        expect(citizen.get_by_role("status")).to_contain_text(THANKS)
    if state == "handed-over":
        press(citizen, "Parler à une personne")
        expect(citizen.get_by_role("button", name="Ouvrir la conversation")).to_be_visible()
    if state == "over":
        citizen.goto(citizen.url + "x")
    examine(people, citizen, f"script-{state}")
