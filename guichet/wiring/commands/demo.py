"""`guichet demo`: the whole house with an invented organisation, to look around in.

It has a folder and a database of its own, listens on loopback only, and every page carries a banner. Passwords are made at random at
the first start and kept in the folder, for its owner's eyes; each start prints them again.
"""

import argparse
import os

from guichet.wiring.commands.migrate import migrate
from guichet.wiring.commands.serve import add_port, get_port, serve
from guichet.wiring.environment import env_secret
from guichet.wiring.folder import Folder, get_folder
from guichet.wiring.postgres import ensure_database

HELP = "run the demonstration: an invented organisation, loopback only"
DATABASE = "guichet_demonstration"
"""Beside the installation's own, where DATABASE_URL names a server."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_port(parser)
    parser.add_argument("--load", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    os.environ["GUICHET_DEMONSTRATION"] = "1"
    if options.load:
        return load()
    folder = Folder(get_folder().root / "demonstration")
    os.environ["GUICHET_DATA"] = str(folder.root)
    external = env_secret("DATABASE_URL")
    if external:
        os.environ["DATABASE_URL"] = ensure_database(external, DATABASE)
    return serve(folder, "127.0.0.1", get_port(options), first=("demo", "--load"))


def load() -> int:
    """Bring the tables up to date, fill them the first time, and print who may sign in."""
    from guichet.wiring.commands.house import enter

    with enter(as_owner=True):
        migrate(verbosity=0)
        from guichet.wiring.demonstration import load_once

        for line in load_once(get_folder()):
            print(line, flush=True)
    return 0
