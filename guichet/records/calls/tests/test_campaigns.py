"""Listening campaigns: declared ahead, within bounds, seen by those they concern, ended early, and traced."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from guichet.decisions.listening.rule import Obstacle, OngoingCall, Permit, judge
from guichet.records.audit.models import AuditEntry
from guichet.records.calls import campaigns, errors
from guichet.records.calls.attending import attend, list_rules, permit
from guichet.records.calls.campaigns import Declared, declare_campaign, end_campaign, mark_seen, must_tell
from guichet.records.calls.legs import end_leg, write_leg
from guichet.records.calls.models import Campaign, Leg
from guichet.records.calls.words import LegState, Manner, PostKind, Purpose, Side, Sign, Verb
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation
from guichet.records.directory.words import Role
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, 50, tzinfo=UTC)
BEGIN, HOUR = datetime(2026, 12, 1, 11, tzinfo=UTC), timedelta(hours=1)


@pytest.fixture
def supervisor() -> Account:
    return make_account(make_organisation(), Role.SUPERVISOR)


@pytest.fixture
def agent(supervisor: Account) -> Agent:
    return make_agent(supervisor.organisation)


@pytest.fixture
def declared(supervisor: Account, agent: Agent) -> Declared:
    return Declared(Purpose.TRAINING, "Deux appels par personne", [], [agent.pk], [], [supervisor.pk], BEGIN, BEGIN + timedelta(days=5))


def test_a_campaign_is_declared_once_with_its_trace_and_seen_by_whom_it_concerns(
    supervisor: Account, agent: Agent, declared: Declared
) -> None:
    key = uuid4()
    made = [declare_campaign(key, declared, supervisor, NOW) for _ in range(2)]
    assert made[0] == made[1]
    mark_seen(supervisor.organisation_id, key, agent.pk, NOW)
    mark_seen(supervisor.organisation_id, key, agent.pk, NOW + HOUR)
    with pytest.raises(errors.NoSuchCampaignError):
        mark_seen(supervisor.organisation_id, key, make_agent(supervisor.organisation).pk, NOW)
    # the statement looks at the clock of the database: only what is still to come counts there
    Campaign.objects.filter(pk=key).update(ends_at=datetime(2100, 1, 1, tzinfo=UTC))
    [rule] = list_rules(supervisor.organisation_id)
    assert (rule.agents, dict(rule.listeners)) == (frozenset({agent.pk}), {supervisor.pk: None})
    assert dict(rule.told) == {agent.pk: int(NOW.timestamp() * 1000)}
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["listening-campaign-declared"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"begins_at": BEGIN - HOUR}, errors.CampaignTooSoonError),
        ({"ends_at": BEGIN}, errors.CampaignBackwardsError),
        ({"ends_at": BEGIN + timedelta(days=30, seconds=1)}, errors.CampaignTooLongError),
        ({"begins_at": NOW + timedelta(days=93), "ends_at": NOW + timedelta(days=94)}, errors.CampaignTooFarError),
        ({"agents": []}, errors.NobodyConcernedError),
        ({"agents": [2**40]}, errors.CampaignUnknownChoiceError),
        ({"lines": [2**40]}, errors.CampaignUnknownChoiceError),
        ({"listeners": []}, errors.NobodyListensError),
        ({"listeners": [2**40]}, errors.CampaignUnknownChoiceError),
        ({"aim": " "}, RefusedError),
        ({"aim": "a\0"}, RefusedError),
    ],
)
def test_what_goes_beyond_the_bounds_is_refused_with_what_to_do(
    changes: dict[str, object], refusal: type[RefusedError], supervisor: Account, declared: Declared
) -> None:
    with pytest.raises(refusal):
        declare_campaign(uuid4(), replace(declared, **changes), supervisor, NOW)  # type: ignore[arg-type]  # as the table says
    assert not Campaign.objects.exists()


def test_an_agent_who_steers_nothing_is_no_listener(supervisor: Account, declared: Declared) -> None:
    plain = make_account(supervisor.organisation, Role.AGENT)
    with pytest.raises(errors.CampaignUnknownChoiceError):
        declare_campaign(uuid4(), replace(declared, listeners=[plain.pk]), supervisor, NOW)


def test_callers_are_told_by_the_lines_of_a_campaign_and_only_while_it_is_on(supervisor: Account, declared: Declared) -> None:
    made = declare_campaign(uuid4(), declared, supervisor, NOW)
    organisation = supervisor.organisation_id
    assert [must_tell(organisation, 3, at) for at in (NOW, BEGIN, BEGIN + HOUR, made.ends_at)] == [False, True, True, False]
    Campaign.objects.update(lines=[3])
    assert [must_tell(organisation, line, BEGIN) for line in (3, 4, None)] == [True, False, True]
    end_campaign(made.pk, supervisor, BEGIN + HOUR)
    assert not must_tell(organisation, 3, BEGIN + HOUR)


def make_call(agent: Agent, **more: object) -> list[Leg]:
    """A citizen who was told, with this agent."""
    always = {"organisation": agent.organisation, "call": uuid4(), "process": uuid4(), "began_at": NOW, "state": LegState.TALKING}
    citizen = Leg.objects.create(**{**always, "side": Side.CITIZEN, "is_told": True, **more})
    return [citizen, Leg.objects.create(**{**always, "side": Side.AGENT, "agent": agent, "post": PostKind.BROWSER})]


def begin(supervisor: Account, agent: Agent, declared: Declared) -> Campaign:
    """A campaign that is on by any clock, and was seen."""
    made = declare_campaign(uuid4(), declared, supervisor, NOW)
    mark_seen(supervisor.organisation_id, made.pk, agent.pk, NOW)
    Campaign.objects.filter(pk=made.pk).update(ends_at=datetime(2100, 1, 1, tzinfo=UTC))
    return made


def test_a_supervisor_attends_what_the_rule_allows_and_no_more(
    supervisor: Account, agent: Agent, declared: Declared, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Sign] = []
    monkeypatch.setattr("guichet.records.calls.attending.tell", told.append)
    organisation = supervisor.organisation_id
    citizen, speaking = make_call(agent)
    with pytest.raises(errors.MayNotListenError, match="campagne"):
        attend(organisation, supervisor.pk, citizen.call, Manner.LISTEN, BEGIN)
    begin(supervisor, agent, declared)
    attend(organisation, supervisor.pk, citizen.call, Manner.WHISPER, BEGIN)
    [sign] = told
    assert (sign.leg, sign.verb, sign.account, sign.manner) == (citizen.pk, Verb.ATTEND, supervisor.pk, "whisper")
    card = permit(organisation, supervisor.pk, citizen.call, BEGIN)
    assert card is not None
    assert (card.is_telephone, card.until) == (False, int(datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000))
    stranger = make_account(supervisor.organisation, Role.SUPERVISOR)
    with pytest.raises(errors.MayNotListenError):
        attend(organisation, stranger.pk, citizen.call, Manner.LISTEN, BEGIN)
    Leg.objects.filter(pk=citizen.pk).update(state=LegState.HELD)
    assert permit(organisation, supervisor.pk, citizen.call, BEGIN) is None
    Leg.objects.filter(pk=citizen.pk).update(state=LegState.TALKING, is_told=False)
    assert permit(organisation, supervisor.pk, citizen.call, BEGIN) is None
    end_leg(speaking, "agent", BEGIN)
    end_leg(citizen, "caller", BEGIN)
    with pytest.raises(errors.NoSuchLegError):
        attend(organisation, supervisor.pk, citizen.call, Manner.LISTEN, BEGIN)


def test_each_listening_stands_in_the_audit_with_its_manners_and_its_end(supervisor: Account, agent: Agent, declared: Declared) -> None:
    organisation, campaign = supervisor.organisation_id, begin(supervisor, agent, declared)
    citizen, _ = make_call(agent)
    key, known = uuid4(), {"call": citizen.call, "process": citizen.process, "side": Side.LISTENER, "account_id": supervisor.pk}
    known |= {"campaign_id": campaign.pk, "began_at": BEGIN}
    for state, manner in (
        ("ringing", "listen"),
        ("talking", "listen"),
        ("talking", "listen"),
        ("talking", "whisper"),
        ("ended", "whisper"),
    ):
        write_leg(organisation, key, {**known, "state": LegState(state), "manner": manner})
    entries = list(AuditEntry.objects.order_by("number"))[1:]
    assert [(each.verb, each.details["manner"], each.actor_id) for each in entries] == [
        ("listening-began", "listen", supervisor.pk),
        ("listening-changed", "whisper", supervisor.pk),
        ("listening-ended", "whisper", supervisor.pk),
    ]
    assert {each.details["agent"] for each in entries} == {agent.pk}


def test_ending_a_campaign_lets_go_whoever_listens(
    supervisor: Account, agent: Agent, declared: Declared, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Sign] = []
    monkeypatch.setattr(campaigns, "tell", told.append)
    made = begin(supervisor, agent, declared)
    [citizen, _] = make_call(agent)
    always = {"organisation": supervisor.organisation, "call": citizen.call, "process": uuid4(), "began_at": NOW, "state": LegState.TALKING}
    listener = Leg.objects.create(**always, side=Side.LISTENER, account=supervisor, campaign=made)
    for _ in range(2):
        end_campaign(made.pk, supervisor, BEGIN)
    assert [(sign.leg, sign.verb) for sign in told] == [(listener.pk, Verb.HANG_UP)]
    assert list_rules(supervisor.organisation_id) == []
    other = make_account(make_organisation(), Role.SUPERVISOR)
    set_organisation(other.organisation_id)
    with pytest.raises(errors.NoSuchCampaignError):
        end_campaign(made.pk, other, BEGIN)


def test_a_listener_who_steers_no_more_is_none(supervisor: Account, agent: Agent, declared: Declared) -> None:
    begin(supervisor, agent, declared)
    call, at = OngoingCall(agent.pk, has_citizen=True, citizen_told=True), int(BEGIN.timestamp() * 1000)
    assert isinstance(judge(call, list_rules(supervisor.organisation_id), supervisor.pk, at), Permit)
    Account.objects.filter(pk=supervisor.pk).update(roles=[Role.AGENT])
    assert judge(call, list_rules(supervisor.organisation_id), supervisor.pk, at) is Obstacle.NOT_NAMED
