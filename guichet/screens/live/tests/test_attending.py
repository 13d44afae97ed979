"""The board says who is in which call and who may listen; its doors ask the rule; the agent's desk shows the campaign and who listens."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, House, Street, make_house, open_street
from guichet.records.calls import attending as records
from guichet.records.calls import legs
from guichet.records.calls.models import Campaign, CampaignSight, Leg
from guichet.records.calls.words import LegState, PostKind, Side, Sign
from guichet.screens.live.board import attending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Sign]:
    """What voice processes are told."""
    signs: list[Sign] = []
    monkeypatch.setattr(records, "tell", signs.append)
    monkeypatch.setattr(attending, "steers", Buckets(attending.steers.allowance))  # accounts of other tests had the same numbers
    return signs


def work_for(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


def begin_call(house: House) -> list[Leg]:
    """A caller who was told speaks with the first agent."""
    work_for(house)
    always = {"organisation": house.organisation, "call": uuid4(), "process": uuid4(), "state": LegState.TALKING}
    citizen = Leg.objects.create(**always, side=Side.CITIZEN, number="+33612345678", is_told=True, began_at=NOW)
    agent = {"agent": house.agents[0], "post": PostKind.BROWSER, "began_at": NOW + timedelta(seconds=1), "answered_at": NOW}
    return [citizen, Leg.objects.create(**always, side=Side.AGENT, **agent)]


def begin_campaign(house: House, *, is_seen: bool = True, begins_at: datetime | None = None) -> UUID:
    """The supervisor may listen to the first agent."""
    now, key = timezone.now(), uuid4()
    times = {"declared_at": now, "begins_at": begins_at or now - timedelta(minutes=1), "ends_at": now + timedelta(hours=1)}
    people = {"agents": [house.agents[0].pk], "listeners": [house.supervisor.pk], "by": house.supervisor}
    made = Campaign.objects.create(id=key, organisation=house.organisation, purpose="quality", aim="Essai", **people, **times)
    if is_seen:
        CampaignSight.objects.create(organisation=house.organisation, campaign=made, agent=house.agents[0], seen_at=now)
    return key


NOW = timezone.now() - timedelta(minutes=5)


def open_board(street: Street, house: House) -> Browser:
    return street.open_browser(house.count_on(house.supervisor))


def open_desk(street: Street, house: House, agent: int = 0) -> Browser:
    return street.open_browser(house.count_on(house.agents[agent].account))


async def attend(browser: Browser, call: object, manner: str = "listen") -> Any:
    return await browser.post(f"/live/board/calls/{call}/attend", {"key": str(uuid4()), "manner": manner})


def test_a_board_shows_calls_with_their_legs_and_who_may_listen() -> None:
    house = make_house()
    citizen, agent = begin_call(house)

    async def story() -> None:
        async with open_street() as street:
            board = (await open_board(street, house).get("/live/board")).json
            [shown] = board["calls"]
            assert [(leg["leg"], leg["side"], leg["state"], leg["name"]) for leg in shown["legs"]] == [
                (str(citizen.pk), "citizen", "talking", "06 12 34 56 78"),
                (str(agent.pk), "agent", "talking", house.agents[0].name),
            ]
            assert (shown["permits"], shown["obstacle"], board["account"]) == ([], "no-campaign", house.supervisor.pk)

    asyncio.run(story())


def test_the_doors_ask_the_rule_and_say_why_not(told: list[Sign]) -> None:
    house = make_house()
    citizen, _ = begin_call(house)
    stranger = begin_call(make_house())[0]
    work_for(house)

    async def story() -> None:
        async with open_street() as street:
            supervisor, agent = open_board(street, house), open_desk(street, house)
            refused = await attend(supervisor, citizen.call)
            assert (refused.status, refused.json["code"]) == (422, "may-not-listen")
            assert "campagne" in refused.json["message"]
            assert (await attend(agent, citizen.call)).status == 403
            for call in (stranger.call, uuid4(), "x"):
                assert (await attend(supervisor, call)).json["code"] == "no-such-call"
            for manner in ("record", ""):
                assert (await attend(supervisor, citizen.call, manner)).status == 400
            for verb, body in (("answer", {"sdp": "v=0\r\n"}), ("leave", {})):
                reply = await supervisor.post(f"/live/board/attending/{citizen.pk}/{verb}", {"key": str(uuid4()), **body})
                assert reply.json["code"] == "no-such-call"
            assert told == []

    asyncio.run(story())


def test_a_supervisor_listens_and_his_board_alone_gets_the_sound(told: list[Sign]) -> None:
    house = make_house()
    citizen, _ = begin_call(house)
    campaign = begin_campaign(house)
    key, organisation = uuid4(), house.organisation.pk
    leg = {"call": citizen.call, "process": citizen.process, "side": Side.LISTENER, "account_id": house.supervisor.pk, "began_at": NOW}
    leg |= {"campaign_id": campaign, "manner": "whisper", "post": PostKind.BROWSER}

    async def story() -> None:
        async with open_street() as street:
            supervisor, desk = open_board(street, house), open_desk(street, house)
            [shown] = (await supervisor.get("/live/board")).json["calls"]
            assert [permit["account"] for permit in shown["permits"]] == [house.supervisor.pk]
            assert (await attend(supervisor, citizen.call, "whisper")).status == 204
            assert [(sign.leg, sign.verb, sign.manner) for sign in told] == [(citizen.pk, "attend", "whisper")]
            office = street.machinery.office
            cursor = (await supervisor.get("/live/board")).json["cursor"]
            async with supervisor.listen("/live/board/events", cursor) as board:
                assert (await board.wait_for("AttendingSet"))["attending"] == []
                await office.ask(organisation, legs.write_leg, organisation, key, {**leg, "state": LegState.RINGING, "offer": "v=0 offer"})
                [rung] = (await board.wait_for("AttendingSet"))["attending"]
                assert (rung["leg"], rung["offer"]) == (str(key), "v=0 offer")
                for _ in range(2):
                    body = {"key": str(uuid4()), "sdp": "v=0\r\nmine"}
                    assert (await supervisor.post(f"/live/board/attending/{key}/answer", body)).status == 204
                await office.ask(organisation, legs.write_leg, organisation, key, {**leg, "state": LegState.TALKING})
                [mine] = (await desk.get("/live/state")).json["legs"]
                [there] = [each for each in mine["others"] if each["side"] == "listener"]
                assert (there["state"], there["manner"], there["name"]) == ("talking", "whisper", house.supervisor.email)
                assert (await supervisor.post(f"/live/board/attending/{key}/leave", {"key": str(uuid4())})).status == 204
            assert [sign.verb for sign in told] == ["attend", "answered", "hang-up"]

    asyncio.run(story())


def test_a_desk_shows_its_campaigns_and_says_that_it_did() -> None:
    house = make_house()
    work_for(house)
    campaign = begin_campaign(house, is_seen=False, begins_at=timezone.now() + timedelta(minutes=40))

    async def story() -> None:
        async with open_street() as street:
            desk, other = open_desk(street, house), open_desk(street, house, 1)
            state = (await desk.get("/live/state")).json
            assert [(each["campaign"], each["purpose"], each["is_seen"]) for each in state["campaigns"]] == [
                (str(campaign), "quality", False)
            ]
            assert (await other.get("/live/state")).json["campaigns"] == []
            async with desk.listen("/live/events", state["cursor"]) as stream:
                await stream.wait_for("CampaignsSet")
                for _ in range(2):
                    assert (await desk.post(f"/live/campaigns/{campaign}/seen", {"key": str(uuid4())})).status == 204
                [shown] = (await stream.wait_for("CampaignsSet"))["campaigns"]
                assert shown["is_seen"]
            for browser, key in ((other, campaign), (desk, uuid4()), (desk, "x")):
                assert (await browser.post(f"/live/campaigns/{key}/seen", {"key": str(uuid4())})).json["code"] == "no-such-campaign"

    asyncio.run(story())
    work_for(house)
    assert CampaignSight.objects.count() == 1
