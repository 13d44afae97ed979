"""The telephone on the desk: its agent hears of each change and steers his own calls; nobody else's telephone is touched."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from guichet.decisions.routing.words import Presence
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, House, make_house, open_street
from guichet.records.calls import legs
from guichet.records.calls.models import CallingRules, Leg, Line, RelayService
from guichet.records.calls.words import LONGEST_SDP, LegState, Part, PostKind, Side, Sign, Verb
from guichet.records.contacts.models import AgentPresence
from guichet.records.directory.models import Reason
from guichet.screens.live.calls import doors

pytestmark = pytest.mark.django_db(transaction=True)
SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Sign]:
    """What voice processes are told."""
    signs: list[Sign] = []
    monkeypatch.setattr(legs, "tell", signs.append)
    monkeypatch.setattr(doors, "steers", Buckets(doors.STEERS_OF_A_SEAT))  # accounts of other tests had the same numbers
    return signs


def work_for(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


def ring(house: House, **more: Any) -> UUID:
    """A leg at the browser of the first agent, and the caller's."""
    work_for(house)
    call = uuid4()
    always = {"organisation": house.organisation, "call": call, "process": uuid4(), "began_at": NOW}
    Leg.objects.create(**always, side=Side.CITIZEN, state=LegState.TALKING, number="+33612345678")
    rung = {"side": Side.AGENT, "agent": house.agents[0], "post": PostKind.BROWSER, "state": LegState.RINGING, "offer": "v=0 offer"}
    return Leg.objects.create(**{**always, **rung, **more}).pk


def open_desk(street: Any, house: House, agent: int = 0) -> Browser:
    browser: Browser = street.open_browser(house.count_on(house.agents[agent].account))
    return browser


def test_a_desk_shows_its_agents_calls_and_nobody_elses() -> None:
    house = make_house()
    leg = ring(house)
    ring(house, agent=house.agents[1], state=LegState.TALKING, answered_at=NOW)
    ring(house, state=LegState.ENDED, ended_at=NOW)

    async def story() -> None:
        async with open_street() as street:
            [shown] = (await open_desk(street, house).get("/live/state")).json["legs"]
            assert shown == {
                "leg": str(leg),
                "contact": "",
                "state": "ringing",
                "post": "browser",
                "offer": "v=0 offer",
                "shown": "06 12 34 56 78",
                "since": int(NOW.timestamp() * 1000),
                "part": "main",
                "others": [{"side": "citizen", "part": "main", "state": "talking", "name": "06 12 34 56 78", "manner": ""}],
                "taping": "",
                "relay": "",
                "mixes": True,
            }
            [other] = (await open_desk(street, house, 1).get("/live/state")).json["legs"]
            assert (other["state"], other["offer"]) == ("talking", "")

    asyncio.run(story())


def test_a_desk_learns_that_three_cannot_be_joined() -> None:
    house = make_house()
    ring(house, state=LegState.TALKING, mixes=False)

    async def story() -> None:
        async with open_street() as street:
            assert (await open_desk(street, house).get("/live/state")).json["legs"][0]["mixes"] is False

    asyncio.run(story())


def test_a_number_that_is_withheld_is_not_shown() -> None:
    house = make_house()
    ring(house)
    Leg.objects.filter(side=Side.CITIZEN).update(number="")

    async def story() -> None:
        async with open_street() as street:
            assert (await open_desk(street, house).get("/live/state")).json["legs"][0]["shown"] == ""

    asyncio.run(story())


def test_each_change_is_told_to_its_agent_alone_the_last_one_last() -> None:
    house = make_house()
    leg = ring(house)

    async def story() -> None:
        async with open_street() as street:
            desk, other = open_desk(street, house), open_desk(street, house, 1)
            cursor = (await desk.get("/live/state")).json["cursor"]
            async with desk.listen("/live/events", cursor) as mine, other.listen("/live/events", cursor) as theirs:
                assert [each["leg"] for each in (await mine.wait_for("LegsSet"))["legs"]] == [str(leg)]
                assert (await theirs.wait_for("LegsSet"))["legs"] == []
                office = street.machinery.office
                for state in (LegState.TALKING, LegState.HELD, LegState.TALKING, LegState.HELD):
                    await office.ask(
                        house.organisation.pk, legs.write_leg, house.organisation.pk, leg, {"state": state, "agent_id": house.agents[0].pk}
                    )
                told = await mine.list_until_quiet()
                assert [event["type"] for event in told].count("LegsSet") >= 1
                assert told[-1]["legs"][0]["state"] == "held"
                await office.ask(
                    house.organisation.pk, legs.write_leg, house.organisation.pk, leg, {"state": LegState.ENDED, "ended_at": NOW}
                )
                assert (await mine.wait_for("LegsSet", legs=[]))["legs"] == []
                assert await theirs.list_until_quiet() == []

    asyncio.run(story())


def test_a_browser_answers_once_and_may_say_so_again(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house)

    async def story() -> None:
        async with open_street() as street:
            desk = open_desk(street, house)
            for _ in range(2):
                assert (await desk.post(f"/live/calls/{leg}/answer", {"key": str(uuid4()), "sdp": SDP})).status == 204
            late = await desk.post(f"/live/calls/{leg}/answer", {"key": str(uuid4()), "sdp": SDP + "a=other\r\n"})
            assert (late.status, late.json["code"]) == (404, "no-such-call")
            assert (await desk.get("/live/state")).json["legs"][0]["offer"] == ""

    asyncio.run(story())
    assert Leg.objects.get(pk=leg).answer == SDP
    told_once = [(leg, Verb.ANSWERED, None), (leg, "", house.agents[0].pk)]
    assert [(sign.leg, sign.verb, sign.agent) for sign in told] == told_once


@pytest.mark.parametrize("verb", [verb.value for verb in doors.STEERED])
def test_what_an_agent_wants_of_his_call_reaches_whoever_holds_it(verb: str, told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)

    async def story() -> None:
        async with open_street() as street:
            assert (await open_desk(street, house).post(f"/live/calls/{leg}/{verb}", {"key": str(uuid4())})).status == 204

    asyncio.run(story())
    assert [(sign.organisation, sign.leg, sign.verb) for sign in told] == [(house.organisation.pk, leg, verb)]


@pytest.mark.parametrize("verb", ["answer", "keys", *(verb.value for verb in doors.STEERED)])
def test_nobody_touches_a_call_that_is_not_his_or_over(verb: str, told: list[Sign]) -> None:
    house, foreign = make_house(), make_house(agents=1)
    mine, over = ring(house), ring(house, state=LegState.ENDED, ended_at=NOW)
    theirs = ring(foreign)
    body = {"key": str(uuid4()), **({"sdp": SDP} if verb == "answer" else {"keys": "1"} if verb == "keys" else {})}

    async def story() -> None:
        async with open_street() as street:
            colleague, agent, supervisor = (
                open_desk(street, house, 1),
                open_desk(street, house),
                street.open_browser(house.count_on(house.supervisor)),
            )
            for browser, leg in ((colleague, mine), (agent, theirs), (agent, over), (agent, uuid4()), (agent, "x"), (agent, "%00")):
                reply = await browser.post(f"/live/calls/{leg}/{verb}", body)
                assert (reply.status, reply.json["code"]) == (404, "no-such-call"), leg
            assert (await supervisor.post(f"/live/calls/{mine}/{verb}", body)).status == 403
            assert (await street.open_browser().post(f"/live/calls/{mine}/{verb}", body)).status == 401

    asyncio.run(story())
    assert told == []


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("answer", {"sdp": "hello"}),
        ("answer", {"sdp": SDP + "a" * LONGEST_SDP}),
        ("answer", {"sdp": SDP + "\0"}),
        ("answer", {}),
        ("keys", {"keys": "12a"}),
        ("keys", {"keys": ""}),
        ("keys", {"keys": "1" * 33}),
        ("keys", {"keys": "1\r\nINVITE"}),
        ("hold", {"verb": "hang-up"}),
    ],
    ids=["no-sdp", "long", "nul", "empty", "letter", "no-key", "many", "lines", "more"],
)
def test_what_makes_no_sense_goes_no_further(verb: str, said: dict[str, str], told: list[Sign]) -> None:
    house = make_house(agents=1)
    leg = ring(house)

    async def story() -> None:
        async with open_street() as street:
            assert (await open_desk(street, house).post(f"/live/calls/{leg}/{verb}", {"key": str(uuid4()), **said})).status in (400, 422)

    asyncio.run(story())
    assert told == []
    assert Leg.objects.get(pk=leg).answer == ""


def test_a_stuck_key_does_not_flood_the_line(told: list[Sign]) -> None:
    house = make_house(agents=1)
    leg = ring(house, state=LegState.TALKING)

    async def story() -> list[int]:
        async with open_street() as street:
            desk = open_desk(street, house)
            return [(await desk.post(f"/live/calls/{leg}/keys", {"key": str(uuid4()), "keys": "5"})).status for _ in range(60)]

    replies = asyncio.run(story())
    assert set(replies) == {204, 429}
    assert len(told) == replies.count(204)


def be_there(house: House, agent: int, presence: Presence = Presence.AVAILABLE) -> None:
    AgentPresence.objects.update_or_create(
        agent=house.agents[agent], defaults={"organisation": house.organisation, "presence": presence, "since": NOW, "seq": 1}
    )


def consult(house: House, leg: UUID, agent: int = 0, **whom: object) -> tuple[int, str]:
    """Status and code of the answer."""

    async def story() -> tuple[int, str]:
        async with open_street() as street:
            answer = await open_desk(street, house, agent).post(f"/live/calls/{leg}/consult", {"key": str(uuid4()), **whom})
            return answer.status, answer.json["code"] if answer.status != 204 else ""

    return asyncio.run(story())


@pytest.mark.parametrize(("at_once", "verb"), [(False, Verb.CONSULT), (True, Verb.TRANSFER)])
def test_a_colleague_who_is_there_is_asked_in(told: list[Sign], at_once: bool, verb: Verb) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    be_there(house, 1)
    assert consult(house, leg, colleague=house.agents[1].pk, at_once=at_once) == (204, "")
    assert [(sign.leg, sign.verb, sign.colleague, sign.number) for sign in told] == [(leg, verb, house.agents[1].pk, "")]


def test_nobody_is_asked_into_two_calls_nor_while_he_is_away_nor_by_himself(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    colleague = house.agents[1].pk
    assert consult(house, leg, colleague=colleague) == (422, "colleague-away")
    be_there(house, 1, Presence.PAUSED)
    assert consult(house, leg, colleague=colleague) == (422, "colleague-away")
    be_there(house, 1)
    ring(house, agent=house.agents[1], state=LegState.TALKING)
    assert consult(house, leg, colleague=colleague) == (422, "colleague-away")
    be_there(house, 0)
    assert consult(house, leg, colleague=house.agents[0].pk) == (422, "colleague-away")
    assert told == []


@pytest.mark.parametrize(("number", "code"), [("0899123456", "dear-number"), ("112", "no-emergency-way"), ("+12025550123", "out-of-zone")])
def test_nothing_outside_what_may_be_called_is_dialled(number: str, code: str, told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    lead_out(house)
    assert consult(house, leg, number=number)[1] == code
    assert told == []


def lead_out(house: House) -> Line:
    reason = Reason.objects.of(house.organisation.pk).earliest("pk")
    return Line.objects.create(
        organisation=house.organisation, number="+33199001234", label="Mairie", reason=reason, trunk="sip:127.0.0.1:5070"
    )


def test_an_emergency_number_is_consulted_by_the_line_that_carries_them(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    CallingRules.objects.create(organisation=house.organisation, emergency_line=lead_out(house), zones=[], day_cap=0, landline_price=1)
    assert consult(house, leg, number="1 12") == (204, "")
    assert [sign.number for sign in told] == ["112"]


def test_a_desk_shows_the_emergency_service_that_its_agent_consults() -> None:
    house = make_house()
    leg = Leg.objects.get(pk=ring(house, state=LegState.TALKING))
    always = {"organisation": house.organisation, "call": leg.call, "process": leg.process, "began_at": NOW}
    Leg.objects.create(**always, side=Side.OUTSIDE, part=Part.GUEST, state=LegState.TALKING, number="112")

    async def story() -> None:
        async with open_street() as street:
            [shown] = (await open_desk(street, house).get("/live/state")).json["legs"]
            assert [other["name"] for other in shown["others"]] == ["06 12 34 56 78", "112"]

    asyncio.run(story())


def test_beyond_the_cap_nothing_is_dialled_and_the_agent_is_told(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    lead_out(house)
    CallingRules.objects.create(organisation=house.organisation, day_cap=10, landline_price=100)
    assert consult(house, leg, number="01 45 67 89 01") == (422, "day-cap")
    assert told == []


def test_a_number_is_called_by_a_line_that_leads_outside_alone(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    assert consult(house, leg, number="01 45 67 89 01") == (422, "no-way-out")
    lead_out(house)
    assert consult(house, leg, number="01 45 67 89 01") == (204, "")
    assert [sign.number for sign in told] == ["+33145678901"]


def add_relay(house: House, **more: Any) -> RelayService:
    filled = {"name": "Relais Signes", "kinds": ["lsf"], "address": "https://relais.example", "number": "+33145678901"}
    return RelayService.objects.create(organisation=house.organisation, **{**filled, **more})


def test_a_relay_service_is_asked_in_by_its_name_by_the_rules_of_any_number(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    relay = add_relay(house)
    assert consult(house, leg, relay=relay.pk) == (422, "no-way-out")
    lead_out(house)
    rules = CallingRules.objects.create(organisation=house.organisation, day_cap=10, landline_price=100)
    assert consult(house, leg, relay=relay.pk) == (422, "day-cap")
    rules.delete()
    assert consult(house, leg, relay=relay.pk) == (204, "")
    assert [(sign.leg, sign.verb, sign.number, sign.relay) for sign in told] == [(leg, Verb.CONSULT, "+33145678901", relay.pk)]


def test_no_relay_that_is_gone_or_foreign_is_asked_in_nor_into_anothers_call(told: list[Sign]) -> None:
    house, foreign = make_house(), make_house(agents=1)
    work_for(foreign)
    theirs = add_relay(foreign)
    leg = ring(house, state=LegState.TALKING)
    lead_out(house)
    relay, silent, gone = add_relay(house), add_relay(house, name="Muet", number=""), add_relay(house, name="Parti", is_active=False)
    for key in (theirs.pk, silent.pk, gone.pk, 2**50):
        assert consult(house, leg, relay=key) == (422, "no-such-relay")
    assert consult(house, leg, agent=1, relay=relay.pk) == (404, "no-such-call")
    assert consult(house, leg, relay=relay.pk, number="0145678901")[0] == 400
    assert consult(house, leg, relay=0)[0] in {400, 422}
    assert told == []


def test_a_desk_shows_a_relay_by_its_name_and_never_its_number_as_the_citizens() -> None:
    house = make_house()
    leg = Leg.objects.get(pk=ring(house, state=LegState.TALKING))
    relay = add_relay(house)
    Leg.objects.filter(side=Side.CITIZEN).update(relay=relay)
    always = {"organisation": house.organisation, "call": leg.call, "process": leg.process, "began_at": NOW, "relay": relay}
    Leg.objects.create(**always, side=Side.OUTSIDE, part=Part.GUEST, state=LegState.TALKING, number=relay.number)

    async def story() -> None:
        async with open_street() as street:
            [shown] = (await open_desk(street, house).get("/live/state")).json["legs"]
            assert (shown["relay"], shown["shown"]) == ("Relais Signes", "")
            assert [other["name"] for other in shown["others"]] == ["Relais Signes", "Relais Signes"]

    asyncio.run(story())


def test_nobody_consults_in_somebody_elses_call_nor_two_at_once(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    be_there(house, 0)
    assert consult(house, leg, agent=1, colleague=house.agents[0].pk) == (404, "no-such-call")
    assert consult(house, leg, colleague=house.agents[1].pk, number="0145678901")[0] == 400
    assert consult(house, leg)[0] == 400
    assert told == []


def test_both_desks_are_told_of_a_guest(told: list[Sign]) -> None:
    house = make_house()
    leg = ring(house, state=LegState.TALKING)
    call = Leg.objects.get(pk=leg).call
    guest = {"call": call, "process": uuid4(), "began_at": NOW, "side": Side.AGENT, "part": Part.GUEST, "state": LegState.RINGING}
    legs.write_leg(house.organisation.pk, uuid4(), {**guest, "agent_id": house.agents[1].pk})
    assert {sign.agent for sign in told} == {house.agents[0].pk, house.agents[1].pk}
