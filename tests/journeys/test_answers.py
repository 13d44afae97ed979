"""An agent answers with two keys; the citizen reads which article it was and says whether it helped; what did not help becomes a gap."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import House, People
from tests.journeys.looking import EVERY_WIDTH, examine
from tests.journeys.shelving import Shelved, shelve

REASON, OTHER, STALE = "Faire garder un enfant", "Me séparer", "Envoyer un document"
SAID = re.compile(r"L’aide pour la garde est de 312,50\s€ par mois, versée sous 2\smois\.")
SAVED_MS = 10_000


@pytest.fixture(autouse=True)
def _shelf(house: House) -> None:
    shelve(house, [Shelved("garde", REASON), Shelved("separation", OTHER), Shelved("document", STALE, "2099-01-01")])


def begin(people: People, text: str, reason: str = REASON) -> tuple[Page, Page]:
    """An agent who answers somebody who asked this."""
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, text, reason=reason, name="Samia B.")
    acts.answer(agent, text)
    return agent, citizen


def test_an_agent_answers_with_two_keys_and_the_citizen_sees_the_version(people: People) -> None:
    agent, citizen = begin(people, "Combien pour la garde de ma fille ?")
    panel = agent.locator("article-panel")
    expect(panel.get_by_role("group").first).to_contain_text(SAID)
    agent.locator(".composer textarea").focus()
    agent.keyboard.press("Alt+Shift+R")
    expect(panel.get_by_role("button", name=re.compile("^Insérer"))).to_be_focused()
    examine(people, agent, "desk-answers", widths=EVERY_WIDTH, is_forced=True)
    agent.keyboard.press("Alt+Shift+V")
    box = agent.locator(".composer textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value(SAID)
    inserted = agent.locator("inserted-answer")
    expect(inserted).to_contain_text("Donne : Faire garder un enfant : l’aide, version 1")
    examine(people, agent, "desk-answer-inserted")
    inserted.get_by_role("button", name="Retirer").click()
    expect(box).to_have_value("")
    agent.keyboard.press("Alt+Shift+V")
    expect(box).to_have_value(SAID)
    agent.keyboard.press("Enter")
    expect(acts.bubbles(citizen).last).to_have_text(SAID)
    for page in (citizen, agent):
        expect(page.locator("conversation-log .source")).to_have_text("Fiche garde, version 1")
    examine(people, citizen, "chat-answer")
    citizen.get_by_role("group", name="Cette réponse m’a-t-elle aidé ?").get_by_role("button", name="Non").click()
    expect(citizen.locator("answer-verdict")).to_contain_text("Merci, c’est noté.")
    citizen.reload()
    expect(citizen.locator("answer-verdict")).to_contain_text("Merci, c’est noté.")
    acts.write(agent, "Autre chose ?")
    expect(acts.bubbles(citizen).last).to_have_text("Autre chose ?")
    expect(citizen.locator("conversation-log .source")).to_have_count(1)
    acts.finish(agent)
    acts.go_offline(agent)


def test_what_is_inserted_and_checked_is_found_again_in_another_browser(people: People) -> None:
    agent, citizen = begin(people, "Et pour la garde ?")
    best = agent.locator("article-card").first
    best.get_by_label("Demander l’âge de l’enfant").check()
    agent.locator(".composer textarea").fill("Bonjour. ")
    agent.keyboard.press("Alt+Shift+V")
    expect(agent.locator("[data-draft=saved]")).to_have_text("Brouillon enregistré", timeout=SAVED_MS)
    agent.reload()
    expect(best.get_by_label("Demander l’âge de l’enfant")).to_be_checked()
    expect(agent.locator("inserted-answer")).to_contain_text("version 1")
    elsewhere = people.sign_in("awa@example.org")
    expect(elsewhere.locator("article-card").first.get_by_label("Demander l’âge de l’enfant")).to_be_checked()
    expect(elsewhere.locator("inserted-answer")).to_contain_text("Donne : Faire garder un enfant : l’aide, version 1")
    box = elsewhere.locator(".composer textarea")
    box.fill("Bonjour, c’est environ 300 euros.")
    expect(elsewhere.locator("inserted-answer")).to_contain_text("reformulée")
    box.press("Enter")
    expect(citizen.locator("conversation-log .source")).to_have_text("D’après la fiche garde, version 1")
    expect(elsewhere.locator("inserted-answer .inserted")).to_have_count(0)
    acts.finish(elsewhere)
    acts.go_offline(elsewhere)


def test_a_stale_answer_is_flagged_and_one_that_did_not_help_can_be_said(people: People) -> None:
    agent, _ = begin(people, "Comment envoyer un papier ?", STALE)
    panel = agent.locator("article-panel")
    expect(panel.get_by_text("Plus ancienne que sa source")).to_be_visible()
    expect(panel.get_by_text("Vérifiez-les avant de donner cette réponse.")).to_be_visible()
    agent.keyboard.press("Alt+Shift+V")
    expect(agent.locator("inserted-answer")).to_contain_text("Les règles ont changé")
    examine(people, agent, "desk-answer-stale")
    panel.get_by_label("Chercher une fiche").fill("separer")
    found = panel.locator("article-card").filter(has_text="Me séparer : l’aide")
    expect(found).to_be_visible()
    found.get_by_role("button", name="Cette fiche n’a pas aidé").click()
    expect(found.get_by_role("status")).to_have_text("C’est noté. Merci.")
    panel.get_by_label("Chercher une fiche").fill("girafe xylophone")
    expect(panel.get_by_text("Aucune fiche ne contient ces mots.")).to_be_visible()
    panel.get_by_label("Chercher une fiche").fill("")
    expect(panel.get_by_text("D’après le motif et ce qui a été dit")).to_be_visible()
    agent.locator(".composer textarea").fill("")
    expect(agent.locator("inserted-answer .inserted")).to_have_count(0)
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_citizen_says_no_to_a_public_answer_and_the_gap_is_listed(people: People) -> None:
    citizen = people.arrive(scripts=False)
    citizen.goto("/")
    citizen.get_by_role("searchbox").fill("garde enfant")
    citizen.get_by_role("searchbox").press("Enter")
    citizen.get_by_role("link", name="Faire garder un enfant : l’aide").click()
    expect(citizen.locator("article")).to_contain_text(SAID)
    citizen.get_by_role("button", name="Non, elle ne m’a pas aidé").click()
    expect(citizen.get_by_role("status")).to_contain_text("cette réponse ne suffit pas")
    citizen.get_by_role("link", name="Demander à quelqu’un").click()
    expect(citizen.get_by_role("link", name=REASON, exact=True)).to_be_visible()
    citizen.get_by_role("searchbox").fill("girafe xylophone")
    citizen.get_by_role("searchbox").press("Enter")
    expect(citizen.get_by_text("Rien n’a été trouvé pour ces mots.")).to_be_visible()
    supervisor = people.sign_in("supervisor@example.org")
    supervisor.goto("/settings/knowledge/gaps")
    row = supervisor.get_by_role("row")
    expect(row.filter(has_text="Faire garder un enfant : l’aide").filter(has_text="N’a pas aidé")).to_be_visible()
    expect(row.filter(has_text="girafe xylophone")).to_be_visible()
    examine(people, supervisor, "knowledge-gaps")


def test_one_reason_is_answered_identically_on_page_in_chat_by_mail_and_by_sms_with_the_version(people: People) -> None:
    reader = people.arrive()
    reader.goto("/")
    reader.get_by_role("link", name=REASON, exact=True).click()
    article = reader.locator("article")
    expect(article).to_contain_text(SAID)
    expect(reader.get_by_text("Fiche garde, version 1")).to_be_visible()
    examine(people, reader, "answer-on-page")
    agent, citizen = begin(people, "Combien pour la garde ?")
    expect(agent.locator("article-panel [data-insert]").first).to_be_visible()
    agent.keyboard.press("Alt+Shift+V")
    agent.locator(".composer textarea").press("Enter")
    expect(acts.bubbles(citizen).last).to_have_text(SAID)
    expect(citizen.locator("conversation-log .source")).to_have_text("Fiche garde, version 1")
    acts.finish(agent)
    acts.go_offline(agent)
    supervisor = people.sign_in("supervisor@example.org")
    supervisor.goto("/settings/knowledge/articles/garde/versions/1")
    page = supervisor.get_by_role("main")
    expect(page).to_contain_text("version 1")
    expect(page).to_contain_text(re.compile(rf"Texte du courriel \(Français\)\s+Bonjour,\s+{SAID.pattern}"))
    expect(page).to_contain_text(re.compile(r"Texte du SMS \(Français\)\s+Garde\s: 312,50\s€ par mois, sous 2\smois\."))


def test_the_golden_questions_are_asked_at_the_running_doors_and_leave_no_contact(people: People, house: House) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    assert house.bid("prove", house.address) == "document: ; garde: ; separation:"
    expect(agent.get_by_text("Le prochain contact auquel vous pouvez répondre sonnera ici.")).to_be_visible()
    acts.go_offline(agent)
