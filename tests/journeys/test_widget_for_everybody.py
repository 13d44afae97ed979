"""The widget in every state, look and width: axe finds nothing, nothing overflows, and pictures are kept when asked for.

`GUICHET_PICTURES=docs/screens` writes the pictures of the documentation.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import House, People, Street, open_house
from tests.journeys.looking import PICTURES, examine
from tests.journeys.sites import Site, open_site
from tests.journeys.test_widget import PDF, ask, get_frame, launcher, open_widget, write

pytestmark = pytest.mark.looks


@contextmanager
def open_writing_house() -> Iterator[House]:
    """One that sends mails, to nobody: the form for it is there."""
    with open_house(GUICHET_SMTP_URL="smtp://127.0.0.1:9", GUICHET_MAIL_FROM="ne-pas-repondre@example.org") as house:
        yield house


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_writing_house)


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with open_site(house) as site:
        yield site


def test_the_widget_in_every_state(people: People, site: Site) -> None:
    agent, citizen = people.sign_in("awa@example.org"), people.arrive()
    citizen.goto(site.origin)
    expect(launcher(citizen)).to_be_visible()
    examine(people, citizen, "widget-closed")
    frame = open_widget(citizen)
    examine(people, citizen, "widget-request")
    frame.get_by_role("button", name="Envoyer mon message").click()
    expect(frame.get_by_text("Choisissez un sujet.")).to_be_visible()
    examine(people, citizen, "widget-request-error")
    ask(frame, "Bonjour, ma quittance d’octobre a été refusée. Que dois-je vous envoyer ?", "Samia B.")
    expect(frame.locator("[data-wait]")).to_be_visible()
    examine(people, citizen, "widget-waiting")
    acts.become_available(agent)
    acts.answer(agent, "ma quittance d’octobre")
    acts.write(agent, "Bonjour Samia. Le montant y est illisible : une photo nette suffit.")
    expect(frame.locator("conversation-log .bubble")).to_have_count(2)
    chosen = [
        {"name": "Quittance octobre.pdf", "mimeType": "application/pdf", "buffer": PDF * 1_000},
        {"name": "photos.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04" + bytes(100)},
    ]
    frame.locator("file-sender input").set_input_files(chosen)  # type: ignore[arg-type]  # what Playwright documents
    expect(frame.locator(".parcel.failed")).to_be_visible()
    write(frame, "La voici. Est-ce bon comme ça ?")
    expect(frame.locator("conversation-log .bubble")).to_have_count(4)
    examine(people, citizen, "widget-answered")
    acts.finish(agent)
    expect(frame.get_by_text("Cette conversation est terminée.")).to_be_visible()
    frame.get_by_text("Recevoir cette conversation par courriel").click()
    examine(people, citizen, "widget-ended")
    acts.go_offline(agent)


def test_a_site_that_is_not_allowed_sees_why(people: People, house: House) -> None:
    with open_site(house, is_allowed=False) as stranger:
        citizen = people.arrive()
        citizen.goto(stranger.origin)
        launcher(citizen).click()
        expect(get_frame(citizen).get_by_text("ne peut pas s’afficher dans ce site")).to_be_visible()
        examine(people, citizen, "widget-refused")


def test_forced_colours_right_to_left_and_four_hundred_per_cent(people: People, site: Site) -> None:
    """Zoom of 400 % on a screen of 1280 by 1024 px leaves 320 by 256."""
    citizen = people.arrive(width=320, height=256)
    site.direction = "rtl"
    try:
        citizen.goto(site.origin)
        citizen.emulate_media(forced_colors="active")
        frame = open_widget(citizen)
        box = launcher(citizen).bounding_box()
        assert box is not None
        assert box["x"] < 100, "the button stands at the end of the line, which is left here"
        message = frame.get_by_label("Votre message")
        message.scroll_into_view_if_needed()
        message.fill("À 400 %")
        frame.get_by_role("button", name="Envoyer mon message").scroll_into_view_if_needed()
        expect(frame.get_by_role("button", name="Envoyer mon message")).to_be_in_viewport()
        if PICTURES:
            citizen.screenshot(path=Path(PICTURES) / "widget-forced-colours-400.png")
    finally:
        site.direction = "ltr"
