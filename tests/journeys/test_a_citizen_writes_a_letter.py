"""A citizen writes on paper: the scan is read, an agent corrects what was found and answers, and the letter is printed and posted."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import FilePayload, Page, expect

from guichet.language.tests.papers import bind, draw_letter
from guichet.wiring.postgres import get_address
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street, open_house
from tests.journeys.looking import examine
from tests.journeys.town import ADMINISTRATORS, PASSWORD

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is missing: guichet doctor --install letters")
FOLDERS: list[Path] = []
READ_MS = 90_000


@contextmanager
def open_letter_house() -> Iterator[House]:
    """One whose scanner writes into a folder."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-letters-"))
    FOLDERS.append(folder)
    with open_house(GUICHET_LETTERS=str(folder)) as house:
        with psycopg.connect(get_address(house.folder / "postgres", "guichet")) as connection:
            connection.execute(
                "insert into letters_box (organisation_id, reason_id, language, is_active, letterhead, town, reference_formats)"
                " select organisation_id, id, 'fr', true, E'CAF des Deux Rives\n1 quai du Port\n35170 BRUZ', 'Bruz', 'AA-9999-99999'"
                " from directory_reason where is_active and labels->>'fr' = 'Demander une aide au logement'"
            )
        yield house
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_letter_house)


def scan(content: bytes, name: str = "lettre.pdf") -> None:
    """As a scanner does: under another name until it is whole."""
    [place] = [each for each in FOLDERS[-1].iterdir() if each.is_dir()]
    (place / f"{name}.part").write_bytes(content)
    (place / f"{name}.part").rename(place / name)


@needs_tesseract
@pytest.mark.faults
@pytest.mark.peers
def test_a_letter_is_scanned_read_answered_printed_and_posted(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    agent.goto("/desk/post")
    examine(people, agent, "desk-post-empty")
    agent.goto("/desk")
    acts.become_available(agent)
    scan(bind(draw_letter()))
    offer = acts.ringing(agent, "copie de mon acte")
    expect(offer).to_be_visible(timeout=READ_MS)
    acts.answer(agent, "copie de mon acte")
    facts = agent.locator("letter-facts")
    expect(facts.get_by_label("Adresse, comme sur une enveloppe")).to_have_value("Madame Zoé PETIT\n12 rue des Lilas\n35000 RENNES")
    expect(facts.get_by_label("Références, une par ligne")).to_have_value("EC-2026-00123")
    expect(facts.locator("img")).to_have_js_property("complete", True)
    assert facts.locator("img").evaluate("image => image.naturalWidth") > 100
    examine(people, agent, "desk-letter")
    facts.get_by_label("Adresse, comme sur une enveloppe").fill("Mme Zoé Petit\n14 rue des Lilas\n35000 RENNES")
    facts.get_by_role("button", name="J’ai comparé").click()
    expect(facts).to_contain_text("Enregistré.")
    acts.write(agent, "Votre acte est joint.")
    acts.finish(agent)
    post(people, agent)


def post(people: People, page: Page) -> None:
    """Print and post what is to go out."""
    page.goto("/desk/post")
    letter = page.get_by_text("Mme Zoé Petit, 35000 RENNES", exact=True)
    until = 12
    while not letter.is_visible() and until:
        page.wait_for_timeout(2_000)
        page.reload()
        until -= 1
    examine(people, page, "desk-post")
    address = page.get_by_role("link", name="La lettre").get_attribute("href")
    content = page.request.get(str(address)).body()
    assert content.startswith(b"%PDF-")
    for button in ("Elles sont imprimées", "Elles sont postées"):
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name=button).click()
    expect(page.get_by_text("postée le")).to_be_visible()


@pytest.mark.looks
def test_the_pages_of_letters_for_everybody(people: People) -> None:
    page = people.arrive()
    page.goto("/sign-in?next=/settings/post")
    page.get_by_label("Adresse électronique").fill(next(iter(ADMINISTRATORS)))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/settings/post")
    page.get_by_role("button", name="Essayer de lire").click(timeout=READ_MS)
    expect(page.get_by_text("Une lettre a été mise en page.")).to_be_visible(timeout=READ_MS)
    page.goto("/desk/post")
    lie = FilePayload(name="faux.pdf", mimeType="application/pdf", buffer=b"MZ\x90" + bytes(2_000))
    page.get_by_label("Lettres numérisées").set_input_files(lie)
    page.get_by_role("button", name="Les enregistrer").click()
    expect(page.get_by_text("Les numérisations sont enregistrées")).to_be_visible()
    examine(people, page, "desk-post-brought")
    until = 20
    page.goto("/settings/post")
    while not page.get_by_text("Ce n’est ni un PDF").is_visible() and until:
        page.wait_for_timeout(2_000)
        page.reload()
        until -= 1
    examine(people, page, "settings-letters")
    page.get_by_role("button", name="La relire").first.click()
    expect(page.get_by_text("Elle est relue dans la minute.")).to_be_visible()
