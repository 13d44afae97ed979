"""`guichet init`: an organisation from a terminal, and the link behind which its administrator chooses a password."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guichet.wiring.postgres import start_embedded, stop_embedded
from tests.house.test_records_commands import guichet

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("init")]


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="guichet-init-"))
    yield parent / "data"
    stop_embedded(parent / "data" / "postgres")
    shutil.rmtree(parent)


def test_an_organisation_is_set_up_without_a_password_and_once(root: Path) -> None:
    start_embedded(root / "postgres")
    asked = guichet(root, "init", "--name", "Mairie de Bar-le-Duc")
    assert asked.returncode == 1
    assert "--email" in asked.stderr
    wrong = guichet(root, "init", "--name", "Mairie de Bar-le-Duc", "--email", "nobody")
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
    made = guichet(root, "init", "--name", "Mairie de Bar-le-Duc", "--email", "camille@bar.example", "--address", "https://bar.example/")
    assert made.returncode == 0, made.stderr
    assert re.search(r"https://bar\.example/set-up/begin/\S+", made.stdout)
    again = guichet(root, "init", "--name", "Mairie de Bar-le-Duc", "--email", "camille@bar.example")
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
