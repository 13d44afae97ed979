"""The person behind a contact through the real doors: the timeline, proposals, what an agent says of them and takes back (R10)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from guichet.doors.tests.driving import Browser, House, make_house, work_for
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Contact
from guichet.records.people.models import Citizen, ContactPoint, Judgement
from guichet.records.people.words import ContactPointKind
from guichet.screens.live.tests.test_kept import live, take

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
NUMBER = "+33612345678"


def make_citizen(house: House, telephone: str) -> Citizen:
    organisation = house.organisation
    citizen = Citizen.objects.create(organisation=organisation, name="Samia", last_seen_at=NOW)
    ContactPoint.objects.create(organisation=organisation, citizen=citizen, kind=ContactPointKind.TELEPHONE, value=telephone)
    return citizen


def lay_past(house: House, contact: str, count: int = 1) -> dict[str, Any]:
    """Earlier contacts of the citizen, of somebody with the same number, and of a stranger; the ids of the last two as well."""
    try:
        with transaction.atomic():
            work_for(house)
            me, alike, stranger = (make_citizen(house, number) for number in (NUMBER, NUMBER, "+33711111111"))
            Contact.objects.of(house.organisation.pk).filter(pk=contact).update(citizen=me)
            found: dict[str, Any] = {"person": alike.pk, "nobody": stranger.pk}
            for name, citizen in {"mine": me, "alike": alike, "stranger": stranger}.items():
                found[name], *_ = [lay_contact(contact, citizen, age) for age in range(count)]
            return found
    finally:
        connection.close()


def lay_contact(contact: str, citizen: Citizen, age: int) -> str:
    past = Contact.objects.get(pk=contact)
    past.pk, past.key, past.agent, past.state = uuid4(), uuid4(), None, "closed"
    past.citizen, past.closed_at, past.arrived_at = citizen, NOW, NOW - timedelta(minutes=age // 2)
    past.save(force_insert=True)
    return str(past.pk)


async def post(agent: Browser, contact: str, name: str, **asked: object) -> Any:
    return await agent.post(f"/live/contacts/{contact}/person/{name}", asked)


def test_somebody_with_the_same_number_is_proposed_by_that_number_alone_until_an_agent_says_that_he_is_the_same() -> None:
    house = make_house(agents=1)

    async def story(street: Any) -> None:
        agent, contact = await take(street, house, "Bonjour")
        laid = await asyncio.to_thread(lay_past, house, contact)
        person = (await agent.get(f"/live/contacts/{contact}/person")).json
        assert [line["contact"] for line in person["timeline"]["past"]] == [laid["mine"]]
        assert person["addresses"] == [{"kind": "telephone", "value": "06 12 34 56 78", "is_verified": False}]
        shared = [{"ground": "telephone", "value": "06 12 34 56 78", "is_proved": False}]
        assert person["proposals"] == [{"citizen": laid["person"], "strength": "weak", "in_common": shared}]
        assert (await agent.get(f"/live/contacts/{laid['alike']}/history")).status == 404
        said = (await post(agent, contact, "judge", citizen=laid["person"], is_same=True)).json
        assert {line["contact"] for line in said["timeline"]["past"]} == {laid["mine"], laid["alike"]}
        assert (said["proposals"], [each["is_same"] for each in said["judged"]]) == ([], [True])
        assert (await agent.get(f"/live/contacts/{laid['alike']}/history")).status == 200
        assert (await post(agent, contact, "judge", citizen=laid["person"], is_same=True)).json == said
        back = (await post(agent, contact, "take-back", judgement=said["judged"][0]["id"])).json
        assert back == person
        assert (await agent.get(f"/live/contacts/{laid['alike']}/history")).status == 404
        again = await post(agent, contact, "take-back", judgement=said["judged"][0]["id"])
        assert (again.status, again.json["code"]) == (422, "judgement-gone")

    live(house, story)
    assert list_verbs(house) == ["citizens-joined", "contact-read", "citizens-parted"]


def list_verbs(house: House) -> list[str]:
    """Without what was refused: of that not everything is kept."""
    with transaction.atomic():
        work_for(house)
        entries = AuditEntry.objects.filter(organisation_id=house.organisation.pk).exclude(verb="access-refused")
        return list(entries.order_by("number").values_list("verb", flat=True))


def test_whoever_was_said_to_be_somebody_else_is_proposed_no_more_until_that_is_taken_back() -> None:
    house = make_house(agents=1)

    async def story(street: Any) -> None:
        agent, contact = await take(street, house, "Bonjour")
        laid = await asyncio.to_thread(lay_past, house, contact)
        said = (await post(agent, contact, "judge", citizen=laid["person"], is_same=False)).json
        assert (said["proposals"], [each["is_same"] for each in said["judged"]]) == ([], [False])
        assert [line["contact"] for line in said["timeline"]["past"]] == [laid["mine"]]
        refused = await post(agent, contact, "judge", citizen=laid["person"], is_same=True)
        assert (refused.status, refused.json["code"]) == (422, "not-alike")
        back = (await post(agent, contact, "take-back", judgement=said["judged"][0]["id"])).json
        assert len(back["proposals"]) == 1

    live(house, story)


def test_nobody_reaches_a_person_who_is_not_proposed_nor_judges_without_the_contact_in_hand() -> None:
    house, elsewhere = make_house(agents=2), make_house(agents=1)

    async def story(street: Any) -> None:
        agent, contact = await take(street, house, "Bonjour")
        laid = await asyncio.to_thread(lay_past, house, contact)
        for nobody in (laid["nobody"], 2**53 - 1):
            refused = await post(agent, contact, "judge", citizen=nobody, is_same=True)
            assert (refused.status, refused.json["code"]) == (422, "not-alike")
        other = street.open_browser(house.count_on(house.agents[1].account))
        assert (await post(other, contact, "judge", citizen=laid["person"], is_same=True)).json["code"] == "not-owner"
        stranger = street.open_browser(elsewhere.count_on(elsewhere.agents[0].account))
        assert (await post(stranger, contact, "judge", citizen=laid["person"], is_same=True)).status == 404
        for path in ("person", "timeline?before=1.00000000-0000-0000-0000-000000000000"):
            assert (await stranger.get(f"/live/contacts/{contact}/{path}")).status == 404
        for asked in ({"citizen": 0, "is_same": True}, {"citizen": laid["person"]}, {"citizen": "1", "is_same": True}):
            assert 400 <= (await post(agent, contact, "judge", **asked)).status < 500

    live(house, story)
    with transaction.atomic():
        work_for(house)
        assert not Judgement.objects.exists()


def test_a_timeline_is_read_to_its_end_without_a_gap_or_a_repeat() -> None:
    house = make_house(agents=1)

    async def story(street: Any) -> None:
        agent, contact = await take(street, house, "Bonjour")
        await asyncio.to_thread(lay_past, house, contact, 25)
        page = (await agent.get(f"/live/contacts/{contact}/person")).json["timeline"]
        read = [line["contact"] for line in page["past"]]
        lengths = [len(page["past"])]
        while page["following"]:
            page = (await agent.get(f"/live/contacts/{contact}/timeline?before={page['following']}")).json
            read += [line["contact"] for line in page["past"]]
            lengths.append(len(page["past"]))
        assert (lengths, len(set(read))) == ([10, 10, 5], 25)
        for cursor in ("", "1", "x.y", "1.x", f"{'9' * 30}.{uuid4()}", f"-1.{uuid4()}"):
            assert (await agent.get(f"/live/contacts/{contact}/timeline?before={cursor}")).status == 400

    live(house, story)
