"""`guichet voice`: the process that answers the telephone; Kamailio and rtpengine stand beside it."""

import argparse
import asyncio

from guichet.wiring.commands.house import enter
from guichet.wiring.folder import get_folder
from guichet.wiring.language import gettext as _
from guichet.wiring.lifeline import hold
from guichet.wiring.telephone import find_place, list_missing, make_folders

HELP = _("one process that answers the telephone")


class NoTelephoneError(Exception):
    """Nothing says where the telephone is."""

    code = "no-telephone"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    place = find_place(get_folder())
    if place is None:
        raise NoTelephoneError(_("Say where the telephone is reached, with GUICHET_SIP=address:port."))
    missing = list_missing()
    if missing:
        sentence = _("The telephone needs %(programs)s: `guichet doctor --install telephone` gets them.")
        raise NoTelephoneError(sentence % {"programs": ", ".join(missing)})
    if options.supervised:
        hold()
    with enter(speaks=False):
        from guichet.channels.voice.process import serve

        make_folders(place)
        asyncio.run(serve(place))
    return 0
