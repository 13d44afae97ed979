"""`guichet demo`: the whole house with an invented organisation, to look around in.

People come and are answered: a process of its own (`guichet_player`) plays them through the public doors. It has a folder and a database
of its own, listens on loopback only, and every page carries a banner. Passwords are made at random at the first start and kept in the
folder, for its owner's eyes; each start prints them again.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from guichet.channels.voice.edge import Place
from guichet.wiring.commands.migrate import migrate
from guichet.wiring.commands.serve import add_port, get_port, serve
from guichet.wiring.environment import env_secret
from guichet.wiring.folder import Folder, get_folder
from guichet.wiring.language import gettext as _
from guichet.wiring.postgres import ensure_database
from guichet.wiring.supervisor import Child
from guichet.wiring.telephone import find_place, list_missing

HELP = _("run the demonstration: an invented organisation, loopback only")
DATABASE = "guichet_demonstration"
"""Beside the installation's own, where DATABASE_URL names a server."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_port(parser)
    parser.add_argument("--speed", type=float, default=2.0, help=_("how fast the played days pass, from 1 to 20 (default: %(default)s)"))
    parser.add_argument("--empty", action="store_true", help=_("play nobody: only those who really come"))
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
    port = get_port(options)
    beside = [] if options.empty else [Child("player", command_player(folder, port, options.speed))]
    print(_("A guided tour of five minutes begins at %(address)s") % {"address": f"http://localhost:{port}/tour"}, flush=True)
    return serve(folder, "127.0.0.1", port, first=("demo", "--load"), beside=beside)


def command_player(folder: Folder, port: int, speed: float) -> Sequence[str]:
    """The program that plays citizens and agents. It learns the house's address and the accounts' passwords, nothing else."""
    accounts = str(folder.secrets / "played.json")  # as `wiring.demonstration.PLAYED` names it, which needs Django
    own = (sys.executable, "-m", "guichet_player", "--supervised")
    return (*own, "--address", f"http://127.0.0.1:{port}", "--accounts", accounts, "--speed", str(speed))


def load() -> int:
    """Bring the tables up to date, fill them the first time, and print who may sign in."""
    from guichet.wiring.commands.house import enter

    with enter(as_owner=True):
        migrate(verbosity=0)
        from guichet.wiring.demonstration import load_once

        for line in (*load_once(get_folder()), *tell_number(find_place(get_folder()))):
            print(line, flush=True)
    return 0


def tell_number(place: Place | None) -> list[str]:
    """What to dial, where there is a telephone and the demonstration's line has not been taken away."""
    from guichet.records.calls.demonstration import DIALLED, is_called
    from guichet.records.directory.actions import get_organisation
    from guichet.records.directory.demonstration import SLUG

    if place is None or list_missing() or not is_called(get_organisation(SLUG)):
        return []
    sentence = _("To call this demonstration, dial %(address)s with a SIP telephone on this machine, such as baresip")
    return [sentence % {"address": f"sip:{DIALLED}@{place.public}:{place.sip_port}"}]
