"""Drafts, history and search through the real doors."""

import asyncio
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection, transaction

from guichet.doors.tests.driving import Browser, House, Street, make_house, open_street, run_engine, work_for
from guichet.records.contacts.models import Contact, WrapUp
from guichet.records.contacts.searching import follow_journal, renew_entries

pytestmark = pytest.mark.django_db(transaction=True)


async def take(street: Street, house: House, text: str) -> tuple[Browser, str]:
    """An agent who has just accepted a contact in which this was said."""
    agent = street.open_browser(house.count_on(house.agents[0].account))
    async with agent.listen("/live/events", (await agent.get("/live/state")).json["cursor"]) as listening:
        await agent.post("/live/presence", {"key": str(uuid4()), "presence": "available"})
        _, contact = await street.open_contact(house, text)
        await listening.wait_for("ContactOffered")
        await agent.post(f"/live/contacts/{contact}/accept", {"key": str(uuid4())})
        await listening.wait_for("ContactAssigned")
    return agent, contact


def write_draft(text: str, screen: str, **more: Any) -> dict[str, Any]:
    return {"kind": "message", "screen": screen, "text": text, **more}


def live(house: House, story: Any) -> None:
    async def tell() -> None:
        async with open_street() as street:
            await story(street)

    with run_engine(house):
        asyncio.run(tell())


def test_two_browsers_keep_both_versions_until_one_is_said_to_replace_the_other() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        address, office, home = f"/live/contacts/{contact}/draft", str(uuid4()), str(uuid4())
        await agent.post(address, write_draft("Au bureau", office))
        both = (await agent.post(address, write_draft("À la maison", home))).json["drafts"]
        assert [draft["text"] for draft in both] == ["À la maison", "Au bureau"]
        assert len((await agent.get("/live/drafts")).json["drafts"]) == 2
        [kept] = (await agent.post(address, write_draft("Les deux", home, replaces=[office]))).json["drafts"]
        assert (kept["text"], kept["screen"]) == ("Les deux", home)
        assert (await agent.post(address, write_draft("", home))).json["drafts"] == []

    live(house, story)


def test_a_draft_can_be_finished_after_the_contact_is_gone_and_nobody_else_writes_one() -> None:
    house = make_house(agents=2)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        address, screen = f"/live/contacts/{contact}/draft", str(uuid4())
        await agent.post(address, write_draft("Commencé", screen))
        other = street.open_browser(house.count_on(house.agents[1].account))
        refused = await other.post(address, write_draft("Pas à moi", str(uuid4())))
        assert (refused.status, refused.json["code"]) == (404, "no-such-contact")
        await agent.post(f"/live/contacts/{contact}/transfer", {"key": str(uuid4()), "agent": house.agents[1].pk})
        assert (await agent.post(address, write_draft("Commencé, fini", screen))).status == 200

    live(house, story)


@pytest.mark.parametrize("body", [{"text": "x" * 20_001}, {"text": "\0"}, {"screen": "?"}, {"kind": "poem"}, {"more": 1}])
def test_a_draft_that_cannot_be_kept_is_refused_with_a_sentence(body: dict[str, Any]) -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        reply = await agent.post(f"/live/contacts/{contact}/draft", {**write_draft("Bonjour", str(uuid4())), **body})
        assert 400 <= reply.status < 500
        assert reply.json["message"]

    live(house, story)


def test_a_supervisor_reads_any_contact_of_the_organisation_and_its_owner_is_told() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        supervisor = street.open_browser(house.count_on(house.supervisor))
        async with agent.listen("/live/events", (await agent.get("/live/state")).json["cursor"]) as listening:
            past = (await supervisor.get(f"/live/contacts/{contact}/history")).json
            assert past["owner_name"] == house.agents[0].name
            assert (await supervisor.post(f"/live/contacts/{contact}/looking")).status == 204
            told = await listening.wait_for("SomebodyLooks", contact=contact)
        assert told["name"]

    live(house, story)


def gather(house: House) -> None:
    """What the background job does."""
    try:
        with transaction.atomic():
            work_for(house)
            follow_journal(house.organisation.pk)
    finally:
        connection.close()


@pytest.mark.parametrize(
    "words", ["demenagement", "DÉMÉNAGEMENTS", "déménager", '"mon déménagement"', "samia déménagement", "démenagement -chat"]
)
def test_a_contact_is_found_whatever_the_accents_and_endings(words: str) -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Je signale mon déménagement à Brest")
        await asyncio.to_thread(rename, house, contact, "Samia B.")
        await asyncio.to_thread(gather, house)
        answer = await agent.send("GET", f"/live/search?words={quote(words)}")
        [found] = answer.json["found"]
        assert found["contact"] == contact
        assert any(piece["is_hit"] and "déménagement" in piece["text"] for piece in found["excerpt"])

    live(house, story)


def rename(house: House, contact: str, name: str) -> None:
    try:
        with transaction.atomic():
            work_for(house)
            Contact.objects.filter(pk=contact).update(citizen_name=name)
    finally:
        connection.close()


def test_an_agent_finds_only_contacts_in_which_he_took_part_and_a_supervisor_all_of_his_organisation() -> None:
    house, elsewhere = make_house(agents=2), make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Déménagement")
        await asyncio.to_thread(gather, house)
        other = street.open_browser(house.count_on(house.agents[1].account))
        supervisor = street.open_browser(house.count_on(house.supervisor))
        stranger = street.open_browser(elsewhere.count_on(elsewhere.supervisor))
        found = [
            [each["contact"] for each in (await browser.get("/live/search?words=demenagement")).json["found"]]
            for browser in (agent, other, supervisor, stranger)
        ]
        assert found == [[contact], [], [contact], []]

    live(house, story)


@pytest.mark.parametrize("query", ["", "words=", "words=%00", "words=" + "x" * 201])
def test_a_search_for_nothing_is_refused_with_a_sentence(query: str) -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent = street.open_browser(house.count_on(house.agents[0].account))
        reply = await agent.get(f"/live/search?{query}")
        assert (400 <= reply.status < 500, bool(reply.json["message"])) == (True, True)

    live(house, story)


def test_five_thousand_contacts_are_searched_by_the_index() -> None:
    house = make_house(agents=1)
    with transaction.atomic(), connection.cursor() as cursor:
        work_for(house)
        parameters = {"organisation": house.organisation.pk, "queue": house.queue.pk, "reason": house.reason.pk}
        cursor.execute(
            "insert into contacts_contact (organisation_id, id, key, channel, queue_id, reason_id, language, citizen_name, state,"
            " arrived_at, rank_at, step, priority_minutes, requirement, why, last_number, seq, closed_at)"
            " select %(organisation)s, gen_random_uuid(), gen_random_uuid(), 'chat', %(queue)s, %(reason)s, 'fr',"
            " case n when 77 then 'Déménagement' else 'Personne ' || n end, 'closed', now(), now(), 0, 0, '{}', '{}', 0, 0, now()"
            " from generate_series(1, 5000) as n",
            parameters,
        )
        renew_entries(house.organisation.pk, [str(pk) for pk in Contact.objects.values_list("pk", flat=True)])  # type: ignore[misc]
        assert not WrapUp.objects.exists()
        cursor.execute("set local role none; analyze contacts_search_entry; set local enable_seqscan = off")
        cursor.execute(
            "explain select contact_id from contacts_search_entry entry"
            " where entry.words @@ websearch_to_tsquery('guichet_french', 'demenagements') and entry.agents @> array[1::bigint]"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("select count(*) from contacts_find(websearch_to_tsquery('guichet_french', 'demenagements'), null, 30)")
        assert cursor.fetchone() == (1,)
    assert "contacts_search_words" in plan
