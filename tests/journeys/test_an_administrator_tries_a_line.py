"""An administrator has himself called by the trunk of a line, with a real telephone, and follows it on the page without touching it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guichet.channels.voice.tests.telephones import list_missing, telephone
from tests.journeys.conftest import House, People, Street
from tests.journeys.looking import examine
from tests.journeys.test_a_citizen_calls import EDGE, open_house_with_telephone
from tests.journeys.test_settings import FIRST, press
from tests.journeys.town import PASSWORD

MOBILE, TYPED = "+33612345678", "06 12 34 56 78"
LINE = "01 99 00 12 34"
CALLED_MS = 20_000

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(bool(list_missing()), reason="the telephone is not installed: `guichet doctor --install telephone`"),
]


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_house_with_telephone)


def open_line(page: Page) -> None:
    page.goto("/sign-in?next=/settings/telephone")
    page.get_by_label("Adresse électronique").fill(FIRST)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    page.get_by_role("link", name=LINE).click()


def ask(page: Page, port: int) -> None:
    page.get_by_label("Serveur de votre opérateur").fill(f"127.0.0.1:{port}")
    press(page, "Enregistrer")
    page.get_by_role("link", name=LINE).click()
    page.get_by_label("Numéro à appeler").fill(TYPED)
    press(page, "M’appeler")


def test_whoever_hears_it_and_presses_a_key_reads_that_all_is_well(people: People, tmp_path: Path) -> None:
    page = people.arrive()
    open_line(page)
    with telephone(tmp_path / "mobile", EDGE, MOBILE, tone=1000, answers=True) as mobile:
        ask(page, mobile.port)
        expect(page.get_by_role("status")).to_contain_text("du son arrive de là-bas", timeout=CALLED_MS)
        examine(people, page, "settings-trial-heard")
        mobile.await_sound()
        mobile.press("1")
        expect(page.get_by_role("status")).to_contain_text("Tout fonctionne", timeout=CALLED_MS)
        expect(page.get_by_role("definition")).to_have_text(["oui"] * 5)
        examine(people, page, "settings-trial-well")
        page.reload()
        expect(page.get_by_role("status")).to_contain_text("Tout fonctionne")
