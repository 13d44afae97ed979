"""A citizen whom an accident cuts off: he is put on the list of those who are called back, then told so as far as anything can be said."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from guichet.channels.voice import settings as limits
from guichet.channels.voice.frame import now
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.cut_off import CutOff, keep_cut_off
from guichet.records.errors import OutsideError

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

log = structlog.get_logger(__name__)


async def make_up(call: "Conversation") -> None:
    """First the list, then the words: whatever fails next takes nothing back."""
    cut = call.describe_cut()
    is_kept = cut is not None and await _keep(call, cut)
    with suppress(OutsideError, TimeoutError):
        async with asyncio.timeout(limits.CUT_SECONDS):
            await _tell(call, is_kept=is_kept)


async def _keep(call: "Conversation", cut: CutOff) -> bool:
    try:
        is_kept = await call.exchange.ask(call.key, call.organisation, keep_cut_off, cut, now())
    except UnavailableError:
        call.exchange.begin(_keep_later(call, cut))
        is_kept = True
    if is_kept and call.contact:
        call.let_go_of_contact()
    log.warning("a caller was cut off", call=call.key, contact_id=cut.contact, is_called_back=is_kept)
    return is_kept


async def _keep_later(call: "Conversation", cut: CutOff) -> None:
    """When the database answers again. A process that ends before leaves his leg open: the next one finds him by it."""
    for _ in range(limits.CUT_TRIES):
        await asyncio.sleep(limits.CUT_AGAIN_SECONDS)
        try:
            await call.exchange.ask(call.key, call.organisation, keep_cut_off, cut, now())
        except UnavailableError:
            continue
        return
    log.error("a caller who was cut off is on no list: the database stayed away", call=call.key, contact_id=cut.contact)


async def _tell(call: "Conversation", *, is_kept: bool) -> None:
    """He hears nobody else any more. :raises MediaError: nothing can be said."""
    await call.media.connect(())
    await call.mouth.say(call.sentences.cut if is_kept else call.sentences.cut_short)
