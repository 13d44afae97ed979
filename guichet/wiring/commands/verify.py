"""`guichet verify`: check the rules of the counter on what the database holds."""

import argparse

from guichet.wiring.language import gettext as _

HELP = _("check the rules R1 to R8 and R16 on the database")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", metavar="SLUG", help=_("only this one"))


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        from guichet.engine.verify import run_verify

        report = run_verify(options.organisation)
        print(report)
        return 0 if report.is_good else 1
