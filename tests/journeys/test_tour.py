"""The guided tour of the demonstration: a newcomer looks around as a citizen, an agent, a supervisor and an administrator."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import READY_SECONDS, ROOT, House, People, Street, answers, find_port, wait_until
from tests.journeys.looking import examine

STEPS = {"Ouvrir son poste (nouvel onglet)": "**/desk", "Ouvrir la supervision (nouvel onglet)": "**/board"}


@contextmanager
def open_demonstration() -> Iterator[House]:
    """The demonstration as `make run` starts it, without its players: nobody but the tour's visitor is there."""
    with tempfile.TemporaryDirectory(prefix="guichet-tour-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), find_port()
        folder.chmod(0o711)
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "GUICHET_SECRET_KEY"}}
        command = [sys.executable, "-m", "guichet.wiring.commands", "demo", "--empty", "--port", str(port)]
        with (folder / "demo.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment | {"GUICHET_DATA": str(folder)}, stdout=log, stderr=log)
        try:
            address = f"http://localhost:{port}"
            wait_until(lambda: answers(f"{address}/readyz"), READY_SECONDS, f"the demonstration does not answer: see {folder}/demo.log")
            yield House(address, folder, process)
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_demonstration)


def open_step(tour: Page, button: str) -> Page:
    with tour.context.expect_page() as opened:
        tour.get_by_role("button", name=button).click()
    return opened.value


def test_a_newcomer_looks_around_without_a_password(people: People) -> None:
    tour = people.arrive()
    tour.goto("/")
    tour.get_by_role("link", name="Visite guidée").click()
    expect(tour.get_by_role("heading", level=1)).to_have_text("Cinq minutes avec Guichet")
    examine(people, tour, "tour")
    for button, address in STEPS.items():
        page = open_step(tour, button)
        page.wait_for_url(address)
        page.close()
    settings = open_step(tour, "Ouvrir les réglages (nouvel onglet)")
    settings.wait_for_url("**/settings**")
    settings.close()
    tour.get_by_role("button", name="Rapide", exact=True).click()
    expect(tour.get_by_role("button", name="Rapide", exact=True)).to_have_attribute("aria-pressed", "true")


def test_the_tour_is_walked_with_the_keyboard_alone(people: People) -> None:
    tour = people.arrive()
    tour.goto("/tour")
    reached = []
    for _ in range(40):
        tour.keyboard.press("Tab")
        reached.append(tour.evaluate("document.activeElement.textContent.trim()"))
    wanted = [each.inner_text() for each in tour.locator("ol.tour .button, ol.tour button").all()]
    assert [name for name in wanted if name not in reached] == []
