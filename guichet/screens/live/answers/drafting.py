"""The door of drafts: a model writes one from the articles that are proposed, and a person reads it before anything is sent.

Few are made at once: a model is slow, and nobody else waits for it.
"""

import asyncio
import time
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer
from guichet.doors.endpoints import get_contact_id
from guichet.doors.limits import Allowance, Buckets, Turnstile
from guichet.doors.machinery import get_machinery
from guichet.doors.refusals import DoorError
from guichet.doors.seats import Seat
from guichet.language import errors
from guichet.language.drafting import ServedModel
from guichet.records.contacts.answering import get_question, suggest_answers
from guichet.records.knowledge.suggesting import Suggestion
from guichet.screens.live.answers import words
from guichet.screens.live.kept.history import check_readable
from guichet.screens.live.seating import seated

MOST_AT_ONCE = 4
under_way = Turnstile(MOST_AT_ONCE)
drafts_of_a_seat = Buckets(Allowance(burst=5, per_second=0.1))
REASONS: dict[type[errors.DraftError], str | Promise] = {
    errors.ModelUnreachableError: _("The model cannot be reached."),
    errors.ModelHungError: _("The model took too long."),
    errors.ModelFailedError: _("The model does not answer: tell your administrator."),
    errors.BadDraftError: _("The model answered nothing usable."),
    errors.UncitedDraftError: _("The articles do not answer this, or the model did not say which one does: its draft was refused."),
    errors.InventedDraftError: _("The model wrote a number that stands in no article: its draft was refused."),
}


class DraftsOffError(DoorError):
    status = 409
    code = "drafts-off"
    message = _("No model drafts answers here. Write the answer yourself.")


class NothingToDraftFromError(DoorError):
    status = 422
    code = "nothing-to-draft-from"
    message = _("There is no article to draft an answer from. Write the answer yourself.")


class NoDraftError(DoorError):
    status = 422
    code = "no-draft"
    message = _("%(why)s Write the answer yourself; nothing was sent.")


async def draft(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """POST /live/contacts/{contact}/drafted"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_readable(machinery, seat, contact)
    if settings.DRAFTS_SERVER is None:
        raise DraftsOffError
    drafts_of_a_seat.take(seat.account, time.monotonic())
    organisation, now = seat.organisation, datetime.now(UTC)
    found = await machinery.library.ask(organisation, suggest_answers, organisation, UUID(contact), "", seat.language, now)
    question, language = await machinery.library.ask(organisation, get_question, organisation, UUID(contact))
    sources = [each for each in found if each.answer]
    if not sources or not question:
        raise NothingToDraftFromError
    passages = [f"{each.title}\n{each.answer.text}" for each in sources if each.answer]
    with under_way.enter("drafts"):
        try:
            made = await asyncio.to_thread(ServedModel(settings.DRAFTS_SERVER).draft, question, passages, language)
        except errors.DraftError as error:
            raise NoDraftError(why=REASONS[type(error)]) from error
    cited = tuple(cite(sources[place]) for place in made.cited)
    await answer(send, 200, words.Drafted(text=made.text, cited=cited))


def cite(suggestion: Suggestion) -> words.Cited:
    is_outdated = suggestion.answer.is_outdated if suggestion.answer else suggestion.is_outdated
    return words.Cited(article=suggestion.article, version=suggestion.version, title=suggestion.title, is_outdated=is_outdated)


routes: list[BaseRoute] = [Route("/live/contacts/{contact}/drafted", seated(draft), methods=["POST"])]
