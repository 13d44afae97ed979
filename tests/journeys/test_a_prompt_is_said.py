"""An administrator says a sentence of the telephone into the microphone of his browser, listens to it, says it again and keeps it; who
calls hears that. Without a microphone, or without scripts, a file goes the same way as before."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from guichet.channels.voice.tests.telephones import find_tones, list_missing
from tests.journeys.conftest import House, People
from tests.journeys.looking import examine
from tests.journeys.test_a_citizen_calls import AGENT_TONE, headset
from tests.journeys.town import ADMINISTRATORS, PASSWORD

__all__ = ["headset"]
pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(bool(list_missing()), reason="the telephone is not installed: `guichet doctor --install telephone`"),
]
SAID = "/settings/voices/said/telephone"
SPEAKS_MS = 1_500
NO_MICROPHONE = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));"


@pytest.fixture
def staff(house: House, headset: Browser) -> Iterator[People]:
    """People whose browsers have a microphone."""
    people = People(house, headset)
    yield people
    people.leave()
    assert not people.complaints, "\n".join(people.complaints)


@pytest.fixture
def open_said(staff: People) -> Callable[..., Locator]:
    """A sentence of the telephone by its place, with its form: none is recorded yet."""

    def open_said(place: int, script: str = "", *, scripts: bool = True) -> Locator:
        page = staff.arrive(scripts=scripts)
        if script:
            page.add_init_script(script)
        page.goto(f"/sign-in?next={SAID}")
        page.get_by_label("Adresse électronique").fill(next(iter(ADMINISTRATORS)))
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url(f"**{SAID}")
        said = page.locator("li.card").nth(place)
        said.get_by_text("L’enregistrer vous-même").click()
        return said

    return open_said


def say(said: Locator, button: str) -> None:
    said.get_by_role("button", name=button).press("Enter")
    expect(said.get_by_text("Lisez le texte à voix haute, puis appuyez sur Arrêter. Trois minutes au plus.")).to_be_visible()
    said.page.wait_for_timeout(SPEAKS_MS)
    expect(said.get_by_role("button", name="Arrêter")).to_be_focused()
    said.page.keyboard.press("Enter")
    expect(said.get_by_role("button", name="Recommencer")).to_be_focused()


def hear(page: Page, address: str) -> set[int]:
    """The tones of what callers hear."""
    sound = page.request.get(address).body()
    return find_tones(np.frombuffer(sound[44:], dtype="<i2").astype(np.float64))


def test_a_sentence_is_said_heard_said_again_and_kept(staff: People, open_said: Callable[..., Locator]) -> None:
    said = open_said(0)
    page = said.page
    say(said, "Enregistrer maintenant")
    own = said.get_by_label("Ce que vous avez enregistré")
    expect(own).to_be_visible()
    own.evaluate("heard => heard.play()")
    page.wait_for_function("() => [...document.querySelectorAll('.recorder audio')].some((heard) => heard.currentTime > 0.2)")
    examine(staff, page, "settings-recorded")
    say(said, "Recommencer")
    said.get_by_role("button", name="Le faire entendre à ceux qui appellent").click()
    expect(page.get_by_role("status").filter(has_text="cet enregistrement")).to_be_visible()
    expect(said).to_contain_text("enregistré par vous le")
    address = said.locator("audio").first.get_attribute("src")
    assert address is not None
    assert hear(page, address) == {AGENT_TONE}


def test_who_leaves_it_while_speaking_sends_nothing_unheard(open_said: Callable[..., Locator]) -> None:
    said = open_said(1)
    said.get_by_role("button", name="Enregistrer maintenant").click()
    said.page.wait_for_timeout(SPEAKS_MS)
    said.get_by_role("button", name="Le faire entendre à ceux qui appellent").click()
    expect(said.get_by_label("Ce que vous avez enregistré")).to_be_visible()
    assert "done" not in said.page.url


def test_without_a_microphone_it_says_why_and_without_scripts_a_file_is_sent(open_said: Callable[..., Locator]) -> None:
    refused = open_said(2, NO_MICROPHONE)
    refused.get_by_role("button", name="Enregistrer maintenant").click()
    expect(refused.get_by_text("Le navigateur ne laisse pas cette page utiliser le microphone.")).to_be_visible()
    expect(refused.locator("input[type=file]")).to_be_visible()
    plain = open_said(2, scripts=False)
    expect(plain.locator("input[type=file]")).to_be_visible()
    expect(plain.get_by_role("button", name="Enregistrer maintenant")).to_have_count(0)
