"""`python -m guichet_player`: play the demonstration at an address until stopped. `guichet demo` starts it."""

import argparse
import asyncio
import random
import signal
from contextlib import suppress
from pathlib import Path

from guichet.wiring.lifeline import hold
from guichet_player.play import Cast, play


def main() -> None:
    parser = argparse.ArgumentParser(description="Play citizens and agents of the demonstration.")
    parser.add_argument("--address", required=True, help="where the house is, for example http://localhost:8000")
    parser.add_argument("--accounts", type=Path, required=True, help="a JSON file: the organisation's slug, and passwords by e-mail")
    parser.add_argument("--speed", type=float, default=2.0, help="seconds of the play in one of ours, from 1 to 20")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people (default: %(default)s)")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.supervised:
        hold()
    cast = Cast(options.address, options.accounts, options.speed, options.seed)
    with suppress(asyncio.CancelledError):
        asyncio.run(run(cast))


async def run(cast: Cast) -> None:
    task = asyncio.ensure_future(play(cast, random.Random(cast.seed)))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task


if __name__ == "__main__":
    main()
