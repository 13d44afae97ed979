"""Supervisors who listen to calls, whisper to their agent or join them: asked of the rule each time, and each with its trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from guichet.decisions.listening.rule import Campaign, Obstacle, OngoingCall, Permit, judge
from guichet.records.calls.errors import ListenedAlreadyError, ListensElsewhereError, MayNotListenError, NoSuchLegError
from guichet.records.calls.legs import list_open, tell
from guichet.records.calls.models import Leg, Post
from guichet.records.calls.statements import LIST_CAMPAIGNS, read_campaign
from guichet.records.calls.words import LegState, Manner, Part, PostKind, Side, Sign, Verb
from guichet.records.directory.models import Account

SPEAKING = (LegState.TALKING,)
OBSTACLES = {
    Obstacle.NOBODY_SPEAKS: _("No agent speaks in this call."),
    Obstacle.WITHOUT_CITIZEN: _("The citizen hears music: what is said without him is not listened to."),
    Obstacle.NO_CAMPAIGN: _("No listening campaign is on."),
    Obstacle.NOT_CONCERNED: _("No listening campaign that is on concerns this agent."),
    Obstacle.AGENT_NOT_TOLD: _("The agent’s desk has not shown the campaign yet."),
    Obstacle.CITIZEN_NOT_TOLD: _("The citizen was not told: the call began before the campaign, or by a line that does not say so."),
    Obstacle.NOT_NAMED: _("The campaign does not name you among those who may listen."),
    Obstacle.OWN_CALL: _("This is your own call."),
}


@dataclass(frozen=True, slots=True)
class ListenerCard:
    """Who comes to listen, where he is rung, and until when he may (ms). `is_telephone`: by `username`; otherwise on his board."""

    account: int
    name: str
    is_telephone: bool
    username: str
    campaign: str
    until: int


def list_rules(organisation_id: int) -> list[Campaign]:
    """The campaigns that are not over, as the rule takes them."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_CAMPAIGNS, {"organisation_id": organisation_id})
        return [read_campaign(row) for row in cursor.fetchall()]


def describe_call(legs: Sequence[Leg]) -> OngoingCall:
    """As the rule takes it, from its legs that are not over."""
    citizen = next((leg for leg in legs if leg.side == Side.CITIZEN), None)
    agent = next((leg for leg in legs if leg.side == Side.AGENT and leg.part == Part.MAIN and leg.state in SPEAKING), None)
    return OngoingCall(
        agent=agent.agent_id if agent is not None else None,
        has_citizen=citizen is not None and citizen.state in SPEAKING,
        citizen_told=citizen is not None and citizen.is_told,
    )


def attend(organisation_id: int, account_id: int, call: UUID, manner: Manner, now: datetime) -> None:
    """Listen to a call from now on, or do so in another manner.

    :raises NoSuchLegError: the call is over. :raises MayNotListenError: the rule says no. :raises ListenedAlreadyError: somebody does
    already. :raises ListensElsewhereError: he listens to another call.
    """
    legs = list(list_open(organisation_id).filter(call=call).select_related("account").order_by("began_at"))
    if not legs:
        raise NoSuchLegError
    check_permit(organisation_id, account_id, legs, now)
    listener = next((leg for leg in legs if leg.side == Side.LISTENER), None)
    if listener is not None and listener.account is not None and listener.account_id != account_id:
        raise ListenedAlreadyError(who=listener.account.name or listener.account.email)
    if listener is None and list_open(organisation_id).filter(account_id=account_id, side=Side.LISTENER).exists():
        raise ListensElsewhereError
    citizen = next(leg for leg in legs if leg.side == Side.CITIZEN)
    tell(Sign(organisation=organisation_id, leg=citizen.pk, verb=Verb.ATTEND, account=account_id, manner=manner))


def check_permit(organisation_id: int, account_id: int, legs: Sequence[Leg], now: datetime) -> Permit:
    """:raises MayNotListenError: with the sentence that says why."""
    verdict = judge(describe_call(legs), list_rules(organisation_id), account_id, int(now.timestamp() * 1000))
    if isinstance(verdict, Obstacle):
        raise MayNotListenError(why=OBSTACLES[verdict])
    return verdict


def permit(organisation_id: int, account_id: int, call: UUID, now: datetime) -> ListenerCard | None:
    """For the voice process, which asks again whatever a board asked; None: not, or not any more."""
    legs = list(list_open(organisation_id).filter(call=call))
    verdict = judge(describe_call(legs), list_rules(organisation_id), account_id, int(now.timestamp() * 1000))
    account = Account.objects.filter(organisation_id=organisation_id, pk=account_id).first()
    if isinstance(verdict, Obstacle) or account is None:
        return None
    post = Post.objects.of(organisation_id).filter(agent__account_id=account_id, kind=PostKind.TELEPHONE).first()
    name, username = account.name or account.email, post.username if post is not None else ""
    return ListenerCard(account_id, name, post is not None, username, verdict.campaign, verdict.until)


def answer_listening(organisation_id: int, account_id: int, leg: UUID, sdp: str) -> None:
    """The board's browser describes its media. :raises NoSuchLegError: it does not ring there."""
    ringing = list_open(organisation_id).filter(pk=leg, account_id=account_id, side=Side.LISTENER, state=LegState.RINGING)
    if not ringing.filter(answer="").update(answer=sdp):
        if not ringing.filter(answer=sdp).exists():
            raise NoSuchLegError
        return
    tell(Sign(organisation=organisation_id, leg=leg, verb=Verb.ANSWERED))


def leave_listening(organisation_id: int, account_id: int, leg: UUID) -> None:
    """:raises NoSuchLegError: it is over, or somebody else's."""
    if not list_open(organisation_id).filter(pk=leg, account_id=account_id, side=Side.LISTENER).exists():
        raise NoSuchLegError
    tell(Sign(organisation=organisation_id, leg=leg, verb=Verb.HANG_UP))
