"""The folder into which scanners write letters: `GUICHET_LETTERS`, with a folder for each organisation in it."""

import os
from pathlib import Path


def find_folder() -> Path | None:
    """None when scans come by upload alone."""
    named = os.environ.get("GUICHET_LETTERS", "").strip()
    return Path(named).expanduser().resolve() if named else None
