"""A chat through all of it: the citizen's doors, the inbox, the engine, the journal, the desk's doors."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from guichet.doors.tests.driving import Browser, House, Street, make_house, open_street, run_engine

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
                    await agent.post(f"/live/contacts/{contact}/messages", key(text="Je regarde."))
                    await agent.post(f"/live/contacts/{contact}/messages", key(text="Pressé.", kind="note"))
                    assert (await page.wait_for("MessageAdded"))["message"]["text"] == "Je regarde."
                    sent = await citizen.post(f"/chat/contacts/{contact}/messages", key(text="Merci !"))
                    assert sent.json["number"] == 4
                    assert (await page.wait_for("MessageAdded"))["message"]["text"] == "Merci !"
                    await desk.wait_for("MessageAdded", contact=contact)
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
