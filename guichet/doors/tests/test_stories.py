"""A chat through all of it: the citizen's doors, the inbox, the engine, the journal, the desk's doors."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from guichet.doors.tests.driving import Browser, House, Street, make_house, open_street, run_engine
from guichet.records.directory.models import Session

pytestmark = pytest.mark.django_db(transaction=True)


def key(**more: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **more}


async def sit_down(street: Street, house: House, number: int = 0) -> tuple[Browser, dict[str, Any]]:
    """An agent's browser, with the state of his desk."""
    browser = street.open_browser(house.count_on(house.agents[number].account))
    state = await browser.get("/live/state")
    assert state.status == 200, state.body
    return browser, state.json


def test_a_chat_goes_from_the_first_word_to_the_wrap_up() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            agent, state = await sit_down(street, house)
            async with agent.listen(f"/live/events?cursor={state['cursor']}") as desk:
                assert (await agent.post("/live/presence", key(presence="available"))).status == 202
                await desk.wait_for("PresenceSet", presence="available")
                citizen, contact = await street.open_contact(house, "Où en est mon dossier ?", name="Zoé")
                ringing = await desk.wait_for("ContactOffered")
                assert ringing["card"]["contact"] == contact
                assert ringing["card"]["citizen_name"] == "Zoé"
                assert [message["text"] for message in ringing["card"]["messages"]] == ["Où en est mon dossier ?"]
                async with citizen.listen(f"/chat/contacts/{contact}/events") as page:
                    await page.wait_for("StateChanged", state="waiting")
                    assert (await agent.post(f"/live/contacts/{contact}/accept", key())).status == 202
                    await desk.wait_for("ContactAssigned")
                    await page.wait_for("StateChanged", state="answered")
                    answered = key(text="Je regarde.")
                    await agent.post(f"/live/contacts/{contact}/messages", answered)
                    await agent.post(f"/live/contacts/{contact}/messages", key(text="Pressé.", kind="note"))
                    heard = (await page.wait_for("MessageAdded"))["message"]
                    assert (heard["text"], heard["key"]) == ("Je regarde.", None)
                    assert (await desk.wait_for("MessageAdded"))["message"]["key"] == answered["key"]
                    thanked = key(text="Merci !")
                    sent = await citizen.post(f"/chat/contacts/{contact}/messages", thanked)
                    assert sent.json["number"] == 4
                    heard = (await page.wait_for("MessageAdded"))["message"]
                    assert (heard["text"], heard["key"]) == ("Merci !", thanked["key"])
                    await desk.wait_for("MessageAdded")
                    assert (await desk.wait_for("MessageAdded"))["message"]["key"] is None
                    [card] = (await agent.get("/live/state")).json["contacts"]
                    assert [message["key"] for message in card["messages"]][:2] == [None, answered["key"]]
                    shown = (await citizen.get(f"/chat/contacts/{contact}")).json["messages"]
                    assert [message["key"] for message in shown][1:] == [None, thanked["key"]]
                    assert (await agent.post(f"/live/contacts/{contact}/end", key())).status == 202
                    await desk.wait_for("WrapUpStarted", contact=contact)
                    await page.wait_for("StateChanged", state="ended")
                    late = await citizen.post(f"/chat/contacts/{contact}/messages", key(text="Encore une chose"))
                    assert (late.status, late.json["code"]) == (409, "contact-ended")
                done = key(reason=house.reason.pk, outcome="resolved", note="Renseigné")
                assert (await agent.post(f"/live/contacts/{contact}/wrap-up", done)).status == 202
                await desk.wait_for("ContactClosed", contact=contact)
            assert (await agent.get("/live/state")).json["contacts"] == []

    with run_engine(house):
        asyncio.run(story())


def test_two_agents_who_race_for_one_contact_are_one_owner() -> None:
    house = make_house(agents=2)

    async def story() -> None:
        async with open_street() as street:
            (one, state), (two, other_state) = await sit_down(street, house), await sit_down(street, house, 1)
            async with (
                one.listen(f"/live/events?cursor={state['cursor']}") as desk,
                two.listen(f"/live/events?cursor={other_state['cursor']}") as other_desk,
            ):
                _, contact = await street.open_contact(house)
                for browser, events in ((one, desk), (two, other_desk)):
                    await browser.post("/live/presence", key(presence="available"))
                    await events.wait_for("PresenceSet", presence="available")
                pulls = await asyncio.gather(*(browser.post(f"/live/contacts/{contact}/pull", key()) for browser in (one, two)))
                assert {reply.status for reply in pulls} <= {202, 409}
                for browser in (one, two):
                    await browser.post(f"/live/contacts/{contact}/accept", key())
                assigned = [*await desk.list_until_quiet(), *await other_desk.list_until_quiet()]
                assert [event["type"] for event in assigned].count("ContactAssigned") == 1
            owners = [(await browser.get("/live/state")).json["contacts"] for browser in (one, two)]
            assert sorted(len([card for card in cards if card["state"] == "assigned"]) for cards in owners) == [0, 1]
            replies = [await browser.post(f"/live/contacts/{contact}/messages", key(text="Bonjour")) for browser in (one, two)]
            assert sorted(reply.status for reply in replies) == [201, 409]

    with run_engine(house):
        asyncio.run(story())


def test_a_desk_that_comes_back_hears_what_it_missed_once() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            agent, state = await sit_down(street, house)
            async with agent.listen(f"/live/events?cursor={state['cursor']}") as desk:
                await agent.post("/live/presence", key(presence="available"))
                citizen, contact = await street.open_contact(house)
                await desk.wait_for("ContactOffered")
                await agent.post(f"/live/contacts/{contact}/accept", key())
                await desk.wait_for("ContactAssigned")
                await citizen.post(f"/chat/contacts/{contact}/messages", key(text="heard"))
                await desk.wait_for("MessageAdded", contact=contact)
                await asyncio.sleep(0.05)
            await citizen.post(f"/chat/contacts/{contact}/messages", key(text="missed"))
            _, second = await street.open_contact(house, "Une autre question")
            await asyncio.sleep(0.5)
            async with agent.listen("/live/events", desk.cursor) as desk:
                events = await desk.list_until_quiet(0.5)
            assert [event["message"]["text"] for event in events if event["type"] == "MessageAdded"] == ["missed"]
            assert [event["card"]["contact"] for event in events if event["type"] == "ContactOffered"] == [second]

    with run_engine(house):
        asyncio.run(story())


def test_a_citizen_who_reloads_sees_everything_and_nothing_twice() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            for number in range(5):
                await citizen.post(f"/chat/contacts/{contact}/messages", key(text=f"{number}"))
            page = (await citizen.get(f"/chat/contacts/{contact}")).json
            assert [message["number"] for message in page["messages"]] == [1, 2, 3, 4, 5, 6]
            await citizen.post(f"/chat/contacts/{contact}/messages", key(text="between"))
            async with citizen.listen(f"/chat/contacts/{contact}/events?cursor={page['cursor']}") as stream:
                await citizen.post(f"/chat/contacts/{contact}/messages", key(text="after"))
                events = await stream.list_until_quiet()
            assert [event["message"]["number"] for event in events if event["type"] == "MessageAdded"] == [7, 8]

    asyncio.run(story())


def test_what_another_process_writes_is_heard_in_order() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street, open_street() as other_street:
            citizen, contact = await street.open_contact(house)
            elsewhere = other_street.open_citizen(house, contact)
            async with citizen.listen(f"/chat/contacts/{contact}/events?cursor=1") as page:
                senders = [elsewhere, citizen] * 8
                replies = await asyncio.gather(
                    *(browser.post(f"/chat/contacts/{contact}/messages", key(text=f"{n}")) for n, browser in enumerate(senders))
                )
                assert {reply.status for reply in replies} == {201}
                events = await page.list_until_quiet(0.5)
            numbers = [event["message"]["number"] for event in events if event["type"] == "MessageAdded"]
            assert numbers == list(range(2, 18))

    asyncio.run(story())


def test_typing_and_reading_are_told_to_the_other_side() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street, open_street() as other_street:
            citizen, contact = await street.open_contact(house)
            elsewhere = other_street.open_citizen(house, contact)
            async with elsewhere.listen(f"/chat/contacts/{contact}/events") as page:
                assert (await citizen.post(f"/chat/contacts/{contact}/typing")).status == 204
                await page.wait_for("SomebodyTypes", author="citizen")
                assert (await citizen.post(f"/chat/contacts/{contact}/read", {"number": 1})).status == 204
                await page.wait_for("MessagesRead", author="citizen", number=1)

    asyncio.run(story())


def test_a_consumer_that_does_not_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.doors import streams

    monkeypatch.setattr(streams, "MOST_BUFFERED", 5)
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            async with citizen.listen(f"/chat/contacts/{contact}/events") as page:
                [stream] = street.machinery.streams
                for _ in range(6):
                    stream.take(b": noise\n\n")
                async with asyncio.timeout(5):
                    await page.is_over.wait()
            assert not street.machinery.streams
            assert not street.machinery.hub.feeds

    asyncio.run(story())


def test_the_board_shows_what_waits_and_hears_of_changes() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            supervisor = street.open_browser(house.count_on(house.supervisor))
            board = (await supervisor.get("/live/board")).json
            assert board["contacts"] == []
            async with supervisor.listen(f"/live/board/events?cursor={board['cursor']}") as stream:
                citizen, contact = await street.open_contact(house)
                shown = await stream.wait_for("BoardChanged")
                while not shown["contacts"]:
                    shown = await stream.wait_for("BoardChanged")
                assert shown["contacts"][0]["contact"] == contact
                await citizen.post(f"/chat/contacts/{contact}/end", key())
                while f"contacts:{contact}" not in shown["gone"]:
                    shown = await stream.wait_for("BoardChanged")
            assert (await supervisor.get("/live/board")).json["contacts"] == []

    with run_engine(house):
        asyncio.run(story())


def end_every_session() -> None:
    Session.objects.all().delete()
    connection.close()


def test_an_ended_session_is_honoured_within_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.doors import seats

    monkeypatch.setattr(seats, "REMEMBERED", 0.05)
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            agent, _ = await sit_down(street, house)
            await asyncio.to_thread(end_every_session)
            await asyncio.sleep(0.1)
            assert (await agent.get("/live/state")).status == 401

    asyncio.run(story())
