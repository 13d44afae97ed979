"""`guichet accessibility FILE`: what axe found in the looks of the tests, as the accessibility statement shows it.

`GUICHET_LOOKS=FILE` makes the looks write FILE (`make accessibility` does both). What comes out is committed: every installation shows the
results of its own version.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guichet.wiring.language import gettext as _

HELP = _("turn what the looks of the tests found into the results of the accessibility statement")
RESULTS = Path(__file__).parents[2] / "screens" / "public" / "accessibility.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("looks", type=Path, help=_("what GUICHET_LOOKS made the tests write"))
    parser.add_argument("--into", type=Path, default=RESULTS, help=_("default: the file that the statement reads"))


def run(options: argparse.Namespace) -> int:
    """1 when there is nothing that could be told: what was told before stays."""
    try:
        lines = [json.loads(line) for line in options.looks.read_text().splitlines() if line.strip()]
        results = sum_up(lines, datetime.now(UTC))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"guichet: {options.looks}: {error}", file=sys.stderr)
        return 1
    options.into.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    print(f"{results['pages']} pages, {results['looks']} looks, {len(results['faults'])} faults: {options.into}")
    return 0


def sum_up(lines: Iterable[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """Each page, look and fault once; of a look that was taken twice, the last.

    :raises ValueError: there is no look.
    """
    looks = {str(line["look"]): line for line in lines}
    if not looks:
        raise ValueError("no look in it")
    faults = {(str(line["page"]), str(fault["rule"])): str(fault["help"]) for line in looks.values() for fault in line["faults"]}
    return {
        "on": now.date().isoformat(),
        "engine": ", ".join(sorted({str(line["engine"]) for line in looks.values()})),
        "pages": len({line["page"] for line in looks.values()}),
        "looks": len(looks),
        "faults": [{"page": page, "rule": rule, "help": said} for (page, rule), said in sorted(faults.items())],
    }
