"""Answers of articles in a contact: which ones to propose to its agent, and what a message that gives one keeps of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.errors import NoAnswerThereError, NoSuchContactError, UnknownAnswerError
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.synthetic import is_synthetic
from guichet.records.contacts.words import Author, GivenAnswer, MessageKind
from guichet.records.knowledge.noting import Judged, get_verdict, note_verdict
from guichet.records.knowledge.suggesting import MEDIA, Situation, Suggestion, is_in_words_of, suggest

LATEST_SAID = 3
"""Messages of the citizen that tell what he wants now."""


def suggest_answers(
    organisation_id: int, contact_id: UUID, words: str, reader: str, now: datetime, channel: Channel | None = None
) -> list[Suggestion]:
    """:param words: what the agent looks for; empty: from the reason and the conversation. :param reader: his language. :param channel: on
    which it would be answered, where that is not the contact's own.

    :raises NoSuchContactError: the organisation has none of this id.
    """
    contacts = Contact.objects.of(organisation_id).select_related("organisation", "reason", "territory")
    contact = contacts.filter(pk=contact_id).first()
    if contact is None:
        raise NoSuchContactError
    situation = Situation(
        channel=channel or Channel(contact.channel),
        reason=contact.reason.key,
        territory=contact.territory.key if contact.territory else None,
        language=contact.language,
        reader=reader,
        said=list_said(contact),
        words=words,
    )
    return suggest(contact.organisation, situation, now)


def suggest_synthetic(organisation_id: int, contact_id: UUID, channel: Channel, now: datetime) -> list[Suggestion]:
    """What an agent would be given for a contact in which the house asks itself, had it come on this channel.

    :raises NoSuchContactError: there is none, or somebody asks in it.
    """
    contact = Contact.objects.of(organisation_id).filter(pk=contact_id).first()
    if contact is None or not is_synthetic(contact):
        raise NoSuchContactError
    return suggest_answers(organisation_id, contact_id, "", contact.language, now, channel)


def list_said(contact: Contact) -> tuple[str, ...]:
    """What the citizen said, the latest first."""
    said = contact.messages.filter(author=Author.CITIZEN, kind=MessageKind.MESSAGE).order_by("-number")
    return tuple(message.text for message in said[:LATEST_SAID])


def get_question(organisation_id: int, contact_id: UUID) -> tuple[str, str]:
    """What the citizen asks, in the order in which he said it, and his language.

    :raises NoSuchContactError: the organisation has none of this id.
    """
    contact = Contact.objects.of(organisation_id).filter(pk=contact_id).first()
    if contact is None:
        raise NoSuchContactError
    return "\n".join(reversed(list_said(contact))), contact.language


def describe_given(article: str, version: int, texts: Sequence[str] | None, said: str) -> GivenAnswer:
    """What a message keeps of the answer that it gives.

    :param texts: in how many ways that version words its answer (`knowledge.suggesting.list_texts`).
    :raises UnknownAnswerError: it was never published to citizens.
    """
    if texts is None:
        raise UnknownAnswerError
    return GivenAnswer(article=article, version=version, is_reworded=not is_in_words_of(said, texts))


def judge_answer(organisation_id: int, contact_id: UUID, number: int, now: datetime, *, has_helped: bool) -> None:
    """The citizen says whether the answer that a message gave him helped. Said again, the first counts.

    :raises NoAnswerThereError: the message of this number gives no article, or there is none.
    """
    messages = Message.objects.of(organisation_id).filter(contact=contact_id, number=number, kind=MessageKind.MESSAGE)
    message = messages.select_related("contact").first()
    given = message and message.read_answer()
    if not message or not given:
        raise NoAnswerThereError
    judged = Judged(given.article, given.version, MEDIA[Channel(message.contact.channel)])
    note_verdict(organisation_id, make_verdict_id(contact_id, number), judged, has_helped=has_helped, now=now)


def find_judgement(organisation_id: int, contact_id: UUID, number: int) -> bool | None:
    """What the citizen said of the answer in this message; None: nothing yet."""
    return get_verdict(organisation_id, make_verdict_id(contact_id, number))


def make_verdict_id(contact_id: UUID, number: int) -> UUID:
    """One voice for each message."""
    return uuid5(contact_id, f"answer {number}")
