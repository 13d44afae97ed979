"""Each sees the other write: letters pass between the two and are kept nowhere; text is opened beside a call by its agent alone."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from guichet.channels.chat import inbound
from guichet.channels.chat import settings as limits
from guichet.decisions.routing.words import Channel
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import House, Street, make_house, open_street, work_for
from guichet.records.calls.models import Leg
from guichet.records.calls.words import LegState, Side
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.texting import call_by_text
from guichet.records.messaging.models import Account, Outgoing
from guichet.screens.live.calls import texting

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]
    monkeypatch.setattr(texting, "openings", Buckets(texting.openings.allowance))
    monkeypatch.setattr(inbound, "sign_buckets", Buckets(limits.SIGNS_OF_A_CONTACT))


@transaction.atomic
def call(house: House, *, by_text: bool = False) -> str:
    """A call that the first agent has, from a number."""
    work_for(house)
    opening = Opening(key=uuid4(), channel=Channel.VOICE, language="fr", arrived_at=to_instant(NOW))
    arrival = get_arrival(house.organisation.pk, house.reason.pk, "fr", None)
    if by_text:
        contact = call_by_text(house.organisation.pk, opening, arrival, NOW).contact
    else:
        contact = open_contact(house.organisation.pk, opening, arrival).contact
        always = {"organisation": house.organisation, "call": uuid4(), "process": uuid4(), "began_at": NOW}
        Leg.objects.create(**always, side=Side.CITIZEN, state=LegState.TALKING, number="+33612345678", contact_id=UUID(contact))
    Contact.objects.filter(pk=contact).update(state="assigned", agent=house.agents[0])
    return contact


def live(story: Any) -> None:
    async def tell() -> None:
        async with open_street() as street:
            await story(street)

    asyncio.run(tell())


def test_each_sees_what_the_other_types_and_nothing_of_it_is_kept() -> None:
    house = make_house(agents=1)
    contact = call(house, by_text=True)

    async def story(street: Street) -> None:
        agent, citizen = street.open_browser(house.count_on(house.agents[0].account)), street.open_citizen(house, contact)
        state = (await agent.get("/live/state")).json
        assert [card["text"] for card in state["contacts"]] == ["alone"]
        page = (await citizen.get(f"/chat/contacts/{contact}")).json
        async with (
            agent.listen("/live/events", state["cursor"]) as desk,
            citizen.listen(f"/chat/contacts/{contact}/events", page["cursor"]) as own,
        ):
            assert (await citizen.post(f"/chat/contacts/{contact}/typing", {"draft": "Bonj: our"})).status == 204
            assert (await desk.wait_for("SomebodyTypes", author="citizen"))["draft"] == "Bonj: our"
            assert (await agent.post(f"/live/contacts/{contact}/typing", {"draft": ""})).status == 204
            assert (await own.wait_for("SomebodyTypes", author="agent"))["draft"] == ""
            assert (await citizen.post(f"/chat/contacts/{contact}/typing", {})).status == 204
            assert (await desk.wait_for("SomebodyTypes", author="citizen"))["draft"] is None

    live(story)
    with transaction.atomic():
        work_for(house)
        assert not Message.objects.exists()
        assert Contact.objects.get().last_number == 0


@pytest.mark.parametrize("draft", ["x" * 1_001, "a\x00b", "\ud800", 7])
def test_a_draft_that_cannot_be_told_is_refused(draft: object) -> None:
    house = make_house(agents=1)
    contact = call(house, by_text=True)

    async def story(street: Street) -> None:
        citizen = street.open_citizen(house, contact)
        assert (await citizen.post(f"/chat/contacts/{contact}/typing", {"draft": draft})).status in {400, 422}

    live(story)


def test_the_largest_draft_passes_between_processes() -> None:
    house = make_house(agents=1)
    contact = call(house, by_text=True)

    async def story(street: Street) -> None:
        agent, citizen = street.open_browser(house.count_on(house.agents[0].account)), street.open_citizen(house, contact)
        async with agent.listen("/live/events", (await agent.get("/live/state")).json["cursor"]) as desk:
            await citizen.post(f"/chat/contacts/{contact}/typing", {"draft": "\U0001f600" * 1_000})
            assert len((await desk.wait_for("SomebodyTypes"))["draft"]) == 1_000

    live(story)


def test_its_agent_opens_text_and_every_desk_of_his_hears_of_it() -> None:
    house = make_house(agents=2)
    contact = call(house)

    async def story(street: Street) -> None:
        agent, other = (street.open_browser(house.count_on(each.account)) for each in house.agents)
        async with agent.listen("/live/events", (await agent.get("/live/state")).json["cursor"]) as desk:
            opened = (await agent.post(f"/live/contacts/{contact}/text", {"key": str(uuid4())})).json
            assert len(opened["code"]) == 8
            assert opened["address"] == "http://guichet.test/text"
            assert opened["number"] == ""
            await desk.wait_for("TextOpened", contact=contact)
        assert [card["text"] for card in (await agent.get("/live/state")).json["contacts"]] == ["beside"]
        assert (await other.post(f"/live/contacts/{contact}/text", {"key": str(uuid4())})).json["code"] == "not-owner"

    live(story)


def test_the_page_is_sent_to_the_number_of_the_call_once() -> None:
    house = make_house(agents=1)
    contact = call(house)
    with transaction.atomic():
        work_for(house)
        always = {"channel": "sms", "kind": "smpp", "address": "36105", "language": "fr"}
        Account.objects.create(organisation=house.organisation, reason=house.reason, **always)
    key = str(uuid4())

    async def story(street: Street) -> None:
        agent = street.open_browser(house.count_on(house.agents[0].account))
        invite = f"/live/contacts/{contact}/text/invite"
        assert (await agent.post(invite, {"key": key})).json["code"] == "not-in-call"
        opened = (await agent.post(f"/live/contacts/{contact}/text", {"key": str(uuid4())})).json
        assert opened["number"] == "06 12 34 56 78"
        assert [(await agent.post(invite, {"key": key})).status for _ in range(2)] == [204, 204]

    live(story)
    with transaction.atomic():
        work_for(house)
        [sent] = Outgoing.objects.all()
    assert sent.handle == "+33612345678"
    assert "http://guichet.test/conversation/link/" in sent.text
