"""How soon a citizen can use the widget on a slow line: Chromium on 400 kbit/s with 400 ms to every answer, nothing in its cache.

`button_*`: from the instant the site's page comes to the tag until the button can be pressed. Then three ways to press it, apart:

- `cold_*`: at once, before the frame was asked for: one answer is waited for, 400 ms at least;
- `hover_*`: a pointer rests on the button for 300 ms first, which asks for the frame;
- `idle_*`: after the site's page has come to rest and the frame was loaded unseen.

Of each, `form`: from the press until the form can be written in; `ready`: until the script has taken it over. Site and frame share the
line. The emulated line delays each answer; it has no handshake of TCP and TLS, which a first press on a real line pays once.
"""

import argparse
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from bench.ground import connect_owner, lay
from bench.ground.processes import start

BITS_PER_SECOND = 400_000
LATENCY_MS = 400
HOVER_MS = 300
WAYS = ("cold", "hover", "idle")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ONE_PROCESS = ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process"]
"""So that the line that is emulated for the page is the frame's too."""
WATCH = """
const find = () => (window === top ? document.querySelector("guichet-widget") : document.querySelector("[data-request] textarea"));
const look = () => {
  if (window.there === undefined && find() && document.readyState !== "loading") window.there = Date.now();
  if (window.ready === undefined && window !== top && document.activeElement?.tagName === "H1") window.ready = Date.now();
  requestAnimationFrame(look);
};
if (location.protocol !== "about:") requestAnimationFrame(look);
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--visits", type=int, default=30, help="visits in each way, each in a fresh browser context (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    with connect_owner() as owner:
        ground = lay(owner, agents=1, queues=1, skills=1)
        [slug] = owner.execute("select slug from directory_organisation where id = %s", [ground.organisation_id]).fetchone() or [""]
        owner.execute("update directory_reason set queue_id = %s where id = %s", [ground.queues[0], ground.reason_id])
        with start("web") as running, open_site(f"http://localhost:{running.web}/widget/{slug}.js") as origin:
            owner.execute("update directory_organisation set widget_origins = array[%s] where id = %s", [origin, ground.organisation_id])
            visits = visit_often(origin, options.visits)
    figures: dict[str, Any] = {}
    for name in visits[0]:
        values = [lengths[name] for lengths in visits]
        figures[f"{name}_p50_ms"] = round(statistics.median(values))
        figures[f"{name}_p95_ms"] = round(statistics.quantiles(values, n=20)[-1])
    conditions = {"visits": options.visits, "kbit_s": BITS_PER_SECOND // 1000, "latency_ms": LATENCY_MS, "hover_ms": HOVER_MS}
    return {"figures": figures, "conditions": conditions}


def visit_often(origin: str, visits: int) -> list[dict[str, float]]:
    """The lengths of time of each visit, in every way; the first, which warms the server, is left out."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=[*FLAGS, *ONE_PROCESS])
        found = []
        for _ in range(visits + 1):
            lengths: dict[str, float] = {}
            for way in WAYS:
                lengths |= visit(browser, origin, way)
            found.append(lengths)
        browser.close()
    return found[1:]


def visit(browser: Browser, origin: str, way: str) -> dict[str, float]:
    """One newcomer on a slow line, who presses in one of `WAYS`."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    context.add_init_script(WATCH)
    if way != "idle":
        context.add_init_script("window.requestIdleCallback = () => 0")  # he presses before the site's page rests
    context.set_default_timeout(30_000)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    rate = BITS_PER_SECOND / 8
    slow = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": rate, "uploadThroughput": rate}
    line.send("Network.emulateNetworkConditions", slow)
    page.goto(origin)
    there = wait_for(page, "there")
    tag = page.evaluate("performance.timeOrigin + performance.getEntriesByType('resource').find((e) => e.name.endsWith('.js')).startTime")
    button = page.locator("guichet-widget button")
    if way == "hover":
        button.hover()
        page.wait_for_timeout(HOVER_MS)
    if way == "idle":
        find_frame(page).wait_for_function("() => document.readyState === 'complete'", polling=50)  # unseen, it draws nothing
    pressed = page.evaluate("Date.now()")
    button.click()
    frame = find_frame(page)
    form, ready = max(wait_for(frame, "there"), pressed), wait_for(frame, "ready")
    context.close()
    return {"button": there - tag, f"{way}_form": form - pressed, f"{way}_ready": ready - pressed}


def find_frame(page: Page) -> Frame:
    """The widget's, once it was asked for."""
    page.wait_for_function("() => document.querySelector('guichet-widget').shadowRoot.querySelector('iframe').src !== ''")
    frame = next(frame for frame in page.frames if frame is not page.main_frame)
    frame.wait_for_url("**/widget/**")
    return frame


def wait_for(place: Page | Frame, mark: str) -> float:
    """The instant that the page noted."""
    place.wait_for_function(f"() => window.{mark} !== undefined")
    return float(place.evaluate(f"window.{mark}"))


@contextmanager
def open_site(tag: str) -> Iterator[str]:
    """A page of somebody else's with the tag, at 127.0.0.1: another site than localhost. Yields its origin."""
    page = f'<!doctype html><html lang="fr"><title>Valmont</title><h1>Valmont</h1><script src="{tag}" async></script>'.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
