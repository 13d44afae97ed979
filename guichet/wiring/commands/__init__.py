"""The `guichet` command. Each subcommand is a module here with `HELP`, `add_arguments(parser)` and `run(options)`, which returns the
exit code; it imports what is heavy inside `run`, so that `guichet --help` is immediate."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from guichet.wiring.language import gettext as _

NAMES = (
    "serve",
    "demo",
    "init",
    "web",
    "engine",
    "work",
    "voice",
    "migrate",
    "account",
    "directory",
    "knowledge",
    "reasons",
    "accessibility",
    "doctor",
    "models",
    "bench",
    "replay",
    "verify",
)


WORDS_OF_ARGPARSE = (
    _("usage: "),
    _("positional arguments"),
    _("options"),
    _("show this help message and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("the following arguments are required: %s"),
    _("unrecognized arguments: %s"),
    _("expected one argument"),
    _("invalid %(type)s value: %(value)r"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("argument %(argument_name)s: %(message)s"),
)
"""Named here so that they are collected with the texts of the product."""


def build_parser() -> argparse.ArgumentParser:
    argparse._ = _  # type: ignore[attr-defined]  # the words of its own: it looks them up under this name, in no catalogue of ours
    parser = argparse.ArgumentParser(prog="guichet", description=_("The open multichannel counter of a public administration."))
    subcommands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name in NAMES:
        module = import_module(f"guichet.wiring.commands.{name}")
        subparser = subcommands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(subparser)
        subparser.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand. Whatever has a `code` is for a person: its sentence is shown, not its traceback."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not hasattr(error, "code") or not isinstance(error.code, str):
            raise
        print(f"guichet: {error}", file=sys.stderr)
        return 1
