"""Contacts that rest while their citizens are asked something."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts import asking as resting
from guichet.records.contacts.asking import Question
from guichet.screens.live import words
from guichet.screens.live.requests import Asking


async def ask(asking: Asking, contact: ContactId, asked: words.AskCitizen) -> words.Posted:
    await asking.get_standing(contact)
    question = Question(asking.seat.organisation, contact, asking.agent, asked.reason, asked.number)
    return await _act(asking, resting.ask_citizen, question, asked.key)


async def take_up(asking: Asking, contact: ContactId, asked: words.TakeUp) -> words.Posted:
    await asking.get_standing(contact)
    return await _act(asking, resting.take_up, asking.seat.organisation, contact, asking.agent, asked.key)


async def _act(asking: Asking, verb: Callable[..., UUID], *arguments: object) -> words.Posted:
    return words.Posted(input=await asking.machinery.office.ask(asking.seat.organisation, verb, *arguments, datetime.now(UTC)))
