"""A bridge of somebody's: signed both ways, each message once, and whatever it says read as far as it says something."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from guichet.channels import signing
from guichet.channels.social.tests.servers import FakeBridge, serving
from guichet.channels.social.webhook import Webhook
from guichet.channels.social.words import Access, Arrived, Fate, Network, NetworkError, Outgoing, Receipt, Trouble, UnreadableError

READER = Webhook(Access(network=Network.WEBHOOK, server="https://bridge.example", identity="matrix"))
MESSAGE = {
    "type": "message",
    "id": "1",
    "at": "2026-11-30T09:00:00Z",
    "from": {"id": "zoe", "name": "Zoé"},
    "text": "Bonjour",
    "public": True,
}


@pytest.fixture
def bridge(settings: Any) -> Iterator[FakeBridge]:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeBridge(secret=signing.make_secret())) as network:
        assert isinstance(network, FakeBridge)
        yield network


def open_bridge(bridge: FakeBridge, secret: str | None = None) -> Webhook:
    secrets = {"secret": bridge.secret if secret is None else secret}
    return Webhook(Access(network=Network.WEBHOOK, server=bridge.address, identity="matrix", secrets=secrets))


def test_a_message_and_a_receipt_are_read_alone_or_together() -> None:
    receipt = {"type": "receipt", "id": "out-1", "at": "2026-11-30T09:00:00+01:00", "state": "delivered", "key": "K"}
    said, told = READER.read(json.dumps({"events": [MESSAGE, receipt]}).encode())
    assert isinstance(said, Arrived)
    assert (said.handle, said.text, said.is_public) == ("zoe", "Bonjour", True)
    assert isinstance(told, Receipt)
    assert (told.reference, told.fate, told.key) == ("out-1", Fate.DELIVERED, "K")
    assert READER.read(json.dumps(MESSAGE).encode()) == [said]


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"at": "yesterday"},
        {"at": "2026-11-30T09:00:00"},
        {"type": "?"},
        {"from": "zoe"},
        {"id": "x" * 300},
        {"from": {"id": " "}},
    ],
)
def test_an_event_that_lacks_what_it_must_have_is_unreadable(change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        READER.read(json.dumps({**MESSAGE, **change}).encode())


def test_a_bridge_takes_a_message_once_however_often_it_is_tried(bridge: FakeBridge) -> None:
    outgoing = Outgoing(key=uuid4(), handle="zoe", text="Oui", in_reply_to="1", is_public=True)
    bridge.faults = ["cut"]
    with pytest.raises(NetworkError) as failed:
        open_bridge(bridge).send(outgoing)
    assert failed.value.is_uncertain
    assert open_bridge(bridge).send(outgoing) == "bridge-0"
    assert list(bridge.taken.values()) == [{"type": "message", "to": "zoe", "text": "Oui", "public": True, "in_reply_to": "1"}]


@pytest.mark.parametrize(
    ("fault", "secret", "trouble"),
    [
        (None, "whsec_ZmF1eA==", Trouble.SIGNATURE),
        (None, "", Trouble.SIGNATURE),
        ((404, b""), None, Trouble.UNEXPECTED),
        ((301, b"", {"Location": "http://10.0.0.1/"}), None, Trouble.UNEXPECTED),
        ((413, b""), None, Trouble.TOO_LONG),
        ((410, b""), None, Trouble.GONE),
        ((429, b"", {"Retry-After": "7"}), None, Trouble.BUSY),
        ((500, b""), None, Trouble.SERVER),
        ((418, b""), None, Trouble.REFUSED),
        ("refuse", None, Trouble.UNREACHABLE),
    ],
)
def test_each_failure_has_its_words(bridge: FakeBridge, fault: Any, secret: str | None, trouble: Trouble) -> None:
    bridge.faults = [fault] if fault else []
    with pytest.raises(NetworkError) as failed:
        open_bridge(bridge, secret).send(Outgoing(key=uuid4(), handle="zoe", text="Oui"))
    assert failed.value.trouble == trouble


def test_a_trial_learns_the_name_and_the_limit_of_a_bridge(bridge: FakeBridge) -> None:
    found = open_bridge(bridge).check()
    assert (found.shown_name, found.most_text) == ("Pont de Ville", 300)
    assert bridge.taken == {}
