"""A script is edited, previewed, read by a colleague, published and rolled back; every page in both looks and at 320 px."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import scripted
from tests.journeys.conftest import House, People, open_house
from tests.journeys.looking import examine
from tests.journeys.scripted import REASON, THANKS, WHICH
from tests.journeys.town import ADMINISTRATORS, PASSWORD

AUTHOR, READER = list(ADMINISTRATORS)[:2]
SCRIPTS = "/settings/scripts"
SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One with a script, which no other journey expects."""
    with open_house() as house:
        scripted.publish(house.folder)
        yield house


@pytest.fixture
def sign_in(people: People) -> SignIn:
    def sign_in(email: str) -> Page:
        page = people.arrive()
        page.goto(f"/sign-in?next={SCRIPTS}")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url(f"**{SCRIPTS}")
        return page

    return sign_in


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_version(page: Page, number: int) -> None:
    page.goto(SCRIPTS)
    page.get_by_role("link", name="Attestations").click()
    page.get_by_role("link", name=f"Version {number}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"version {number}")


def expect_state(page: Page, state: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(state)


def expect_first_question(people: People, question: str) -> None:
    """What a citizen who comes now is asked."""
    citizen = people.arrive(scripts=False)
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    citizen.get_by_role("button", name="Répondre en ligne").click()
    expect(citizen.get_by_role("heading", name=question)).to_be_visible()


def test_a_script_is_edited_previewed_published_and_rolled_back(people: People, sign_in: SignIn) -> None:
    author, reader = sign_in(AUTHOR), sign_in(READER)
    expect_first_question(people, WHICH)
    open_version(author, 1)
    press(author, "Écrire une nouvelle version à partir de celle-ci")
    author.wait_for_url("**/attestations/2?done=draft")
    author.get_by_role("link", name=re.compile(f"Modifier.*{re.escape(WHICH)}")).click()
    asked = author.get_by_label("Texte", exact=False).first
    expect(asked).to_have_value(WHICH)
    asked.fill("Quel document cherchez-vous ?")
    preview = author.locator("#shown [data-medium=sms]")
    expect(preview).to_contain_text("Quel document cherchez-vous ?")
    press(author, "Enregistrer")
    author.wait_for_url("**/attestations/2#step-which")
    chat = author.locator("#preview [data-medium=chat]")
    expect(chat).to_contain_text("Quel document cherchez-vous ?")
    author.get_by_label("Répondre par des mots, ou par une touche").fill("deux")
    press(author, "Donner cette réponse")
    expect(chat).to_contain_text("À partir de quelle date ?")
    press(author, "Faire relire")
    expect_state(author, "À relire par une autre personne")
    press(author, "Publier")
    expect(author.get_by_role("alert")).to_contain_text("quelqu’un d’autre")
    open_version(reader, 2)
    press(reader, "Publier")
    expect_state(reader, "Publiée")
    expect_first_question(people, "Quel document cherchez-vous ?")
    open_version(reader, 1)
    press(reader, "Revenir à cette version")
    reader.wait_for_url("**/attestations/3?done=roll-back")
    expect_state(reader, "Publiée")
    expect_first_question(people, WHICH)


def test_what_became_of_those_who_used_it_stands_on_its_page(people: People, sign_in: SignIn) -> None:
    citizen = people.arrive(scripts=False)
    citizen.goto("/")
    citizen.get_by_role("link", name=REASON).click()
    press(citizen, "Répondre en ligne")
    press(citizen, "Parler à une personne")
    expect(citizen.get_by_role("button", name="Ouvrir la conversation")).to_be_visible()
    page = sign_in(AUTHOR)
    page.get_by_role("link", name="Attestations").click()
    figures = page.get_by_role("region", name="Ce que sont devenus ceux qui l’ont utilisé, en 30 jours")
    expect(figures.get_by_role("row", name=REASON)).to_be_visible()
    expect(page.get_by_text("L’usager a demandé à parler à quelqu’un.")).to_be_visible()


@pytest.mark.looks
@pytest.mark.parametrize("name", ["list", "script", "version", "draft", "step", "compare"])
def test_each_page_is_for_everybody(people: People, sign_in: SignIn, name: str) -> None:
    page = sign_in(AUTHOR)
    if name != "list":
        page.get_by_role("link", name="Attestations").click()
    if name in ("version", "draft", "step", "compare"):
        page.get_by_role("link", name="Version 1", exact=True).click()
        expect(page.get_by_text(THANKS).first).to_be_visible()
    if name in ("draft", "step", "compare"):
        press(page, "Écrire une nouvelle version à partir de celle-ci")
        page.wait_for_url(re.compile("/attestations/[2-9]"))
    if name == "step":
        page.get_by_role("link", name=re.compile(f"Modifier.*{re.escape(WHICH)}")).click()
        expect(page.get_by_role("button", name="Enregistrer")).to_be_visible()
    if name == "compare":
        page.get_by_role("link", name=re.compile("Attestations")).click()
        press(page, "Comparer")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    examine(people, page, f"scripts-{name}")
