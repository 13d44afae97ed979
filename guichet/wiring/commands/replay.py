"""`guichet replay`: read the journal again through the router."""

import argparse

from guichet.wiring.language import gettext as _

HELP = _("read the journal again through the router; --check proves that it decides the same")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help=_("compare every decision with the stored one; code 1 at the first difference")
    )
    parser.add_argument("--organisation", metavar="SLUG", help=_("only this one"))


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        from guichet.engine.replay import run_replay

        report = run_replay(options.organisation, check=options.check)
        print(report)
        return 0 if report.is_good else 1
