"""A script through the widget's doors: begun and answered once, found again, and a person with all answers."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from guichet.channels.chat import scripting
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.tests.driving import Browser, House, Reply, make_house, open_street, write_opening
from guichet.records.contacts.models import Contact, Message
from guichet.records.directory.models import Queue
from guichet.records.messaging.models import Account
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.tests.scripts import publish_script
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db(transaction=True)
BUCKETS = ("beginning_buckets", "turn_buckets", "address_buckets", "read_buckets")


@pytest.fixture(autouse=True)
def _own_buckets(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]
    for name in BUCKETS:
        monkeypatch.setattr(scripting, name, Buckets(getattr(scripting, name).allowance))


@pytest.fixture
def house() -> House:
    house = make_house(agents=1)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        publish_script(house.organisation, house.reason.key)
    return house


def read_as(house: House) -> None:
    """Autocommit: `set_config` holds for the session of the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


async def begin(browser: Browser, house: House, **more: Any) -> Any:
    asked = {"key": str(uuid4()), "organisation": house.organisation.slug, "reason": house.reason.pk, "language": "fr", **more}
    reply = await browser.post("/chat/scripts", asked)
    assert reply.status == 201, reply.body
    return reply.json


async def say(browser: Browser, told: Any, key: str = "", **said: Any) -> Reply:
    turn = {"key": key or str(uuid4()), "seen": told["turn"], **said}
    return await browser.post(f"/chat/scripts/{told['session']}/turns", turn, authorization=f"Bearer {told['token']}")


async def find(browser: Browser, told: Any, token: str = "") -> Reply:
    return await browser.send("GET", f"/chat/scripts/{told['session']}", None, authorization=f"Bearer {token or told['token']}")


def list_said(told: Any) -> list[tuple[str, str]]:
    return [(line["part"], line["text"]) for line in told["lines"]]


def test_words_and_buttons_settle_a_question_and_a_reload_finds_every_line(house: House) -> None:
    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = await begin(browser, house)
            assert [button["label"] for button in told["buttons"]] == ["La date de mon paiement", "Je suis sans ressources"]
            assert not told["goes_back"]
            told = (await say(browser, told, text="la date")).json
            assert (told["buttons"], told["goes_back"]) == ([], True)
            told = (await say(browser, told, text="deux")).json
            assert (told["state"], told["contact"]) == ("settled", None)
            assert list_said(told)[-3:] == [
                ("question", "Combien de pièces ?"),
                ("citizen", "deux"),
                ("end", "Merci, bonne journée."),
            ]
            again = await find(street.open_browser(), told)
            assert list_said(again.json) == list_said(told)

    asyncio.run(story())


def test_the_same_key_is_heard_once_and_of_two_tabs_one_answer_counts(house: House) -> None:
    async def story() -> None:
        async with open_street() as street:
            browser, key = street.open_browser(), str(uuid4())
            told, again = [await begin(browser, house, key=key) for _time in range(2)]
            assert told["session"] == again["session"]
            said = str(uuid4())
            first, repeated = [(await say(browser, told, said, option="date")).json for _time in range(2)]
            assert first == repeated
            late = (await say(browser, told, option="help")).json
            assert not late["is_taken"]
            assert list_said(late) == list_said(first)

    asyncio.run(story())


def test_a_person_takes_over_with_all_answers_and_the_pass_to_the_conversation(house: House) -> None:
    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = (await say(browser, await begin(browser, house), option="date")).json
            over = (await say(browser, told, text="une personne")).json
            assert over["state"] == "handed-over"
            shown = await browser.send("GET", f"/chat/contacts/{over['contact']}", None, authorization=f"Bearer {over['contact_token']}")
            assert [message["text"] for message in shown.json["messages"]] == ["Une personne vous répond, avec vos réponses."]

    asyncio.run(story())
    read_as(house)
    assert "La date de mon paiement" in Message.objects.get(kind="note").text


@pytest.mark.parametrize("way", ["chat", "message"])
def test_where_nobody_takes_over_what_was_answered_goes_along_with_the_request_that_follows(house: House, way: str) -> None:
    read_as(house)
    Queue.objects.filter(pk=house.queue.pk).update(channels=["message"])

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = (await say(browser, await begin(browser, house), option="date")).json
            over = (await say(browser, told, wants_person=True)).json
            assert (over["state"], over["contact"]) == ("handed-over", None)
            assert "Personne ne peut vous répondre" in over["lines"][-1]["text"]
            for token in (over["token"], "forged"):
                reply = await browser.post(f"/{way}/contacts", write_opening(house, script=token))
                assert reply.status == 201

    asyncio.run(story())
    read_as(house)
    notes = Message.objects.filter(kind="note")
    assert ["La date de mon paiement" in note.text for note in notes] == [True]
    assert Contact.objects.count() == 2


def test_nobody_elses_pass_opens_a_session_and_one_that_is_gone_is_said(house: House) -> None:
    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told, other = await begin(browser, house), await begin(browser, house)
            for token in (other["token"], "x", told["token"] + "x", "a" * 5_000):
                assert (await find(browser, told, token)).json["code"] == "no-such-session"
            assert (await browser.get(f"/chat/scripts/{told['session']}")).status == 404
            assert (await say(browser, {**told, "session": "x"}, option="date")).status == 404
            await asyncio.to_thread(expire, house)
            gone = await say(browser, told, option="date")
            assert (gone.status, gone.json["code"]) == (404, "no-such-session")

    asyncio.run(story())


def expire(house: House) -> None:
    try:
        read_as(house)
        ScriptSession.objects.update(expires_at="2026-01-01T00:00Z", document="")
    finally:
        connection.close()


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({}, 400, "malformed"),
    ({"text": "a", "option": "date"}, 400, "malformed"),
    ({"text": "a", "wants_person": True}, 400, "malformed"),
    ({"seen": -1, "text": "a"}, 400, "malformed"),
    ({"surprise": 1, "text": "a"}, 400, "malformed"),
    ({"text": "a\0b"}, 422, "unstorable-text"),
    ({"text": "a" * 20_001}, 413, "text-too-long"),
    ({"text": "a" * 200_000}, 413, "too-large"),
]


@pytest.mark.parametrize(("said", "status", "code"), WRONG, ids=[f"{code}-{index}" for index, (_, _, code) in enumerate(WRONG)])
def test_what_cannot_be_heard_is_refused_with_a_sentence(house: House, said: dict[str, Any], status: int, code: str) -> None:
    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = await begin(browser, house)
            reply = await say(browser, told, **said)
            assert (reply.status, reply.json["code"]) == (status, code)
            assert (await find(browser, told)).json["turn"] == 1

    asyncio.run(story())


@pytest.mark.parametrize(("more", "code"), [({"reason": 2**40}, "no-script"), ({"organisation": "nowhere"}, "no-such-organisation")])
def test_where_no_script_answers_it_is_said(house: House, more: dict[str, Any], code: str) -> None:
    async def story() -> None:
        async with open_street() as street:
            asked = {"key": str(uuid4()), "organisation": house.organisation.slug, "reason": house.reason.pk, "language": "fr", **more}
            assert (await street.open_browser().post("/chat/scripts", asked)).json["code"] == code

    asyncio.run(story())


def test_a_flood_of_turns_is_bounded_and_told_when_to_come_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripting, "address_buckets", Buckets(Allowance(burst=5, per_second=1 / 60)))

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = await begin(browser, house)
            replies = [await say(browser, told, text="#") for _time in range(8)]
            assert [reply.status for reply in replies].count(429) == 3
            assert int(replies[-1].headers["retry-after"]) > 0

    asyncio.run(story())


def test_the_widget_says_how_to_go_on_by_sms_once_there_is_something_to_take_along(house: House) -> None:
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        values = {"channel": "sms", "kind": "smpp", "address": "36105", "language": "fr"}
        Account.objects.create(organisation=house.organisation, reason=house.reason, **values)

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = await begin(browser, house)
            assert "Continuer par SMS" not in [button["label"] for button in told["buttons"]]
            told = (await say(browser, told, option="date")).json
            assert [button["label"] for button in told["buttons"]] == ["Continuer par SMS"]
            told = (await say(browser, told, option=told["buttons"][0]["option"])).json
            said, way, question = list_said(told)[-3:]
            assert said == ("citizen", "Continuer par SMS")
            assert re.search(r"SUITE [0-9A-Z]{8}\u00a0» au 36105", way[1])
            assert question == ("question", "Combien de pièces ?")
            assert (await say(browser, told, text="3")).json["state"] == "settled"

    asyncio.run(story())


def test_the_button_for_sms_without_a_number_is_answered_in_words(house: House) -> None:
    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            told = await begin(browser, house)
            told = (await say(browser, told, option=":sms")).json
            assert ("text", "Cette démarche ne peut pas continuer par SMS.") in list_said(told)

    asyncio.run(story())
