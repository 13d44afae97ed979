"""`guichet bench NAME`: measure, and print one JSON object with the figures and the conditions they hold under.

A measure is a module of the top-level package `bench` with `add_arguments(parser)` and `run(options)`, which returns
`{"figures": ..., "conditions": ...}`. It gets an empty database of its own, unless `bench.WITHOUT_DATABASE` names it.
"""

import argparse
import json
import pkgutil
import platform
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec

from guichet.wiring.language import gettext as _

HELP = _("measure something on a throw-away database and print one JSON object")


class BenchError(Exception):
    """The measure cannot be taken; the message says why."""

    code = "cannot-measure"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help=_("print the names of all measures"))
    parser.add_argument("name", nargs="?", help=_("one of: %s") % (", ".join(names()) or _("none found: run it from the repository")))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=_("of the measure itself; NAME --help lists them"))


def run(options: argparse.Namespace) -> int:
    if options.list:
        print("\n".join(names()))
        return 0
    if options.name not in names():
        sentence = _("There is no measure named %(name)s. There are: %(names)s.")
        raise BenchError(sentence % {"name": options.name, "names": ", ".join(names())})
    from guichet.wiring.commands.house import enter_throw_away

    alone = options.name in import_module("bench").WITHOUT_DATABASE
    with nullcontext() if alone else enter_throw_away(f"bench_{options.name}"):
        measure = import_module(f"bench.{options.name}")
        parser = argparse.ArgumentParser(prog=f"guichet bench {options.name}", description=measure.__doc__)
        parser.add_argument("--json", action="store_true", help=_("on one line, for programs"))
        measure.add_arguments(parser)
        chosen = parser.parse_args(options.arguments)
        result = measure.run(chosen)
    conditions = {**machine(), "command": " ".join(["guichet", "bench", options.name, *options.arguments]), **result["conditions"]}
    print(json.dumps({"figures": result["figures"], "conditions": conditions}, indent=None if chosen.json else 2))
    return 0


def names() -> list[str]:
    """The measures that can be taken from here: the package belongs to the repository, not to the installed product."""
    spec = find_spec("bench")
    if spec is None or not spec.submodule_search_locations:
        return []
    return sorted(module.name for module in pkgutil.iter_modules(spec.submodule_search_locations) if not module.ispkg)


def machine() -> dict[str, object]:
    """What figures depend on and a reader wants to know."""
    import psutil

    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "machine": platform.machine(),
        "python": sys.version.split()[0],
    }
