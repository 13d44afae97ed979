"""Looking at a page in both looks and from 320 to 1440 px: axe finds nothing, nothing overflows, and pictures are kept when asked for.
On request also at other widths, and in the colours that a reader's system forces.

`GUICHET_PICTURES=docs/screens` writes the pictures of the documentation. `GUICHET_LOOKS=looks.jsonl` keeps what axe found, a line for each
look, from which `guichet accessibility looks.jsonl` makes the results of the accessibility statement.
"""

import json
import os
from collections.abc import Mapping
from itertools import cycle, product
from pathlib import Path
from types import MappingProxyType

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Frame, Page

from tests.journeys.conftest import People, Scheme

WIDTHS = {1440: 900, 320: 640}
EVERY_WIDTH = {**WIDTHS, 768: 1024}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PICTURES = os.environ.get("GUICHET_PICTURES")
LOOKS = os.environ.get("GUICHET_LOOKS")
EVERY_LOOK = bool(PICTURES or LOOKS) or os.environ.get("GUICHET_EVERY_LOOK") == "1"
"""Each width in each look; otherwise each width in one and each look at one, which is what the tests of every day have time for."""
AXE = Axe()
SETTLED_MS = 1_000
"""What axe finds while a look changes into another may be colours of both: only what it still finds then counts."""
OF_THE_SYSTEM = {"rules": {"color-contrast": {"enabled": False}}}
"""Forced colours are the reader's own; what the page says of its colours is not what is painted."""


def examine(people: People, page: Page, name: str, *, widths: Mapping[int, int] = WIDTHS, is_forced: bool = False) -> None:
    """Look at a page, its frames included, in each look and each width it is seen in; what is wrong is told at the end of the journey.

    :param widths: heights by widths, in pixels. :param is_forced: in forced colours too.
    """
    for scheme, width in product(SCHEMES, widths) if EVERY_LOOK else zip(cycle(SCHEMES), widths, strict=False):
        page.set_viewport_size({"width": width, "height": widths[width]})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        look(people, page, f"{name}, {scheme}, {width} px")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{width}.png", full_page=width == 320)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    if is_forced:
        page.emulate_media(forced_colors="active")
        look(people, page, f"{name}, forced colours", OF_THE_SYSTEM)
        page.emulate_media(forced_colors="none")


def look(people: People, page: Page, where: str, options: Mapping[str, object] = MappingProxyType({})) -> None:
    found = ask_axe(page, options)
    if found.violations_count:
        page.wait_for_timeout(SETTLED_MS)
        found = ask_axe(page, options)
    if LOOKS:
        keep(Path(LOOKS), where, found)
    if found.violations_count:
        people.complaints.append(f"{where}:\n{found.generate_report()}")
    for frame in filter(may_act, page.frames):
        if frame.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            people.complaints.append(f"{where}: overflows in {frame.url}")


def may_act(frame: Frame) -> bool:
    """Whether anything may run there: nothing does in the frame that holds a mail, not even what looks at its width."""
    sandbox = frame.frame_element().get_attribute("sandbox") if frame.parent_frame else None
    return sandbox is None or "allow-scripts" in sandbox


def keep(path: Path, where: str, found: AxeResults) -> None:
    """Add what axe found to the results; one write a line, so that journeys side by side do not mix theirs."""
    response = found.response
    faults = [{"rule": each["id"], "help": each["help"]} for each in response["violations"]]
    engine = response.get("testEngine", {})
    line = {"page": where.partition(",")[0], "look": where, "engine": f"{engine.get('name')} {engine.get('version')}", "faults": faults}
    with path.open("a") as file:
        file.write(json.dumps(line) + "\n")


def ask_axe(page: Page, options: Mapping[str, object] = MappingProxyType({})) -> AxeResults:
    """Let axe read the page; when it goes on to its next address meanwhile, as after a form, the next one is read."""
    try:
        return read(page, options)
    except Error as error:
        if "Execution context was destroyed" not in str(error):
            raise
    return read(page, options)


def read(page: Page, options: Mapping[str, object]) -> AxeResults:
    page.wait_for_load_state()
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.evaluate("document.fonts.ready")
    return AXE.run(page, options={"resultTypes": ["violations"], **options})
