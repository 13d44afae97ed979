"""What a hot door asks of Django: directory look-ups that change rarely, and the audit trail. One thread with one connection does it,
outside the event loop; answers that may be remembered are, and asked again before they are too old, so that nobody waits for them."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar, cast

from django.db import InterfaceError, OperationalError, connection, transaction

from guichet.doors.refusals import UnavailableError
from guichet.records.separation import set_organisation

REMEMBERED = 5.0
"""Seconds: a change of the directory shows at the hot doors within this time."""
MOST_REMEMBERED = 2_000

P = ParamSpec("P")
T = TypeVar("T")


class Office:
    """A clerk of a web process. Files have one of their own, and so have articles: nobody waits for a look-up because a file is stored or
    an answer is looked for."""

    def __init__(self, name: str = "office") -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self.remembered: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self.asking: dict[Hashable, asyncio.Task[Any]] = {}

    async def ask(self, organisation: int | None, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function of records in a transaction of that organisation, and return what it returns.

        :raises UnavailableError: the database is away.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.thread, lambda: _run(organisation, lambda: function(*args, **kwargs)))
        except (OperationalError, InterfaceError) as error:
            raise UnavailableError from error

    async def recall(self, organisation: int | None, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `ask`, but an answer younger than `REMEMBERED` is given again. Arguments are values that can be keys.

        Whoever asks while the same is being asked waits for that one answer.
        """
        key = (organisation, function, args, tuple(sorted(kwargs.items())))
        until, answer = self.remembered.get(key, (0.0, None))
        left = until - time.monotonic()
        if left < REMEMBERED / 2 and key not in self.asking:
            self.asking[key] = asyncio.create_task(self._learn(key, lambda: self.ask(organisation, function, *args, **kwargs)))
            self.asking[key].add_done_callback(_note)
        return cast(T, answer if left > 0 else await asyncio.shield(self.asking[key]))

    async def _learn(self, key: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
        """Remember what is answered."""
        began = time.monotonic()
        try:
            answer = await ask()
            self.remembered[key] = began + REMEMBERED, answer
            self.remembered.move_to_end(key)
            if len(self.remembered) > MOST_REMEMBERED:
                self.remembered.popitem(last=False)
            return answer
        finally:
            del self.asking[key]

    def close(self) -> None:
        for asking in self.asking.values():
            asking.cancel()
        self.thread.submit(_hang_up)
        self.thread.shutdown()


def _note(asking: asyncio.Task[Any]) -> None:
    """A failure is told to those who wait for the answer; when nobody does, whoever asks next asks anew."""
    if not asking.cancelled():
        asking.exception()


def _hang_up() -> None:
    """Close the connection of the thread that calls."""
    connection.close()


def _run(organisation: int | None, function: Callable[[], T]) -> T:
    if connection.connection is not None:
        connection.close_if_unusable_or_obsolete()
    with transaction.atomic():
        if organisation is not None:
            set_organisation(organisation)
        return function()
