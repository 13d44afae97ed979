"""From an invitation to a locked screen: how the people of the organisation come in, prove themselves, and leave a shared post."""

import base64
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guichet.records.directory.factors import STEP_SECONDS, make_code
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street
from tests.journeys.looking import examine
from tests.journeys.town import PASSWORD

NEW = "cinq tortues dorment au soleil"
Come = Callable[[str, str], Page]


def make_link(house: House, *arguments: str) -> str:
    """The link of a mail, as the product writes it."""
    return house.bid(*arguments, house.address)


@pytest.fixture
def come(house: House, people: People) -> Come:
    """Somebody new follows an invitation and is at work."""

    def follow(email: str, role: str) -> Page:
        page = people.arrive()
        page.goto(make_link(house, "invite", email, role))
        page.get_by_label("Votre nom").fill("Léa Petit")
        page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Ouvrir mon compte").click()
        page.wait_for_url("**/board")
        return page

    return follow


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Se déconnecter", exact=True).click()
    page.wait_for_url("**/sign-in")


def show_code(secret: str, steps_later: int = 0) -> str:
    return make_code(base64.b32decode(secret), int(time.time()) // STEP_SECONDS + steps_later)


def test_an_invitation_leads_to_ones_own_screen_and_works_once(house: House, people: People) -> None:
    page, link = people.arrive(), make_link(house, "invite", "invitee@example.org", "supervisor")
    page.goto(link)
    page.get_by_label("Votre nom").fill("Léa Petit")
    page.get_by_label("Nouveau mot de passe").fill("court")
    page.get_by_role("button", name="Ouvrir mon compte").click()
    expect(page.get_by_text("trop court")).to_be_visible()
    examine(people, page, "invitation")
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.wait_for_url("**/board")
    expect(page.get_by_role("link", name="Léa Petit")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Ce lien ne fonctionne plus")).to_be_visible()
    examine(people, page, "link-spent")


def test_a_forgotten_password_is_replaced_by_a_link(house: House, people: People, come: Come) -> None:
    sign_out(come("forgetful@example.org", "supervisor"))
    page = people.arrive()
    page.goto("/sign-in")
    page.get_by_role("link", name="Mot de passe oublié ?").click()
    examine(people, page, "forgotten-password")
    said = []
    for email in ("nobody@example.org", "forgetful@example.org"):
        page.goto("/forgotten-password")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_role("button", name="M’envoyer un lien").click()
        said.append(page.get_by_role("main").inner_text().replace(email, "…"))
    assert said[0] == said[1], "nobody learns who has an account"
    examine(people, page, "forgotten-password-sent")
    page.goto(make_link(house, "forgotten", "forgetful@example.org"))
    examine(people, page, "new-password")
    page.get_by_label("Nouveau mot de passe").fill(NEW)
    page.get_by_role("button", name="Garder ce mot de passe").click()
    page.wait_for_url("**/sign-in")
    sign_in(page, "forgetful@example.org", NEW)
    page.wait_for_url("**/board")


def test_an_application_asks_for_its_code_and_paper_replaces_it(people: People, come: Come) -> None:
    page = come("careful@example.org", "supervisor")
    page.get_by_role("link", name="Léa Petit").click()
    examine(people, page, "account")
    page.get_by_role("link", name="Installer une application").click()
    examine(people, page, "application")
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code de l’application").fill(show_code(secret))
    page.get_by_role("button", name="Tout fonctionne").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    examine(people, page, "recovery-codes")
    page.get_by_role("link", name="Je les ai notés").click()
    sign_out(page)
    sign_in(page, "careful@example.org")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_text("Ce code n’a pas été accepté")).to_be_visible()
    examine(people, page, "second-proof")
    page.get_by_label("Code", exact=True).fill(show_code(secret, steps_later=1))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/board")
    sign_out(page)
    sign_in(page, "careful@example.org")
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/board")


def plug_in_a_key(page: Page) -> None:
    """A virtual authenticator that knows its holder."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})


def test_a_passkey_signs_in_and_unlocks_by_itself(come: Come) -> None:
    page = come("keyholder@example.org", "supervisor")
    plug_in_a_key(page)
    page.goto("/account")
    page.get_by_role("button", name="Ajouter une clé d’accès sur cet appareil").click()
    expect(page.get_by_role("button", name="Retirer la clé d’accès Chrome, Linux")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/board")
    page.get_by_role("button", name="Verrouiller").click()
    page.wait_for_url("**/locked**")
    page.get_by_role("button", name="Déverrouiller avec une clé d’accès").click()
    page.wait_for_url("**/board")
    page.goto("/account")
    page.get_by_role("button", name="Retirer la clé d’accès Chrome, Linux").click()
    expect(page.get_by_text("Aucune clé d’accès pour l’instant")).to_be_visible()


def test_somebody_sees_where_he_is_signed_in_and_leaves_there(people: People, come: Come) -> None:
    here, there = come("everywhere@example.org", "supervisor"), people.arrive()
    sign_in(there, "everywhere@example.org")
    there.wait_for_url("**/board")
    here.goto("/account")
    sessions = here.get_by_role("region", name="Où je suis connecté").get_by_role("listitem")
    expect(sessions).to_have_count(2)
    expect(sessions.nth(0)).to_contain_text("cette session")
    here.get_by_role("button", name="Se déconnecter partout ailleurs").click()
    expect(here.get_by_text("Vous n’êtes connecté nulle part ailleurs.")).to_be_visible()
    there.goto("/board")
    expect(there.get_by_role("heading", name="Se connecter")).to_be_visible()


def test_a_locked_screen_shows_and_does_nothing_in_any_tab(people: People, come: Come) -> None:
    page = come("shared-post@example.org", "supervisor")
    other = page.context.new_page()
    other.goto("/account")
    page.get_by_role("button", name="Verrouiller").click()
    page.wait_for_url("**/locked?next=%2Fboard")
    other.wait_for_url("**/locked?next=%2Faccount")
    assert page.evaluate("fetch('/api/queues', {headers: {Accept: 'application/json'}}).then((answer) => answer.status)") == 423
    page.goto("/board")
    page.wait_for_url("**/locked**")
    page.get_by_label("Mot de passe").fill("wrong")
    page.get_by_role("button", name="Déverrouiller", exact=True).click()
    expect(page.get_by_text("Ce mot de passe n’a pas été accepté")).to_be_visible()
    examine(people, page, "locked")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Déverrouiller", exact=True).click()
    page.wait_for_url("**/board")


def test_whoever_proved_himself_long_ago_is_asked_again_before_he_opens_a_door(house: House, people: People, come: Come) -> None:
    page = come("long-ago@example.org", "supervisor")
    make_link(house, "age", "long-ago@example.org")
    page.goto("/account")
    page.get_by_role("link", name="Installer une application").click()
    expect(page.get_by_role("heading", name="Est-ce toujours vous ?")).to_be_visible()
    examine(people, page, "prove")
    page.get_by_label("Mot de passe").fill("wrong")
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.get_by_text("Ce mot de passe n’a pas été accepté")).to_be_visible()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.locator("code.secret")).to_be_visible()


IDLE_MINUTES = 5


def set_idle_lock(administrator: Page, minutes: str) -> None:
    administrator.goto("/account/security")
    administrator.get_by_label("Verrouiller un écran").fill(minutes)
    administrator.get_by_role("button", name="Enregistrer").click()
    administrator.wait_for_url("**/account")


def test_a_screen_that_was_left_locks_itself_and_keeps_what_was_typed(people: People, come: Come) -> None:
    administrator = come("idle-lock@example.org", "administrator")
    set_idle_lock(administrator, str(IDLE_MINUTES))
    agent, citizen = people.sign_in("benoit@example.org"), people.arrive()
    other = agent.context.new_page()
    other.goto("/account")
    acts.become_available(agent)
    acts.ask(citizen, "Mon quotient familial a changé")
    acts.answer(agent, "Mon quotient familial")
    agent.locator(".composer textarea").fill("Je regarde votre dossier et")
    expect(agent.locator("[data-draft=saved]")).to_have_text("Brouillon enregistré")
    left_at = f"Date.now() - {IDLE_MINUTES} * 60_000 - 1_000"
    other.evaluate(f"localStorage.setItem('guichet:active', String({left_at}))")
    agent.wait_for_url("**/locked?next=%2Fdesk**")
    other.wait_for_url("**/locked?next=%2Faccount")
    for screen in (agent, other):
        assert "quotient familial" not in screen.content()
        assert "Je regarde votre dossier" not in screen.content()
    agent.get_by_label("Mot de passe").fill(PASSWORD)
    agent.get_by_role("button", name="Déverrouiller", exact=True).click()
    agent.wait_for_url("**/desk")
    expect(agent.locator(".composer textarea")).to_have_value("Je regarde votre dossier et")
    acts.write(agent, "Je regarde votre dossier et je reviens.")
    expect(acts.bubbles(citizen).filter(has_text="je reviens")).to_be_visible()
    acts.finish(agent)
    acts.go_offline(agent)
    set_idle_lock(administrator, "")


def test_an_administrator_says_what_everybody_is_asked_for(street: Street, people: People, come: Come) -> None:
    street.spoiled = True  # nobody who comes later has a second proof
    page = come("administrator@example.org", "administrator")
    page.goto("/account")
    page.get_by_role("link", name="Verrouillage et seconde preuve").click()
    page.get_by_label("Verrouiller un écran").fill("0")
    page.get_by_role("button", name="Enregistrer").click()
    examine(people, page, "security")
    page.get_by_label("Verrouiller un écran").fill("")
    page.get_by_label("Les administrateurs doivent").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Votre organisme demande aux administrateurs une seconde preuve")
    page.goto("/board")
    page.wait_for_url("**/account**")
