"""Never outside a campaign, never an agent who is not concerned or was not told, never without the citizen, and not after the end."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.listening.rule import HOUR_MS, NOTICE_MS, Campaign, Obstacle, OngoingCall, Permit, find_access, find_earliest, judge

instants = st.integers(0, 40)
people = st.integers(1, 4)
campaigns = st.builds(
    Campaign,
    key=st.sampled_from("abc"),
    begins_at=instants,
    ends_at=instants,
    agents=st.frozensets(people),
    told=st.dictionaries(people, instants),
    listeners=st.dictionaries(people, st.none() | people),
)
calls = st.builds(OngoingCall, agent=st.none() | people, has_citizen=st.booleans(), citizen_told=st.booleans())
GOOD = Campaign("a", begins_at=10, ends_at=20, agents=frozenset({1}), told={1: 5}, listeners={7: None, 8: 1})
CALL = OngoingCall(agent=1, has_citizen=True, citizen_told=True)


@given(calls, st.lists(campaigns, max_size=4), people, instants)
def test_whoever_may_listen_does_so_under_a_campaign_that_is_on_concerns_the_agent_was_told_and_names_him(
    call: OngoingCall, known: list[Campaign], account: int, now: int
) -> None:
    verdict = judge(call, known, account, now)
    if isinstance(verdict, Permit):
        assert call.has_citizen
        assert call.citizen_told
        assert now < verdict.until
        assert any(
            each.key == verdict.campaign
            and each.begins_at <= now < each.ends_at == verdict.until
            and call.agent in each.agents
            and each.told[call.agent] <= now
            and each.listeners.get(account, call.agent) != call.agent
            for each in known
            if call.agent is not None
        )


@given(calls, st.lists(campaigns, max_size=4), people, instants)
def test_a_campaign_more_never_forbids_and_the_order_of_campaigns_is_no_matter(
    call: OngoingCall, known: list[Campaign], account: int, now: int
) -> None:
    assert judge(call, known, account, now) == judge(call, known[::-1], account, now)
    if isinstance(judge(call, known, account, now), Permit):
        assert isinstance(judge(call, [*known, GOOD], account, now), Permit)


@given(calls, st.lists(campaigns, max_size=4), instants)
def test_a_board_says_for_each_account_what_the_rule_says(call: OngoingCall, known: list[Campaign], now: int) -> None:
    access = find_access(call, known, now)
    for account in range(1, 5):
        verdict = judge(call, known, account, now)
        assert access.permits.get(account) == (verdict if isinstance(verdict, Permit) else None)
    if access.obstacle is None:
        raise AssertionError("a stranger may listen")


def test_each_thing_that_is_missing_is_named() -> None:
    assert judge(CALL, [GOOD], 7, 15) == Permit("a", 20)
    for now, campaign, call, account, obstacle in (
        (9, GOOD, CALL, 7, Obstacle.NO_CAMPAIGN),
        (20, GOOD, CALL, 7, Obstacle.NO_CAMPAIGN),
        (15, replace(GOOD, agents=frozenset({2})), CALL, 7, Obstacle.NOT_CONCERNED),
        (15, replace(GOOD, told={}), CALL, 7, Obstacle.AGENT_NOT_TOLD),
        (15, replace(GOOD, told={1: 16}), CALL, 7, Obstacle.AGENT_NOT_TOLD),
        (15, GOOD, replace(CALL, citizen_told=False), 7, Obstacle.CITIZEN_NOT_TOLD),
        (15, GOOD, CALL, 9, Obstacle.NOT_NAMED),
        (15, GOOD, CALL, 8, Obstacle.OWN_CALL),
        (15, GOOD, replace(CALL, agent=None), 7, Obstacle.NOBODY_SPEAKS),
        (15, GOOD, replace(CALL, has_citizen=False), 7, Obstacle.WITHOUT_CITIZEN),
    ):
        assert judge(call, [campaign], account, now) is obstacle
    assert judge(CALL, [], 7, 15) is Obstacle.NO_CAMPAIGN


@given(st.integers(0, 10**13))
def test_a_campaign_begins_at_a_full_hour_that_leaves_half_an_hour(declared_at: int) -> None:
    earliest = find_earliest(declared_at)
    assert earliest % HOUR_MS == 0
    assert NOTICE_MS <= earliest - declared_at < NOTICE_MS + HOUR_MS
