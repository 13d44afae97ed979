"""`guichet migrate`: bring the tables up to date, as their owner."""

import argparse

HELP = "bring the tables up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something fails")


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(as_owner=True):
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
    return 0
