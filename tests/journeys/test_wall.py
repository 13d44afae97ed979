"""A supervisor hangs figures on a wall: made, read from afar, left alone by the network for a while, and taken down."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import PICTURES, ask_axe, examine
from tests.journeys.town import SUPERVISOR

TEXT = "Mon aide a été suspendue sans explication"
STALE_MS = 40_000
"""Longer than a display takes to distrust its figures, on a busy machine."""
LETTERS = {".wall-figure .value span": 100, ".wall-figure .state": 36, ".wall-agents": 36}
"""At least so many pixels high on a screen 1920 wide: to be read from four metres on one of about a metre."""


def figure(wall: Page, name: str) -> Locator:
    return wall.locator(".wall-figure", has=wall.get_by_role("heading", name=name)).locator(".value")


def make_link(supervisor: Page, name: str) -> str:
    """Make a link by its form, and return the address that the list shows."""
    supervisor.get_by_label("Nom de l’affichage").fill(name)
    supervisor.get_by_label("Allocataires").check()
    supervisor.get_by_role("button", name="Créer le lien").click()
    expect(supervisor.get_by_text("Le lien est créé.")).to_be_visible()
    return supervisor.get_by_label(f"Adresse pour l’écran : {name}").input_value()


def test_figures_hang_on_a_wall_until_their_link_is_revoked(people: People) -> None:
    supervisor = people.sign_in(SUPERVISOR, width=1440, height=900)
    supervisor.get_by_role("link", name="Affichages muraux").click()
    supervisor.get_by_role("button", name="Créer le lien").click()
    expect(supervisor.get_by_text("Donnez un nom à l’affichage")).to_be_visible()
    examine(people, supervisor, "walls-error")
    address = make_link(supervisor, "Plateau du rez-de-chaussée")
    examine(people, supervisor, "walls")
    wall, citizen = people.arrive(width=1920, height=1080), people.arrive()
    wall.goto(address)
    expect(figure(wall, "En attente")).to_have_text("0")
    expect(wall.get_by_text("Personne n’attend").first).to_be_visible()
    acts.ask(citizen, TEXT, name="Samia B.")
    expect(figure(wall, "En attente")).to_have_text("1")
    expect(wall.get_by_text("En direct")).to_be_visible()
    look_from_afar(people, wall)
    examine(people, wall, "wall")
    for secret in (TEXT, "Samia", "Awa Diallo", "Denis Roche"):
        assert secret not in wall.content()
    supervisor.get_by_text("Révoquer").first.click()
    supervisor.get_by_role("button", name="Révoquer ce lien : Plateau du rez-de-chaussée").click()
    expect(supervisor.get_by_text("Lien révoqué : l’affichage est fermé.")).to_be_visible()
    expect(wall.get_by_role("alert")).to_contain_text("Demandez-en un nouveau à un superviseur.")
    examine(people, wall, "wall-closed")
    wall.reload()
    expect(wall.get_by_role("heading", name="Cet affichage est fermé")).to_be_visible()
    citizen.get_by_role("button", name="Renoncer à ma demande").click()
    citizen.get_by_role("dialog").get_by_role("button", name="Oui").click()


def look_from_afar(people: People, wall: Page) -> None:
    """On a large screen everything is there at once, in large letters."""
    for scheme in ("light", "dark"):
        wall.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = ask_axe(wall)
        if found.violations_count:
            people.complaints.append(f"wall, {scheme}, 1920 px:\n{found.generate_report()}")
        if PICTURES:
            wall.screenshot(path=Path(PICTURES) / f"wall-{scheme}-1920.png")
    assert wall.evaluate("document.documentElement.scrollHeight <= document.documentElement.clientHeight"), "it does not fit"
    for selector, least in LETTERS.items():
        assert wall.locator(selector).first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= least, selector


def test_a_display_says_how_old_its_figures_are_and_comes_back_by_itself(people: People) -> None:
    supervisor = people.sign_in(SUPERVISOR)
    supervisor.goto("/board/walls")
    wall = people.arrive(width=1920, height=1080)
    wall.goto(make_link(supervisor, "Salle du fond"))
    expect(wall.get_by_text("En direct")).to_be_visible()
    wall.context.set_offline(True)
    expect(wall.get_by_text("Chiffres d’il y a")).to_be_visible(timeout=STALE_MS)
    expect(wall.get_by_text("Pas à jour").first).to_be_visible()
    assert wall.locator(".wall-page.stale .value").count() == 4
    examine(people, wall, "wall-stale")
    wall.context.set_offline(False)
    expect(wall.get_by_text("En direct")).to_be_visible(timeout=STALE_MS)
    expect(wall.locator(".stale")).to_have_count(0)
