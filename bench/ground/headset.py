"""An agent who answers calls in a headless Chromium, and when he hears each of them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, sync_playwright

from bench.ground import Ground
from bench.ground.seats import seat
from guichet.engine.connections import Connection

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection"),
    "--autoplay-policy=no-user-gesture-required",
]
PASSWORD = "une phrase pour mesurer"  # noqa: S105 - of a throw-away database
SIGN_IN = "update directory_account set password = %s, roles = array['agent'] where organisation_id = %s returning email"
HEARS = """
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given);
    window.heardAt = 0;
    const look = () => {
      if (this.getReceivers().some((each) => each.getSynchronizationSources().length > 0)) window.heardAt = Date.now();
      else if (this.connectionState !== "closed") setTimeout(look, 4);
    };
    look();
  }
};
"""
"""`heardAt`: when the first sound of the latest call came out of its receiver, to some four milliseconds."""


@contextmanager
def answering(owner: Connection, ground: Ground, address: str) -> Iterator[Page]:
    """The desk of the only agent, who answers in his browser."""
    seat(owner, ground)
    owner.execute("update calls_post set kind = 'browser'")
    [(email,)] = owner.execute(SIGN_IN, [make_password(PASSWORD), ground.organisation_id]).fetchall()
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        page = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(HEARS)
        page.goto(f"{address}/sign-in")
        page.get_by_label("Adresse électronique").fill(str(email))
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.locator("presence-control").wait_for()
        yield page
        browser.close()


def answer(page: Page) -> float:
    """Take what rings; returns the instant at which he hears it, in ms since 1970."""
    page.evaluate("window.heardAt = 0")
    page.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
    page.wait_for_function("() => window.heardAt > 0")
    return float(page.evaluate("window.heardAt"))
