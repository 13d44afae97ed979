"""SMS through a gateway over HTTP: signed both ways, kept before it is answered for, sent once whatever breaks off."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.signing import ID, SIGNATURE, TIMESTAMP, sign, verify
from guichet.channels.sms import inbound
from guichet.channels.sms import settings as limits
from guichet.channels.sms.gateway import open_carrier
from guichet.channels.sms.troubles import SmsError, Trouble
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.tests.driving import Browser, Reply, open_street
from guichet.records.contacts.models import Contact
from guichet.records.directory.seals import seal
from guichet.records.messaging.errors import NotTakenError, UncertainError, UnreadableError
from guichet.records.messaging.models import Incoming, Outgoing
from guichet.records.messaging.sending import drain
from guichet.records.messaging.tests.houses import ZOE, Office, make_office
from guichet.records.messaging.words import Arrival, OutgoingState, Parcel, Told

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "a long shared key"
INSIDE = {"url": "https://127.0.0.2/"}
SEALED = b'{"key":"' + KEY.encode() + b'"}'
Reaction = Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes]]


@pytest.fixture(autouse=True)
def _own_buckets(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's
    monkeypatch.setattr(inbound, "buckets", Buckets(Allowance(burst=1_000, per_second=1)))
    settings.INSIDE_HOSTS = ["127.0.0.1"]  # type: ignore[attr-defined]  # likewise
    monkeypatch.setattr(limits, "GATEWAY_SECONDS", 0.5)


def make_gateway_office(url: str = "", **changes: object) -> Office:
    with transaction.atomic():
        office = make_office(kind="gateway", settings={"url": url}, secret=seal(SEALED), **changes)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(office.organisation.pk)])
    return office


# ---- in


async def post(browser: Browser, office: Office, body: bytes, name: str = "e1", key: str = KEY, **place: object) -> Reply:
    path = f"/sms/gateway/{place.get('organisation', office.organisation.slug)}/{place.get('account', office.account.pk)}"
    timestamp = int(time.time()) + int(str(place.get("later", 0)))
    return await browser.send("POST", path, body, **{"content-type": "application/json", **sign(key, name, timestamp, body)})


def hear(text: str = "Bonjour", name: str = "g1", **more: object) -> bytes:
    return json.dumps({"type": "message", "id": name, "from": "0612345678", "text": text, **more}).encode()


def test_a_signed_word_is_kept_once_and_becomes_a_contact_whatever_its_order_and_however_often() -> None:
    office = make_gateway_office()

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            replies = await asyncio.gather(*(post(browser, office, hear(text="un", name="g1")) for _ in range(20)))
            assert {reply.status for reply in replies} == {200}
            assert sum(reply.json["is_new"] for reply in replies) == 1
            assert (await post(browser, office, hear(text="deux", name="g2"), "e2")).status == 200
            assert (await post(browser, office, hear(text="un", name="g1", more="x"), "e3")).status == 200

    asyncio.run(story())
    contact = Contact.objects.get()
    assert list(contact.messages.order_by("number").values_list("text", flat=True)) == ["un", "deux"]
    assert contact.talk.handle == ZOE


def test_what_is_forged_replayed_or_for_nobody_is_refused_alike_and_nothing_is_kept() -> None:
    office = make_gateway_office()

    async def story() -> None:
        async with open_street() as street:
            browser, body = street.open_browser(), hear()
            wrong: list[dict[str, Any]] = [
                {"key": "another"},
                {"key": inbound.NOBODY},
                {"key": ""},
                {"later": -600},
                {"later": 600},
                {"name": ""},
                {"account": 0},
                {"account": "x"},
                {"account": "9" * 30},
                {"organisation": "nowhere"},
            ]
            replies = [await post(browser, office, body, **each) for each in wrong]
            assert {(reply.status, reply.json["code"]) for reply in replies} == {(401, "unsigned")}
            assert (await browser.send("POST", f"/sms/gateway/x/{office.account.pk}", body, **{"content-type": "text/plain"})).status == 415
            assert (await post(browser, office, b"x" * (limits.LARGEST_BODY + 1))).status == 413

    asyncio.run(story())
    assert not Incoming.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 5_000, b'{"type":"message"}', b'{"type":"other"}', b"NaN", b"\xff", hear(name=""), b'{"type":"receipt","id":1}'],
)
@pytest.mark.django_db(transaction=False)
def test_what_is_signed_and_senseless_waits_in_quarantine(body: bytes) -> None:
    office = make_gateway_office()
    assert office.receive(body).state == "quarantined"
    with pytest.raises(UnreadableError):
        open_carrier().read(office.account, body)


@given(st.binary(max_size=200))
@pytest.mark.django_db(transaction=False)
def test_any_bytes_are_read_or_said_to_be_unreadable(body: bytes) -> None:
    from guichet.records.messaging.models import Account

    try:
        events = open_carrier().read(Account(), body)
    except UnreadableError:
        return
    assert all(isinstance(event, Arrival | Told) for event in events)


# ---- out


@contextmanager
def serving(react: Reaction) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A gateway that checks our signature; its address, and what it took."""
    taken: list[dict[str, Any]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not verify([KEY], {name: self.headers[name] for name in (ID, TIMESTAMP, SIGNATURE)}, body, time.time()):
                self.send_error(401)
                return
            taken.append(json.loads(body))
            status, headers, answered = react(taken[-1])
            if status == 0:
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answered)

        def log_message(self, *_said: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sms?x=1", taken
        finally:
            server.shutdown()
            thread.join()


def take(_asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    return 200, {}, b'{"reference":"op-1"}'


def send(office: Office) -> Outgoing:
    contact = office.take_up(office.receive(hear()).contact_id)
    outgoing = office.say(contact, "C’est prêt…")
    drain(office.organisation.pk, office.account.pk)
    outgoing.refresh_from_db()
    return outgoing


def test_an_answer_goes_out_signed_with_its_key_and_its_receipt_comes_back_by_either_name() -> None:
    with serving(take) as (url, taken):
        office = make_gateway_office(url)
        outgoing = send(office)
    assert taken == [{"id": str(outgoing.key), "from": "36105", "to": ZOE, "text": "C'est prêt..."}]
    assert (outgoing.state, outgoing.names) == (OutgoingState.SENT, ["op-1"])
    for name in ("op-1", str(outgoing.key)):
        Outgoing.objects.update(state="sent")
        office.receive(json.dumps({"type": "receipt", "id": name, "state": "delivered"}).encode())
        assert Outgoing.objects.get().state == OutgoingState.DELIVERED


def test_a_connection_that_breaks_off_is_tried_again_with_the_same_key() -> None:
    verdicts: Iterator[tuple[int, dict[str, str], bytes]] = iter([(0, {}, b""), (500, {}, b""), (200, {}, b"what?")])
    with serving(lambda _asked: next(verdicts)) as (url, taken):
        office = make_gateway_office(url)
        outgoing = send(office)
        for _ in range(2):
            assert outgoing.state == OutgoingState.QUEUED
            Outgoing.objects.update(due_at=outgoing.created_at)
            drain(office.organisation.pk, office.account.pk)
            outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.names) == (OutgoingState.SENT, [str(outgoing.key)])
    assert len({each["id"] for each in taken}) == 1


@pytest.mark.parametrize(
    ("status", "headers", "permanent", "reason"),
    [
        (429, {"Retry-After": "90"}, False, "throttled"),
        (503, {}, False, "throttled"),
        (422, {}, True, "unknown-handle"),
        (400, {}, True, "http-400"),
        (403, {}, False, "http-403"),
    ],
)
def test_what_a_gateway_refuses_is_told_apart(status: int, headers: dict[str, str], permanent: bool, reason: str) -> None:
    with serving(lambda _asked: (status, headers, b"")) as (url, _taken):
        office = make_gateway_office(url)
        with pytest.raises(NotTakenError) as failed:
            open_carrier().send(office.account, Parcel(key="k", handle=ZOE, text="x"))
    assert (failed.value.permanent, failed.value.reason) == (permanent, reason)


def test_a_gateway_that_drips_or_leads_elsewhere_holds_nobody() -> None:
    with serving(lambda _asked: (302, {"Location": "http://127.0.0.1:1/"}, b"")) as (url, taken):
        office = make_gateway_office(url)
        with pytest.raises(UncertainError):
            open_carrier().send(office.account, Parcel(key="k", handle=ZOE, text="x"))
        assert len(taken) == 1


def test_a_trial_says_what_is_wrong() -> None:
    with serving(take) as (url, taken):
        office = make_gateway_office(url)
        assert open_carrier().check(office.account)
        assert taken == [{"type": "trial"}]
        office.account.secret = seal(b'{"key":"another"}')
        for change, trouble in [
            ({}, Trouble.SIGNATURE),
            (INSIDE, Trouble.INSIDE),
            ({"url": "http://ailleurs.example/"}, Trouble.ADDRESS),
            ({"url": "ftp"}, Trouble.ADDRESS),
        ]:
            office.account.settings |= change
            with pytest.raises(SmsError) as failed:
                open_carrier().check(office.account)
            assert failed.value.trouble is trouble
    office.account.settings = {"url": url}
    with pytest.raises(SmsError) as failed:
        open_carrier().check(office.account)
    assert failed.value.trouble is Trouble.HOST
