"""Contacts in which the house asks itself: through the doors of everybody, seen by nobody, opened by nobody else."""

from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from guichet.doors.tests.driving import House, Reply, Street, make_house, work_for
from guichet.records.contacts.models import Contact
from guichet.records.contacts.synthetic import MARK, remove_synthetic, sign_mark
from guichet.screens.live.tests.test_answers import lay_articles
from guichet.screens.live.tests.test_kept import live, take

PROOF = MARK.lower()
FORGED = "1:1xY4rR:neicKxfOA7ydCyblH_cKKmscImfG2-PlGIi9vUKhYqY"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> House:
    house = make_house(agents=1)
    with transaction.atomic():
        work_for(house)
        lay_articles(house)
    return house


async def ask(street: Street, house: House, mark: str) -> Reply:
    asked = {"key": str(uuid4()), "organisation": house.organisation.slug, "reason": house.reason.pk, "language": "fr", "text": "Combien ?"}
    return await street.open_browser().post("/chat/contacts", asked, **{PROOF: mark})


def test_what_the_house_asks_is_answered_as_an_agent_would_be_and_offered_to_nobody(house: House) -> None:
    mark = sign_mark(house.organisation.pk)

    async def story(street: Street) -> None:
        agent = street.open_browser(house.count_on(house.agents[0].account))
        async with agent.listen("/live/events", (await agent.get("/live/state")).json["cursor"]) as listening:
            await agent.post("/live/presence", {"key": str(uuid4()), "presence": "available"})
            opened = (await ask(street, house, mark)).json["contact"]
            await street.open_contact(house, "Bonjour")
            await listening.wait_for("ContactOffered")
        given = await street.open_browser().send("GET", f"/live/contacts/{opened}/answers", None, **{PROOF: mark})
        assert "423,48" in given.json["articles"][0]["text"]
        by_sms = await street.open_browser().send("GET", f"/live/contacts/{opened}/answers?as=sms", None, **{PROOF: mark})
        assert by_sms.json["articles"][0]["medium"] == "sms"
        assert (await street.open_browser().send("GET", f"/live/contacts/{opened}/answers?as=fax", None, **{PROOF: mark})).status == 400
        state = (await agent.get("/live/state")).json
        assert opened not in [each["contact"] for each in state["contacts"]]
        assert (await agent.get(f"/live/contacts/{opened}/answers")).status == 404

    live(house, story)
    with transaction.atomic():
        work_for(house)
        assert Contact.objects.filter(state="turned_away").count() == 1
        assert remove_synthetic(house.organisation.pk) == 1
        assert Contact.objects.count() == 1
    connection.close()


def test_the_mark_opens_no_contact_of_a_citizen(house: House) -> None:
    async def story(street: Street) -> None:
        _, contact = await take(street, house, "Bonjour")
        reply = await street.open_browser().send(
            "GET", f"/live/contacts/{contact}/answers", None, **{PROOF: sign_mark(house.organisation.pk)}
        )
        assert reply.status == 404

    live(house, story)


@pytest.mark.parametrize("forged", ["", "1", "1:abc:def", FORGED, "é" * 400])
def test_who_forges_a_mark_is_a_stranger_to_agents_and_a_citizen_to_the_chat(house: House, forged: str) -> None:
    async def story(street: Street) -> None:
        opened = await ask(street, house, forged)
        assert opened.status == 201
        reply = await street.open_browser().send("GET", f"/live/contacts/{opened.json['contact']}/answers", None, **{PROOF: forged})
        assert reply.status == 401

    live(house, story)
    with transaction.atomic():
        work_for(house)
        assert Contact.objects.get().state == "waiting"
    connection.close()


def test_a_mark_grows_old(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = sign_mark(house.organisation.pk)
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)

    async def story(street: Street) -> None:
        assert (await street.open_browser().send("GET", f"/live/contacts/{UUID(int=1)}/answers", None, **{PROOF: mark})).status == 401

    live(house, story)
