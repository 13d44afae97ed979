"""`guichet web`: one web process, Django and the hot doors."""

import argparse
import gc
import socket
from contextlib import nullcontext

from guichet.wiring.commands.house import enter
from guichet.wiring.commands.serve import add_port, get_port, listen
from guichet.wiring.environment import env_list
from guichet.wiring.folder import get_folder
from guichet.wiring.language import gettext as _
from guichet.wiring.lifeline import hold
from guichet.wiring.standby import take_place

HELP = _("one web process; several may share a database")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on (default: %(default)s)"))
    add_port(parser)
    parser.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--places", type=int, default=0, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.supervised:
        hold()
    listening = listen(options.host, get_port(options)) if options.fd is None else socket.socket(fileno=options.fd)
    with listening as listener, enter(speaks=False):
        accept_on(listener, options.places)
    return 0


def accept_on(listener: socket.socket, places: int = 0) -> None:
    """Serve until SIGTERM, once one of the places is free when they are counted. Idle keep-alive outlives a typing person's pauses."""
    import uvicorn

    from guichet.wiring.gathering import GatheringProtocol

    config = uvicorn.Config(
        "guichet.wiring.asgi:application",
        loop="uvloop",
        http=GatheringProtocol,
        lifespan="on",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=True,
        forwarded_allow_ips=env_list("GUICHET_PROXIES", ("127.0.0.1", "::1")),
    )
    config.load()
    spare_collections()
    with take_place(get_folder().places, places) if places else nullcontext():
        uvicorn.Server(config).run(sockets=[listener])


def spare_collections() -> None:
    """What is loaded now lives as long as the process, and open streams for hours: looking for garbage in them stops everybody's
    messages for a tenth of a second each time, and finds none."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
