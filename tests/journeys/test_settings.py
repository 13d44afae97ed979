"""Administrators change the directory: with the keyboard, two at once, back again; every page in both looks."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from guichet.wiring.postgres import get_address
from tests.journeys import acts
from tests.journeys.conftest import House, People
from tests.journeys.looking import examine
from tests.journeys.town import ADMINISTRATORS, PASSWORD

FIRST, SECOND = ADMINISTRATORS
SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(people: People) -> SignIn:
    def sign_in(email: str = FIRST, *, scripts: bool = True) -> Page:
        page = people.arrive(scripts=scripts)
        page.goto("/sign-in?next=/settings")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/settings")
        return page

    return sign_in


def open_entry(page: Page, section: str, entry: str) -> None:
    page.goto(f"/settings/{section}")
    page.get_by_role("link", name=entry, exact=True).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_a_queue_is_changed_with_the_keyboard_shown_in_the_history_and_undone(sign_in: SignIn) -> None:
    page = sign_in()
    page.get_by_role("navigation", name="Réglages").get_by_role("link", name="Files").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Allocataires").focus()
    page.keyboard.press("Enter")
    amount = page.locator("[name='offer.amount']")
    amount.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("75")
    press(page, "Enregistrer")
    expect(page.get_by_role("status")).to_contain_text("Enregistré.")
    page.get_by_role("link", name="Voir ce qui a changé").click()
    row = page.get_by_role("row").filter(has_text="Sonne chez un agent pendant")
    expect(row.get_by_role("cell")).to_have_text(["1 minute", "75 minutes"])
    press(page, "Annuler cette modification")
    expect(page.get_by_text("Annulation")).to_be_visible()
    open_entry(page, "queues", "Allocataires")
    expect(page.locator("[name='offer.amount']")).to_have_value("1")


def test_two_administrators_on_one_page_lose_nothing(people: People, sign_in: SignIn) -> None:
    first, second = sign_in(FIRST), sign_in(SECOND)
    for page in (first, second):
        open_entry(page, "pauses", "Formation")
    first.get_by_label("Français (langue principale)").fill("Formation interne")
    press(first, "Enregistrer")
    second.get_by_label("Français (langue principale)").fill("Formation, tutorat")
    press(second, "Enregistrer")
    conflict = second.get_by_role("alert").filter(has_text="Quelqu’un d’autre a enregistré pendant que vous écriviez")
    expect(conflict).to_contain_text("Enregistré par Marc")
    expect(conflict.get_by_role("cell").filter(has_text="Formation interne")).to_be_visible()
    expect(second.get_by_label("Français (langue principale)")).to_have_value("Formation, tutorat")
    examine(people, second, "settings-conflict")
    press(second, "Enregistrer ma version")
    expect(second.get_by_role("link", name="Formation, tutorat")).to_be_visible()
    second.goto("/settings/history")
    expect(second.get_by_role("row").filter(has_text="Formation")).to_have_count(2)
    open_entry(second, "pauses", "Formation, tutorat")
    second.get_by_label("Français (langue principale)").fill("Formation")
    press(second, "Enregistrer")
    expect(second.get_by_role("status")).to_contain_text("Enregistré.")


def test_a_change_that_orphans_somebody_who_waits_is_foreseen_and_asked_about(people: People, sign_in: SignIn) -> None:
    administrator = sign_in()
    citizen = people.arrive()
    acts.ask(citizen, "Je voudrais comprendre", reason="Comprendre le montant de mon aide")
    administrator.goto("/settings/agents/entries/awa")
    capacity = administrator.locator("[name=capacity]").input_value()
    administrator.goto(f"/settings/capacities/entries/{capacity}")
    administrator.locator("[name='channels.chat.most']").fill("")
    administrator.locator("[name='channels.chat.units']").fill("")
    administrator.locator("[name='channels.email.most']").fill("2")
    administrator.locator("[name='channels.email.units']").fill("1")
    administrator.keyboard.press("Tab")
    expect(administrator.locator("#effect")).to_contain_text("1 personne qui attend ne pourrait plus")
    press(administrator, "Enregistrer")
    expect(administrator.get_by_role("alert").filter(has_text="Pas encore enregistré")).to_be_visible()
    expect(administrator.get_by_label("J’ai lu, et je le veux quand même.")).not_to_be_checked()
    examine(people, administrator, "settings-effect")
    citizen.get_by_role("button", name="Renoncer à ma demande").click()
    citizen.get_by_role("button", name="Oui, renoncer").click()
    expect(citizen.get_by_text("Vous avez renoncé avant la réponse")).to_be_visible()


def test_lists_are_searched_as_one_types_and_without_scripts_too(sign_in: SignIn) -> None:
    page = sign_in()
    page.goto("/settings/reasons")
    page.get_by_label("Rechercher").press_sequentially("separer")
    expect(page.get_by_text("1 élément trouvé")).to_be_visible()
    expect(page.get_by_role("link", name="Me séparer")).to_be_visible()
    plain = sign_in(SECOND, scripts=False)
    plain.goto("/settings/reasons")
    plain.get_by_label("Rechercher").fill("separer")
    plain.get_by_role("button", name="Rechercher").click()
    expect(plain.get_by_role("link", name="Me séparer")).to_be_visible()


def test_colours_are_measured_as_they_are_chosen_and_reach_the_citizens(people: People, sign_in: SignIn) -> None:
    page = sign_in()
    page.goto("/settings/look")
    page.get_by_role("group", name="Couleur de l’aspect clair").get_by_label("La vôtre").check()
    page.locator("input[name=accent_light]").fill("#ffd700")
    expect(page.locator("#measures")).to_contain_text("trop faible")
    examine(people, page, "settings-look-faint")
    page.get_by_role("button", name=re.compile("Prendre #")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Enregistré.")
    citizen = people.arrive()
    citizen.goto("/")
    accent = citizen.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
    assert "#0d5c63" not in accent
    examine(people, citizen, "home-in-own-colours")
    press(page, "Annuler la modification")
    expect(page.get_by_role("heading", name="Organisme « Allocations du Val » : modification")).to_be_visible()


SMALL_PAGES = {"settings": "/settings", "settings-agents": "/settings/agents", "settings-reasons": "/settings/reasons"}
FORMS = {
    "settings-agent": "/settings/agents/entries/awa",
    "settings-new-queue": "/settings/queues/new",
    "settings-hours": "/settings/calendars/new",
}
OTHERS = {"settings-organisation": "/settings/organisation", "settings-widget": "/settings/widget", "settings-history": "/settings/history"}
ACCOUNTS = {"settings-accounts": "/settings/accounts", "settings-account-new": "/settings/accounts/new"}
REST = {
    "settings-look": "/settings/look",
    "settings-starters": "/settings/starters?set=family-benefits",
    "settings-empty": "/settings/reserves",
}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_test_call_is_followed_and_says_that_nobody_calls(people: People, sign_in: SignIn, scripts: bool) -> None:
    """No telephone is installed in this house."""
    page = sign_in(scripts=scripts)
    page.goto("/settings/telephone")
    page.get_by_role("link", name="01 99 00 12 34").click()
    page.get_by_label("Serveur de votre opérateur").fill("127.0.0.1:5070")
    press(page, "Enregistrer")
    page.get_by_role("link", name="01 99 00 12 34").click()
    page.get_by_label("Numéro à appeler").fill("06 12 34 56 78")
    press(page, "M’appeler")
    expect(page.get_by_role("status")).to_contain_text("sur le point d’appeler")
    expect(page.get_by_role("definition").first).to_have_text("pas encore")
    again = page.get_by_role("link", name="Regarder à nouveau")
    if scripts:
        examine(people, page, "settings-trial-goes-on")
        expect(again).to_be_hidden()
        expect(page.get_by_role("status")).to_contain_text("Personne n’a passé cet appel", timeout=20_000)
        expect(page.get_by_role("definition").first).to_have_text("non")
        examine(people, page, "settings-trial")
        return
    page.wait_for_timeout(11_000)
    again.click()
    expect(page.get_by_role("status")).to_contain_text("Personne n’a passé cet appel")


def test_calls_that_reached_no_line_are_read_by_everybody(people: People, sign_in: SignIn, house: House) -> None:
    with psycopg.connect(get_address(house.folder / "postgres", "guichet")) as connection:
        connection.execute(
            "insert into calls_turnedaway (organisation_id, why, called, source, times, last_at) select id, why, called, source, 3, now()"
            " from directory_organisation, (values ('number', '0033199001234567', '203.0.113.4'),"
            " ('address', '+33199001234', '2001:db8:1234:5678:9abc:def0:1234:5678')) as refused (why, called, source)"
        )
    page = sign_in()
    page.goto("/settings/telephone")
    expect(page.get_by_role("heading", name="0033199001234567")).to_be_visible()
    examine(people, page, "settings-telephone-turned-away")
    page.get_by_role("link", name="01 99 00 12 34").click()
    examine(people, page, "settings-line-of")


def test_a_line_that_is_not_registered_any_more_says_why_to_everybody(people: People, sign_in: SignIn, house: House) -> None:
    with psycopg.connect(get_address(house.folder / "postgres", "guichet")) as connection:
        connection.execute("update calls_line set registers = true, username = 'mairie', trunk = 'sip:sip.operateur.example:5060'")
        connection.execute(
            "insert into calls_registration (organisation_id, line_id, reached, code, until, at)"
            " select organisation_id, id, 'wrong-password', 403, now() + interval '5 minutes', now() from calls_line"
        )
    page = sign_in()
    page.goto("/settings/telephone")
    expect(page.get_by_text("sip.operateur.example").first).to_contain_text("403")
    page.get_by_role("link", name="01 99 00 12 34").click()
    expect(page.get_by_text("sip.operateur.example").first).to_contain_text("403")
    examine(people, page, "settings-line-not-registered")


VOICES = {"settings-voices": "/settings/voices", "settings-said": "/settings/voices/said/telephone"}
TELEPHONE = {
    "settings-telephone": "/settings/telephone",
    "settings-line": "/settings/telephone/new",
    "settings-outgoing": "/settings/telephone/outgoing",
    "settings-posts": "/settings/telephone/posts",
    "settings-post": "/settings/telephone/posts/awa",
}
GROUPS = {
    "lists": SMALL_PAGES,
    "forms": FORMS,
    "organisation": OTHERS,
    "accounts": ACCOUNTS,
    "rest": REST,
    "voices": VOICES,
    "telephone": TELEPHONE,
}


@pytest.mark.looks
@pytest.mark.parametrize("pages", GROUPS.values(), ids=GROUPS.keys())
def test_every_page_of_the_settings_is_for_everybody(people: People, sign_in: SignIn, pages: dict[str, str]) -> None:
    page = sign_in()
    for name, address in pages.items():
        page.goto(address)
        examine(people, page, name)
