"""`guichet migrate`: bring the tables up to date, as their owner."""

import argparse

from guichet.wiring.language import gettext as _

HELP = _("bring the tables up to date")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help=_("say nothing unless something fails"))


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(as_owner=True):
        migrate(verbosity=0 if options.quiet else 1)
    return 0


def migrate(verbosity: int) -> None:
    """Apply what is new. Most starts find nothing, and skip what Django does around it; the first one makes all tables at once."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from guichet.wiring.tables import make_at_once

    if make_at_once():
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=verbosity)
    elif verbosity:
        print(_("The tables are up to date."))
