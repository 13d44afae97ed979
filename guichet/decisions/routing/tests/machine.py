"""Any input in any order, on a small floor of mixed channels, watched by every rule.

Three routers hear the same: `router`, restored from its snapshot at random moments; `steady`, never restored; and the naive one. They
must say the same, word for word.
"""

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from guichet.decisions.routing import inputs, tables
from guichet.decisions.routing.decisions import Decision, Refused
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.snapshot import RouterState
from guichet.decisions.routing.tests import rules
from guichet.decisions.routing.tests.ledger import Ledger, Row
from guichet.decisions.routing.tests.naive import NaiveRouter
from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Capacity,
    Channel,
    ChannelCapacity,
    ContactId,
    ContactState,
    Instant,
    Presence,
    QueueId,
    QueuePolicy,
    Requirement,
    Reserve,
    SkillId,
    TerritoryId,
)

START = Instant(1_800_000_000_000)
AGENTS = [AgentId(number) for number in range(1, 5)]
QUEUES = [QueueId(number) for number in range(1, 4)]
CONTACTS = [ContactId(f"contact-{number}") for number in range(12)]
CHANNELS = [Channel.VOICE, Channel.CHAT, Channel.CALLBACK, Channel.EMAIL, Channel.LETTER, Channel.MESSAGE]
WAITS = [0, 1, 400, 5_000, 20_000, 30_000, 60_000, 300_000]

agents = st.sampled_from(AGENTS)
queues = st.sampled_from(QUEUES)
contacts = st.sampled_from(CONTACTS)
channels = st.sampled_from(CHANNELS)
waits = st.sampled_from(WAITS)
levels = st.dictionaries(st.sampled_from([SkillId(1), SkillId(2)]), st.integers(1, 3), max_size=2)
skill_sets = levels.map(lambda levels: tuple(sorted(levels.items())))
territories = st.sampled_from([None, None, TerritoryId(1), TerritoryId(2)])
seats = st.builds(ChannelCapacity, channel=channels, most=st.integers(0, 3), units=st.integers(0, 3))
capacities = st.builds(
    Capacity,
    units=st.integers(1, 4),
    channels=st.lists(seats, min_size=2, max_size=4, unique_by=lambda seat: seat.channel).map(tuple),
)
profiles = st.builds(
    AgentProfile,
    agent=agents,
    capacity=capacities,
    skills=skill_sets,
    territories=st.sampled_from([None, None, (TerritoryId(1),), (TerritoryId(1), TerritoryId(2)), ()]),
)
policies = st.builds(
    QueuePolicy,
    queue=queues,
    commitment_ms=st.sampled_from([1_000, 60_000, 300_000]),
    offer_ms=st.sampled_from([0, 20_000]),
    wrap_up_ms=st.sampled_from([0, 30_000]),
    priority_minutes=st.sampled_from([0, 0, 5]),
    most_waiting=st.sampled_from([None, None, 3]),
    reserve_override_ms=st.sampled_from([None, 30_000, 400_000]),
)
reserves = st.lists(
    st.builds(Reserve, name=st.sampled_from(["calls", "visits"]), count=st.integers(0, 2), skills=skill_sets, territory=territories),
    max_size=2,
    unique_by=lambda reserve: reserve.name,
).map(tuple)
steps = st.lists(
    st.builds(
        Requirement,
        after_ms=st.sampled_from([0, 20_000, 60_000]),
        skills=skill_sets,
        territory=territories,
        agent=st.sampled_from([None, None, None, *AGENTS]),
    ),
    min_size=0,
    max_size=3,
).map(lambda steps: tuple(sorted(steps, key=lambda step: step.after_ms)))
moments = st.none() | waits.map(lambda ms: Instant(START + ms))
instants = waits.map(lambda ms: Instant(START + ms))
put_offs = st.sampled_from([-5_000, 0, 20_000, 60_000])
facts: st.SearchStrategy[inputs.Input] = st.one_of(
    st.builds(inputs.QueueConfigured, policy=policies),
    st.builds(inputs.QueueOpened, queue=queues),
    st.builds(inputs.QueueClosed, queue=queues, dismiss_waiting=st.booleans()),
    st.builds(inputs.AgentConfigured, profile=profiles),
    st.builds(inputs.AgentRemoved, agent=agents),
    st.builds(inputs.PresenceChanged, agent=agents, presence=st.sampled_from(Presence), reason=st.sampled_from([None, "lunch"])),
    st.builds(inputs.AgentVanished, agent=agents),
    st.builds(inputs.ContactWithdrawn, contact=contacts),
    st.builds(inputs.OfferAccepted, contact=contacts, agent=agents),
    st.builds(inputs.OfferDeclined, contact=contacts, agent=agents),
    st.builds(inputs.ContactPulled, contact=contacts, agent=agents),
    st.builds(inputs.ContactAssigned, contact=contacts, agent=agents, by=agents),
    st.builds(inputs.ContactTransferred, contact=contacts, agent=agents, queue=queues, requirements=steps),
    st.builds(inputs.ContactRequalified, contact=contacts, requirements=steps),
    st.builds(inputs.CitizenAsked, contact=contacts, agent=agents, reason=st.just("document"), until=instants, put_off_ms=put_offs),
    st.builds(inputs.AskingEnded, contact=contacts, until=instants, put_off_ms=put_offs, agent=st.none() | agents),
    st.builds(inputs.ContactsMerged, contact=contacts, into=contacts, agent=agents),
    st.builds(inputs.ContactsParted, contact=contacts, agent=agents),
    st.builds(inputs.ChannelChanged, contact=contacts, channel=channels, not_before=moments),
    st.builds(inputs.CallbackMoved, contact=contacts, not_before=moments),
    st.builds(inputs.AttemptFailed, contact=contacts, agent=agents, reason=st.just("busy"), retry_at=moments),
    st.builds(inputs.PriorityChanged, contact=contacts, priority_minutes=st.sampled_from([0, 5, 60]), by=agents),
    st.builds(inputs.ConversationEnded, contact=contacts, by=st.sampled_from(["agent", "citizen", "silence"]), agent=st.none() | agents),
    st.builds(inputs.WrapUpExtended, contact=contacts, agent=agents, more_ms=st.sampled_from([-1, 30_000, 10_000_000])),
    st.builds(inputs.WrapUpDone, contact=contacts, agent=agents),
)


class Counter(RuleBasedStateMachine):
    timers_are_late = False

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.router = Router()
        self.steady = Router()
        self.naive = NaiveRouter()
        self.ledger = Ledger()
        self.arrivals: dict[str, Instant] = {}
        self.promises: dict[str, Instant] = {}
        self.synthetic: set[ContactId] = set()
        self.taken_out: dict[ContactId, ContactId] = {}
        self.shrunk: set[AgentId] = set()
        self.state = self.router.snapshot()

    @initialize(policies=st.lists(policies, min_size=2, max_size=3), profiles=st.lists(profiles, min_size=2, max_size=4))
    def open_in_the_morning(self, policies: list[QueuePolicy], profiles: list[AgentProfile]) -> None:
        for policy in policies:
            self.tell(inputs.QueueConfigured(policy=policy))
            self.tell(inputs.QueueOpened(queue=policy.queue))
        for profile in profiles:
            self.tell(inputs.AgentConfigured(profile=profile))
            self.tell(inputs.PresenceChanged(agent=profile.agent, presence=Presence.AVAILABLE))

    @rule(
        contact=contacts,
        channel=channels,
        queue=queues,
        requirements=steps,
        age=waits,
        priority=st.sampled_from([0, 0, 5]),
    )
    def somebody_asks(
        self, contact: ContactId, channel: Channel, queue: QueueId, requirements: tuple[Requirement, ...], age: int, priority: int
    ) -> None:
        arrived_at = Instant(self.now - age)
        self.tell(
            inputs.ContactArrived(
                contact=contact,
                channel=channel,
                queue=queue,
                requirements=requirements,
                arrived_at=arrived_at,
                priority_minutes=priority,
            )
        )

    @rule(contact=contacts, channel=channels, queue=queues, skills=skill_sets)
    def somebody_asks_simply(self, contact: ContactId, channel: Channel, queue: QueueId, skills: tuple[tuple[SkillId, int], ...]) -> None:
        requirements = (Requirement(skills=skills),)
        fact = inputs.ContactArrived(contact=contact, channel=channel, queue=queue, requirements=requirements, arrived_at=self.now)
        self.tell(fact)

    @rule(contact=contacts, channel=channels, queue=queues)
    def the_house_asks_itself(self, contact: ContactId, channel: Channel, queue: QueueId) -> None:
        fact = inputs.ContactArrived(
            contact=contact, channel=channel, queue=queue, requirements=(Requirement(),), arrived_at=self.now, is_synthetic=True
        )
        self.tell(fact)

    @rule(contact=contacts, queue=queues, skills=skill_sets, ms=st.sampled_from([-1, 400, 20_000, 60_000]))
    def somebody_wants_to_be_called(self, contact: ContactId, queue: QueueId, skills: tuple[tuple[SkillId, int], ...], ms: int) -> None:
        self.tell(
            inputs.ContactArrived(
                contact=contact,
                channel=Channel.CALLBACK,
                queue=queue,
                requirements=(Requirement(skills=skills),),
                arrived_at=self.now,
                not_before=Instant(self.now + ms),
            )
        )

    @precondition(lambda self: self.calls())
    @rule(data=st.data(), ms=st.sampled_from([None, 400, 20_000]))
    def nobody_answers_a_call(self, data: st.DataObject, ms: int | None) -> None:
        row = data.draw(st.sampled_from(self.calls()))
        assert row.agent is not None
        retry_at = None if ms is None else Instant(self.now + ms)
        self.tell(inputs.AttemptFailed(contact=row.id, agent=row.agent, reason="no-answer", retry_at=retry_at))

    @precondition(lambda self: any(row.channel is Channel.CALLBACK for row in self.rows(ContactState.OFFERED)))
    @rule(ms=st.sampled_from([None, 400, 20_000]))
    def a_call_is_taken_up_and_nobody_answers_it(self, ms: int | None) -> None:
        row = next(row for row in self.rows(ContactState.OFFERED) if row.channel is Channel.CALLBACK)
        assert row.agent is not None
        self.tell(inputs.OfferAccepted(contact=row.id, agent=row.agent))
        retry_at = None if ms is None else Instant(self.now + ms)
        self.tell(inputs.AttemptFailed(contact=row.id, agent=row.agent, reason="no-answer", retry_at=retry_at))

    @rule(channel=channels, queue=queues, skills=skill_sets)
    def several_ask_alike(self, channel: Channel, queue: QueueId, skills: tuple[tuple[SkillId, int], ...]) -> None:
        """One after the other, under ids that nobody used yet."""
        for _ in range(3):
            self.now = Instant(self.now + 1)
            self.handle_timers()
            self.somebody_asks_simply(ContactId(f"alike-{len(self.ledger.rows)}"), channel, queue, skills)

    @rule(fact=facts)
    def anything_is_said(self, fact: inputs.Input) -> None:
        self.tell(fact)

    @rule(reserves=reserves)
    def reserves_are_set(self, reserves: tuple[Reserve, ...]) -> None:
        self.tell(inputs.ReservesConfigured(reserves=reserves))

    @rule(agent=agents)
    def somebody_comes_back(self, agent: AgentId) -> None:
        self.tell(inputs.PresenceChanged(agent=agent, presence=Presence.AVAILABLE))

    @precondition(lambda self: self.rows(ContactState.OFFERED))
    @rule(data=st.data(), declines=st.sampled_from([False, False, True]))
    def somebody_answers_a_ring(self, data: st.DataObject, declines: bool) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.OFFERED)))
        kind = inputs.OfferDeclined if declines else inputs.OfferAccepted
        assert row.agent is not None
        self.tell(kind(contact=row.id, agent=row.agent))

    @precondition(lambda self: self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED))
    @rule(data=st.data(), queue=queues, requirements=steps, ends=st.booleans())
    def a_conversation_goes_on_elsewhere_or_ends(
        self, data: st.DataObject, queue: QueueId, requirements: tuple[Requirement, ...], ends: bool
    ) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED)))
        assert row.agent is not None
        if ends:
            self.tell(inputs.ConversationEnded(contact=row.id))
        else:
            self.tell(inputs.ContactTransferred(contact=row.id, agent=row.agent, queue=queue, requirements=requirements))

    @precondition(lambda self: self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED))
    @rule(data=st.data(), takes_out=st.booleans())
    def two_ask_the_same_or_one_asks_two_things(self, data: st.DataObject, takes_out: bool) -> None:
        into = data.draw(st.sampled_from(self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED)))
        others = [row for row in self.ledger.rows.values() if row.state in tables.IN_HAND or row.state is ContactState.WAITING]
        assert into.agent is not None
        other = self.take_out(into.id, data.draw(queues)) if takes_out else data.draw(st.sampled_from(others)).id
        self.tell(inputs.ContactsMerged(contact=other, into=into.id, agent=into.agent))

    def take_out(self, out_of: ContactId, queue: QueueId) -> ContactId:
        """Often what whoever takes it out could not answer; the draws above say whether it goes back at once."""
        taken = ContactId(f"taken-{len(self.ledger.rows)}")
        requirements = (Requirement(skills=((SkillId(1), 3),)),)
        arrived_at = self.arrivals[out_of]
        fact = inputs.ContactArrived(
            contact=taken, channel=Channel.EMAIL, queue=queue, requirements=requirements, arrived_at=arrived_at, taken_out_of=out_of
        )
        self.tell(fact)
        return taken

    @precondition(lambda self: self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED))
    @rule(data=st.data(), ms=waits, put_off_ms=put_offs)
    def a_citizen_is_asked_something(self, data: st.DataObject, ms: int, put_off_ms: int) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED)))
        assert row.agent is not None
        until = Instant(self.now + ms)
        self.tell(inputs.CitizenAsked(contact=row.id, agent=row.agent, reason="document", until=until, put_off_ms=put_off_ms))

    @precondition(lambda self: self.rows(ContactState.ASKED))
    @rule(data=st.data(), put_off_ms=put_offs, answers=st.booleans())
    def an_asking_is_over(self, data: st.DataObject, put_off_ms: int, answers: bool) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.ASKED)))
        assert row.until is not None
        agent = None if answers else row.agent
        self.tell(inputs.AskingEnded(contact=row.id, until=row.until, put_off_ms=put_off_ms, agent=agent))

    @precondition(lambda self: self.rows(ContactState.MERGED))
    @rule(data=st.data(), agent=agents)
    def they_ask_different_things_after_all(self, data: st.DataObject, agent: AgentId) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.MERGED)))
        into = next(contact.into for contact in self.state.contacts if contact.id == row.id)
        owners = [other.agent for other in self.ledger.rows.values() if other.id == into and other.agent is not None]
        self.tell(inputs.ContactsParted(contact=row.id, agent=data.draw(st.sampled_from([*owners, *owners, agent]))))

    @precondition(lambda self: self.ledger.waiting())
    @rule(data=st.data(), agent=agents)
    def somebody_helps_himself(self, data: st.DataObject, agent: AgentId) -> None:
        """Often somebody at whom another contact rings."""
        ringing = [row.agent for row in self.rows(ContactState.OFFERED) if row.agent is not None]
        row = data.draw(st.sampled_from(self.ledger.waiting()))
        self.tell(inputs.ContactPulled(contact=row.id, agent=data.draw(st.sampled_from([agent, *ringing]))))

    @precondition(lambda self: self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED))
    @rule(data=st.data())
    def somebody_with_work_in_hand_vanishes(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.ASSIGNED, ContactState.INTERRUPTED)))
        assert row.agent is not None
        self.now = Instant(self.now + 1_000)
        self.handle_timers()
        self.tell(inputs.AgentVanished(agent=row.agent))

    @precondition(lambda self: self.rows(ContactState.WRAPPING_UP))
    @rule(data=st.data())
    def a_wrap_up_is_done(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.rows(ContactState.WRAPPING_UP)))
        assert row.agent is not None
        self.tell(inputs.WrapUpDone(contact=row.id, agent=row.agent))

    @rule(ms=waits)
    def time_passes(self, ms: int) -> None:
        self.now = Instant(self.now + ms)
        self.handle_timers()

    @rule()
    def the_clock_goes_back(self) -> None:
        self.now = Instant(self.now - 10_000)

    @rule()
    def the_router_starts_again(self) -> None:
        snapshot = msgspec.json.encode(self.router.snapshot())
        self.router = Router.restore(msgspec.json.decode(snapshot, type=RouterState))

    def tell(self, fact: inputs.Input) -> None:
        if isinstance(fact, inputs.AgentConfigured):
            self.shrunk.add(fact.profile.agent)
        decisions = self.router.receive(fact, self.now)
        self.compare(decisions, self.steady.receive(fact, self.now), self.naive.receive(fact, self.now))
        if isinstance(fact, inputs.ContactArrived) and not isinstance(decisions[0], Refused):
            self.arrivals.setdefault(fact.contact, fact.arrived_at)
            self.synthetic |= {fact.contact} if fact.is_synthetic else set()
            self.taken_out |= {fact.contact: fact.taken_out_of} if fact.taken_out_of else {}
        if not (decisions and isinstance(decisions[0], Refused)):
            self.note_promise(fact)
        rules.check_turned_away(decisions, fact, self.ledger)
        rules.check_merging(decisions, self.ledger, self.taken_out)
        self.check(decisions)

    def note_promise(self, fact: inputs.Input) -> None:
        """When whoever asked to be called will be called, at the earliest."""
        match fact:
            case inputs.ContactArrived() | inputs.ChannelChanged() | inputs.CallbackMoved():
                self.promises[fact.contact] = fact.not_before or self.now
            case inputs.AttemptFailed():
                self.promises[fact.contact] = fact.retry_at or self.now
            case _:
                pass

    def handle_timers(self) -> None:
        rounds = 0
        while (at := self.router.next_timer()) is not None and at <= self.now:
            rounds += 1
            assert rounds <= 20, "the timers never come to rest"
            decisions = self.router.handle_timer(self.now)
            self.compare(decisions, self.steady.handle_timer(self.now), self.naive.handle_timer(self.now))
            self.check(decisions)
        rules.check_steps(self.state, self.now)

    def compare(self, decisions: list[Decision], steady: list[Decision], naive: list[Decision]) -> None:
        """A scan sees at once what time alone has done, the router when its timer is handled: they are equal when no timer is late."""
        assert decisions == steady, f"restored: {decisions}; never restored: {steady}"
        if not self.timers_are_late:
            assert decisions == naive, f"router: {decisions}; full scan: {naive}"

    def check(self, decisions: list[Decision]) -> None:
        """The rules about what was decided, against what was known before."""
        old, self.state = self.state, self.router.snapshot()
        assert not any(isinstance(decision, Refused) for decision in decisions[1:])
        rules.check_reserves(decisions, old, self.state)
        for decision in decisions:
            rules.check_one_owner(decision, self.ledger)
            rules.check_order(decision, self.ledger, self.state)
            rules.check_claim(decision, self.ledger, self.state)
            rules.check_promise(decision, self.promises, self.state.now)
            rules.check_synthetic(decision, self.synthetic)
            rules.check_put_off(decision, self.ledger)
            self.ledger.apply(decision)
        self.shrunk -= {agent for agent in self.shrunk if not rules.held_by(self.state, agent)}

    def rows(self, *states: ContactState) -> list[Row]:
        return [row for row in self.ledger.rows.values() if row.state in states]

    def calls(self) -> list[Row]:
        return [row for row in self.rows(ContactState.ASSIGNED) if row.channel is Channel.CALLBACK]

    @invariant()
    def r2_limits_hold(self) -> None:
        rules.check_limits(self.state, self.shrunk)

    @invariant()
    def live_work_interrupts_deferred_work_never_the_reverse(self) -> None:
        rules.check_no_new_deferred_beside_interrupted(self.state)

    @invariant()
    def r3_nobody_waits_while_somebody_able_and_free_exists(self) -> None:
        due = self.router.next_timer()
        rules.check_nobody_waits_beside_a_free_agent(self.state, due is not None and due <= self.state.now)

    @invariant()
    def r5_work_keeps_its_original_age(self) -> None:
        rules.check_ages(self.state, self.arrivals, self.ledger)

    @invariant()
    def r7_what_joined_another_is_in_nobodys_way(self) -> None:
        rules.check_merged(self.state)

    @invariant()
    def whoever_is_waited_for_is_in_nobodys_way(self) -> None:
        rules.check_asked(self.state)

    @invariant()
    def r7_every_contact_is_counted_exactly_once(self) -> None:
        rules.check_counted_once(self.state, self.ledger)

    @invariant()
    def r8_timers_are_exactly_those_of_what_waits(self) -> None:
        rules.check_timer(self.router, self.state)


class LateCounter(Counter):
    """The engine is busy: inputs come before the timers that are due."""

    timers_are_late = True

    @rule(ms=waits)
    def time_passes_unnoticed(self, ms: int) -> None:
        self.now = Instant(self.now + ms)
