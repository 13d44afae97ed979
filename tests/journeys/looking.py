"""Looking at a page in both looks and from 320 to 1440 px: axe finds nothing, nothing overflows, and pictures are kept when asked for.

`GUICHET_PICTURES=docs/screens` writes the pictures of the documentation.
"""

import os
from pathlib import Path

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from tests.journeys.conftest import People

WIDTHS = {1440: 900, 320: 640}
PICTURES = os.environ.get("GUICHET_PICTURES")


def examine(people: People, page: Page, name: str) -> None:
    """Look at a page, its frames included, in every way it may be seen; what is wrong is told at the end of the journey."""
    for scheme in ("light", "dark"):
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = ask_axe(page)
            if found.violations_count:
                people.complaints.append(f"{name}, {scheme}, {width} px:\n{found.generate_report()}")
            for frame in page.frames:
                if frame.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    people.complaints.append(f"{name} overflows at {width} px in {frame.url}")
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{width}.png", full_page=width == 320)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def ask_axe(page: Page) -> AxeResults:
    """Let axe read the page; when it goes on to its next address meanwhile, as after a form, the next one is read."""
    try:
        return read(page)
    except Error as error:
        if "Execution context was destroyed" not in str(error):
            raise
    return read(page)


def read(page: Page) -> AxeResults:
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    return Axe().run(page)
