"""A callback is announced by SMS as the call begins, and the call never depends on it."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import OperationalError
from structlog.testing import capture_logs

from guichet.channels.voice import facts
from guichet.channels.voice.tests import test_relayed_callbacks
from guichet.channels.voice.tests.test_relayed_callbacks import CITIZENS, RELAYS, Town, make_call
from guichet.doors.refusals import UnavailableError
from guichet.records.contacts.models import Callback
from guichet.records.directory.models import Reason
from guichet.records.messaging.models import Account, Outgoing

town = test_relayed_callbacks.town


def begin(answer: Callable[..., object]) -> tuple[list[str], list[Any]]:
    """What happened, in its order, and what was asked; the SMS is put out while the agent's post rings."""
    call, happened, asked = make_call(None), list[str](), list[Any]()

    async def ask(clerk: str, organisation: int, function: Any, *values: object) -> object:
        asked.append((organisation, function, *values))
        assert clerk not in {call.key, call.contact}, "what the call asks stands behind it"
        return answer(*values)

    async def ring(*_: object) -> None:
        happened.append("rings")
        await asyncio.sleep(0.05)
        await call.happenings.put(cast(Any, None))

    async def prepare(_: object) -> bool:
        happened.append("prepared")
        return True

    async def run() -> None:
        tasks: list[asyncio.Task[None]] = []
        begin = lambda work: tasks.append(asyncio.get_running_loop().create_task(work))  # noqa: E731 - the exchange's
        call.exchange = cast(Any, SimpleNamespace(begin=begin, ask=ask))
        call.ring_post, call._prepare = ring, prepare  # type: ignore[method-assign,assignment]
        await call._begin()
        await asyncio.gather(*tasks)

    asyncio.run(run())
    return happened, asked


def test_it_is_said_once_as_the_agents_post_rings() -> None:
    happened, asked = begin(lambda *_: None)
    assert happened == ["rings", "prepared"]
    assert asked == [(1, facts.announce_call, str(UUID(int=1)), 0)]


@pytest.mark.parametrize("error", [UnavailableError(), OperationalError(f"Failing row contains ({RELAYS})"), KeyError(RELAYS)])
def test_the_call_goes_on_where_it_fails_and_no_number_is_logged(error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    with capture_logs() as logs:
        happened, _asked = begin(fail)
    assert happened == ["rings", "prepared"]
    assert [entry["event"] for entry in logs] == ["a call was not announced by SMS"]
    assert RELAYS not in repr(logs)


@pytest.fixture
def account(town: Town, settings: Any) -> Account:
    settings.TELEPHONE = "127.0.0.1:5060"
    settings.CARRIERS = {"list": "guichet.records.messaging.tests.carriers.open_carrier"}
    reason = Reason.objects.get(organisation=town.organisation)
    return Account.objects.create(organisation=town.organisation, channel="sms", kind="list", address="36105", reason=reason, language="fr")


def test_a_process_that_takes_over_says_nothing_twice(town: Town, account: Account) -> None:
    """The one that died had said it, or not: whoever says it now says the same."""
    card = town.take()
    assert card is not None
    for _ in range(2):
        facts.announce_call(town.organisation.pk, town.contact, card.attempts)
    outgoing = Outgoing.objects.get()
    assert (outgoing.handle, outgoing.account) == (CITIZENS, account)
    assert "01 99 00 12 34" in outgoing.text


def test_the_next_try_says_it_again(town: Town, account: Account) -> None:  # noqa: ARG001 - SMS is set up
    facts.announce_call(town.organisation.pk, town.contact, 0)
    Callback.objects.update(attempts=1)
    card = town.take()
    assert card is not None
    facts.announce_call(town.organisation.pk, town.contact, card.attempts)
    assert Outgoing.objects.count() == 2
