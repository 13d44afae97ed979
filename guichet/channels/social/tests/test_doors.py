"""The doors at which networks tell: kept before they are answered, each thing once, and nothing from whoever cannot sign."""

import asyncio
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from guichet.channels import signing
from guichet.channels.social import inbound
from guichet.channels.social.tests.houses import make_committed, read_as
from guichet.channels.social.tests.servers import APP_SECRET, make_message, write_whatsapp
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, Reply, open_street
from guichet.records.contacts.models import Contact
from guichet.records.messaging.hooks import write_verify_token
from guichet.records.messaging.models import Account, Incoming
from guichet.records.messaging.tests.houses import Office

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbound, "forged_buckets", Buckets(inbound.forged_buckets.allowance))


def run(office: Office, story: Callable[[Browser], Awaitable[Any]]) -> Any:
    async def play() -> Any:
        async with open_street() as street:
            return await story(street.open_browser())

    found = asyncio.run(play())
    read_as(office)
    return found


def write_path(office: Office) -> str:
    return f"/social/{office.organisation.slug}/{office.account.pk}"


def sign(body: bytes, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, "sha256").hexdigest()


async def tell(browser: Browser, path: str, body: bytes, signature: str | None = None) -> Reply:
    headers = {"content-type": "application/json", "x-hub-signature-256": sign(body) if signature is None else signature}
    return await browser.send("POST", path, body, **headers)


def test_a_signed_delivery_is_kept_answered_and_becomes_a_contact() -> None:
    office = make_committed("whatsapp")
    reply = run(office, lambda browser: tell(browser, write_path(office), write_whatsapp(make_message())))
    assert reply.status == 204
    assert Contact.objects.get().messages.get(number=1).text == "Bonjour"


def test_a_delivery_that_comes_a_hundred_times_at_once_and_in_other_bundles_is_one_message() -> None:
    office = make_committed("whatsapp")
    alone, together = write_whatsapp(make_message()), write_whatsapp(make_message(), make_message("Et ?", "wamid.IN2"))

    async def story(browser: Browser) -> list[int]:
        path = write_path(office)
        replies = await asyncio.gather(*(tell(browser, path, body) for body in (alone, together) * 50))
        return [each.status for each in replies]

    assert set(run(office, story)) == {204}
    assert (Incoming.objects.count(), Contact.objects.count()) == (2, 1)
    assert sorted(Contact.objects.get().messages.values_list("text", flat=True)) == ["Bonjour", "Et ?"]


def test_words_of_several_people_in_one_delivery_are_kept_apart() -> None:
    office = make_committed("whatsapp")
    body = write_whatsapp(make_message(), make_message("Moi aussi", "wamid.IN2", **{"from": "33699999999"}))
    run(office, lambda browser: tell(browser, write_path(office), body))
    assert Contact.objects.count() == 2
    assert all(b"33699999999" not in bytes(each.raw) for each in Incoming.objects.filter(handle="33612345678"))


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha256=" + "0" * 64, "sha1=x", sign(b"other"), sign(write_whatsapp(make_message()), "faux")],
    ids=["none", "empty", "zeros", "another hash", "another body", "another secret"],
)
def test_a_wrong_signature_is_refused_and_nothing_is_kept(signature: str) -> None:
    office = make_committed("whatsapp")
    reply = run(office, lambda browser: tell(browser, write_path(office), write_whatsapp(make_message()), signature))
    assert (reply.status, reply.json["code"], Incoming.objects.count()) == (401, "not-signed", 0)


@pytest.mark.parametrize(
    "path", ["/social/nobody/1", "/social/{slug}/0", "/social/{slug}/x", "/social/{slug}/9999999999999999999999", "/social/%00/1"]
)
def test_an_account_that_does_not_exist_answers_as_a_wrong_signature_does(path: str) -> None:
    office = make_committed("whatsapp")
    reply = run(office, lambda browser: tell(browser, path.replace("{slug}", office.organisation.slug), write_whatsapp(make_message())))
    assert (reply.status, reply.json["code"]) == (401, "not-signed")


def test_an_account_without_a_secret_or_out_of_use_takes_nothing() -> None:
    office = make_committed("whatsapp", secrets={"token": "x"})
    assert run(office, lambda browser: tell(browser, write_path(office), b"{}", sign(b"{}", ""))).status == 401
    Account.objects.update(is_active=False)
    assert run(office, lambda browser: tell(browser, write_path(office), b"{}")).status == 401


def test_whoever_forges_often_is_slowed_down_and_true_ones_are_not() -> None:
    office = make_committed("whatsapp")

    async def story(browser: Browser) -> tuple[int, int]:
        path = write_path(office)
        forged = [(await tell(browser, path, b"{}", "sha256=x")).status for _turn in range(25)]
        return forged[-1], (await tell(browser, path, write_whatsapp(make_message()))).status

    assert run(office, story) == (429, 204)


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"[]", b"null", b'{"entry": 1}', b'{"object": "instagram"}', b"[" * 200_000])
def test_what_is_signed_and_makes_no_sense_waits_in_quarantine(body: bytes) -> None:
    office = make_committed("whatsapp")
    assert run(office, lambda browser: tell(browser, write_path(office), body)).status == 204
    assert (Incoming.objects.get().state, bytes(Incoming.objects.get().raw)) == ("quarantined", body)


def test_a_giant_is_refused_before_it_is_read() -> None:
    office = make_committed("whatsapp")
    assert run(office, lambda browser: tell(browser, write_path(office), b"x" * 1_000_001)).status == 413
    assert Incoming.objects.count() == 0


def test_two_numbers_of_one_app_are_told_at_one_address() -> None:
    office = make_committed("whatsapp")
    other = Account.objects.get()
    other.pk, other.address, other.settings = None, "other", {"identity": "43"}
    other.save()
    both = json.loads(write_whatsapp(make_message()))
    both["entry"] += json.loads(write_whatsapp(make_message("Bonsoir", "wamid.IN2"), number="43"))["entry"]
    run(office, lambda browser: tell(browser, write_path(office), json.dumps(both).encode()))
    assert sorted(Incoming.objects.values_list("account__address", "state")) == [("42@whatsapp", "read"), ("other", "read")]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1158201444", 200),
        ("hub.mode=subscribe&hub.verify_token=faux&hub.challenge=1", 401),
        ("hub.mode=unsubscribe&hub.verify_token={token}&hub.challenge=1", 401),
        ("hub.mode=subscribe&hub.verify_token={token}&hub.challenge=<script>", 401),
        ("hub.mode=subscribe&hub.verify_token={token}", 401),
        ("", 401),
    ],
)
def test_meta_proves_the_address_with_our_own_word(query: str, status: int) -> None:
    office = make_committed("whatsapp")
    said = query.replace("{token}", write_verify_token(office.organisation.pk, office.account.pk))
    reply = run(office, lambda browser: browser.get(f"{write_path(office)}?{said}"))
    assert reply.status == status
    if status == 200:
        assert reply.body == b"1158201444"


def write_event(identifier: str = "1", text: str = "Bonjour") -> bytes:
    writer = {"id": "zoe", "name": "Zoé"}
    return json.dumps({"type": "message", "id": identifier, "at": "2026-11-30T09:00:00Z", "from": writer, "text": text}).encode()


async def bridge(
    browser: Browser, path: str, body: bytes, identifier: str = "evt_1", *, at: float | None = None, secret: str = SECRET
) -> int:
    headers = signing.sign(secret, identifier, int(time.time() if at is None else at), body)
    return (await browser.send("POST", path, body, **headers)).status


def test_a_bridge_tells_each_event_once_in_whatever_order() -> None:
    office = make_committed("webhook", secrets={"secret": SECRET})

    async def story(browser: Browser) -> list[int]:
        path = write_path(office)
        return [await bridge(browser, path, write_event(each), f"evt_{each}") for each in ("2", "1", "2", "1")]

    assert run(office, story) == [204] * 4
    assert (Incoming.objects.count(), Contact.objects.count()) == (2, 1)


def test_what_a_bridge_signed_long_ago_or_another_signed_is_refused() -> None:
    office = make_committed("webhook", secrets={"secret": SECRET})

    async def story(browser: Browser) -> list[int]:
        path, body = write_path(office), write_event()
        return [
            await bridge(browser, path, body, at=time.time() - 400),
            await bridge(browser, path, body, at=time.time() + 400),
            await bridge(browser, path, body, secret="autre"),
        ]

    assert run(office, story) == [401] * 3
    assert Incoming.objects.count() == 0
