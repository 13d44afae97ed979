"""An article is written, read by somebody else, published, changed and taken back; every page in both looks and at 320 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import People
from tests.journeys.looking import examine
from tests.journeys.town import ADMINISTRATORS, PASSWORD, READER

AUTHOR = next(iter(ADMINISTRATORS))
WORDINGS = {
    "Page web (Français)": "L’aide est de {montant} par enfant.",
    "Réponse en chat (Français)": "C’est {montant} par enfant.",
    "Texte du courriel (Français)": "Bonjour, l’aide est de {montant} par enfant.",
    "Texte du SMS (Français)": "Aide : 400 euros.",
    "Réponse parlée (Français)": "L’aide est de {montant} par enfant.",
    "Guide de l’agent (Français)": "Demander combien d’enfants. C’est {montant}.",
}
SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(people: People) -> SignIn:
    def sign_in(email: str, *, scripts: bool = True) -> Page:
        page = people.arrive(scripts=scripts)
        page.goto("/sign-in?next=/settings/knowledge")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/settings/knowledge")
        return page

    return sign_in


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write(page: Page, title: str) -> str:
    """A new draft with a fact, a question and six wordings, one of which writes an amount out. Returns its address."""
    page.get_by_role("link", name="Écrire une fiche").click()
    page.get_by_label("Titre").fill(title)
    press(page, "Continuer vers ses formulations")
    page.wait_for_url("**/versions/1")
    page.locator("#fact-0-name").fill("montant")
    page.locator("#fact-0-value").fill("423.48")
    page.locator("#question-0").fill("Combien par enfant ?")
    page.locator("#question-0-facts").fill("montant")
    for label, text in WORDINGS.items():
        page.get_by_label(label).fill(text)
    return page.url


@pytest.mark.journey
def test_a_drift_blocks_until_all_wordings_agree_and_a_colleague_has_read_it(sign_in: SignIn) -> None:
    author, reader = sign_in(AUTHOR), sign_in(READER)
    address = write(author, "L’aide de rentrée du Val")
    beside = author.locator("#said-sms-fr")
    expect(beside).to_contain_text("400 euros")  # the preview follows what is typed
    expect(author.locator("#said-chat-fr")).to_contain_text("423,48")
    press(author, "Enregistrer")
    expect(author.get_by_role("status")).to_have_text("Enregistré.")
    author.get_by_label("Texte du SMS (Français)").fill("Aide : {montant} par enfant.")
    expect(author.locator("#problems")).to_contain_text("Toutes les formulations concordent")
    press(author, "Enregistrer")
    author.wait_for_url("**done=saved")
    press(author, "Faire relire")
    author.wait_for_url("**done=submit")
    reader.goto(address)
    press(reader, "Approuver")
    reader.wait_for_url("**done=approve")
    press(reader, "Publier maintenant")
    expect(reader.get_by_role("status")).to_contain_text("tous les canaux")
    reader.goto("/settings/knowledge")
    expect(reader.get_by_role("link", name="L’aide de rentrée du Val")).to_be_visible()


@pytest.mark.journey
def test_without_scripts_two_editors_at_once_keep_both_versions(sign_in: SignIn) -> None:
    first, second = sign_in(AUTHOR, scripts=False), sign_in(READER, scripts=False)
    address = write(first, "La cantine du Val")
    press(first, "Enregistrer")
    for page in (first, second):
        page.goto(address)
    for page, name in ((first, "Paul"), (second, "Léa")):
        page.get_by_label("Réponse en chat (Français)").fill(f"C’est {{montant}}, écrit {name}.")
        press(page, "Enregistrer")
    expect(second.get_by_role("alert")).to_contain_text("Rien n’est perdu")
    expect(second.get_by_role("table")).to_contain_text("écrit Paul")
    expect(second.get_by_role("table")).to_contain_text("écrit Léa")


@pytest.mark.journey
@pytest.mark.looks
@pytest.mark.parametrize("name", ["list", "article", "editor", "gaps", "synonyms"])
def test_each_page_is_for_everybody(people: People, sign_in: SignIn, name: str) -> None:
    page = sign_in(AUTHOR)
    if name in ("article", "editor"):
        write(page, f"La page « {name} » du Val")
        press(page, "Enregistrer")
        page.wait_for_url("**done=saved")
    if name == "article":
        page.get_by_role("link", name="Versions et détails").click()
    if name == "synonyms":
        page.get_by_role("link", name="Mots de même sens").click()
        expect(page.get_by_label("La liste")).to_contain_text("déménagement")
    if name == "gaps":
        page.get_by_role("link", name="la liste des manques").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    examine(people, page, f"knowledge-{name}")
