"""`guichet engine`: one engine process; a second one stands by."""

import argparse

from guichet.wiring.commands.house import enter
from guichet.wiring.language import gettext as _
from guichet.wiring.lifeline import hold

HELP = _("one engine process: it leads the organisations that nobody leads, and stands by for the others")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.supervised:
        hold()
    with enter(speaks=False):
        from guichet.engine.process import run as lead

        lead()
    return 0
