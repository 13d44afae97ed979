"""The door of proposed reasons: what a contact seems to be about, for its agent to confirm."""

import time
from uuid import UUID

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer
from guichet.doors.endpoints import get_contact_id
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat
from guichet.records.qualification.proposing import Proposal, propose_reasons
from guichet.screens.live.answers import words
from guichet.screens.live.kept.history import check_readable
from guichet.screens.live.seating import seated

LOOKS_OF_A_SEAT = Allowance(burst=30, per_second=1)
looks = Buckets(LOOKS_OF_A_SEAT)


async def list_reasons(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/reasons"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    looks.take(seat.account, time.monotonic())
    await check_readable(machinery, seat, contact)
    found = await machinery.library.ask(seat.organisation, propose_reasons, seat.organisation, UUID(contact))
    await answer(send, 200, words.ReasonsProposed(reasons=tuple(show(each, seat.language) for each in found)))


def show(proposal: Proposal, language: str) -> words.ReasonProposal:
    reason = proposal.reason
    return words.ReasonProposal(reason=reason.pk, label=reason.get_label(language), certainty=proposal.certainty)


routes: list[BaseRoute] = [Route("/live/contacts/{contact}/reasons", seated(list_reasons), methods=["GET"])]
