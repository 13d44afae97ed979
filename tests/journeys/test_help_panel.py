"""Somebody hesitates on a page of an online procedure: the help offers itself, answers, and leads to a person who sees where he is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.journeys import acts
from tests.journeys.conftest import House, People
from tests.journeys.looking import examine
from tests.journeys.procedures import open_procedure
from tests.journeys.shelving import Shelved, shelve
from tests.journeys.sites import Site
from tests.journeys.town import PASSWORD

REASON = "Demander une aide au logement"
NAME = "Aide au logement, étape 2"
TYPED = "1 75 06 99 123 456"
COVERS = """() => {
  const own = document.querySelector("guichet-help").shadowRoot.querySelector("section").getBoundingClientRect();
  return [...document.querySelectorAll("input")].some((each) => {
    const box = each.getBoundingClientRect();
    return own.left < box.right && box.left < own.right && own.top < box.bottom && box.top < own.bottom;
  });
}"""


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    shelve(house, [Shelved("logement", REASON)])
    with open_procedure(house) as site:
        yield site


def declare(people: People, site: Site) -> None:
    """An administrator says what this page of the procedure is about."""
    admin = people.arrive()
    admin.goto("/sign-in")
    admin.get_by_label("Adresse électronique").fill("marc@example.org")
    admin.get_by_label("Mot de passe").fill(PASSWORD)
    admin.get_by_role("button", name="Se connecter", exact=True).click()
    admin.wait_for_url("**/board")
    admin.goto("/settings/help-pages/new")
    admin.get_by_label("Nom de la page").fill(NAME)
    admin.get_by_label("Site", exact=True).select_option(site.origin)
    admin.get_by_label("Chemin").fill("/demande/*")
    admin.get_by_label("Motif des demandes").select_option(label=REASON)
    admin.get_by_role("button", name="Enregistrer").click()
    expect(admin.get_by_text("C’est enregistré.")).to_be_visible()
    examine(people, admin, "settings-help-pages")
    admin.goto("/settings/help-pages/new")
    examine(people, admin, "settings-help-page")


def offer(page: Page) -> Locator:
    return page.get_by_text("Besoin d’aide pour cette étape ?")


def get_frame(page: Page) -> FrameLocator:
    return page.frame_locator("guichet-help iframe")


def test_who_hesitates_is_helped_and_the_agent_sees_where_but_never_what(people: People, site: Site) -> None:
    declare(people, site)
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive(width=320, height=640)
    citizen.goto(f"{site.origin}/demande/2?nir=1750699123456")
    expect(citizen.get_by_role("button", name="Aide", exact=True)).to_be_visible()
    citizen.get_by_label("Numéro de sécurité sociale").fill(TYPED)
    citizen.get_by_label("Montant du loyer").focus()
    expect(offer(citizen)).to_be_visible()
    expect(citizen.get_by_label("Montant du loyer")).to_be_focused()
    assert not citizen.evaluate(COVERS)
    examine(people, citizen, "help-offered")
    citizen.set_viewport_size({"width": 320, "height": 640})
    citizen.get_by_role("button", name="Voir l’aide").click()
    frame = get_frame(citizen)
    expect(frame.get_by_role("heading", level=1)).to_have_text(f"Aide : {NAME}")
    expect(frame.get_by_role("heading", level=1)).to_be_focused()
    expect(frame.get_by_text("L’aide pour la garde est de 312,50").first).to_be_visible()
    examine(people, citizen, "help-answers")
    citizen.keyboard.press("Escape")
    expect(citizen.get_by_label("Montant du loyer")).to_be_focused()
    citizen.get_by_role("button", name="Aide", exact=True).click()
    frame.get_by_role("link", name="Écrire à un agent maintenant").click()
    expect(frame.get_by_label("Quel est le sujet ?").locator("option:checked")).to_have_text(REASON)
    frame.get_by_label("Votre message").fill("Je ne sais pas quel loyer écrire.")
    frame.get_by_role("button", name="Envoyer mon message").click()
    acts.answer(agent, "quel loyer écrire")
    note = agent.locator("conversation-log").get_by_text("Où était la personne")
    expect(note).to_contain_text(NAME)
    expect(note).to_contain_text("Étape : Vos ressources")
    expect(note).to_contain_text("Champ : Montant du loyer")
    assert "99 123" not in agent.content()
    assert "1750699" not in agent.content()
    acts.write(agent, "Le loyer sans les charges.")
    expect(frame.locator("conversation-log .bubble").last).to_have_text("Le loyer sans les charges.")
    acts.finish(agent)
    acts.go_offline(agent)


def test_it_is_offered_once_and_never_again_to_who_declined(people: People, site: Site) -> None:
    citizen = people.arrive()
    citizen.goto(f"{site.origin}/ailleurs")
    expect(citizen.get_by_role("button", name="Aide", exact=True)).to_be_visible()
    citizen.get_by_role("button", name="Vérifier").click()
    wrong = citizen.get_by_text("Quelque chose est refusé ici ?")
    expect(wrong).to_be_visible()
    expect(citizen.get_by_role("button", name="Vérifier")).to_be_focused()
    citizen.get_by_role("button", name="Non merci").click()
    expect(wrong).to_be_hidden()
    for path in ("/ailleurs", "/encore"):
        citizen.goto(f"{site.origin}{path}")
        expect(citizen.get_by_role("button", name="Aide", exact=True)).to_be_visible()
        citizen.get_by_role("button", name="Vérifier").click()
        citizen.get_by_label("Montant du loyer").focus()
        citizen.wait_for_timeout(1_500)
        expect(wrong).to_be_hidden()
        expect(offer(citizen)).to_be_hidden()
    citizen.get_by_role("button", name="Aide", exact=True).press("Enter")
    expect(get_frame(citizen).get_by_role("heading", level=1)).to_be_focused()
