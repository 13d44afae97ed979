"""Tests run on a real PostgreSQL: `DATABASE_URL` when it is given, otherwise the embedded one in a folder of their own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.wiring.settings")
if "DATABASE_URL" not in os.environ:
    from guichet.wiring.postgres import start_embedded

    folder = Path(tempfile.gettempdir()) / f"guichet-tests-{os.getuid()}" / "postgres"
    folder.parent.mkdir(mode=0o711, exist_ok=True)
    os.environ["DATABASE_URL"] = start_embedded(folder)
