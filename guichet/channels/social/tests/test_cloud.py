"""WhatsApp and Messenger, against a Graph API of ours: read as meant, never sent twice, and the word that comes back."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from guichet.channels.social import cloud
from guichet.channels.social.cloud import Messenger, WhatsApp, verify_signature
from guichet.channels.social.tests.servers import (
    APP_SECRET,
    TOKEN,
    FakeGraph,
    graph_error,
    make_message,
    make_messaging,
    serving,
    write_messenger,
    write_whatsapp,
)
from guichet.channels.social.words import (
    MOST_EVENTS,
    Access,
    Arrived,
    Fate,
    Network,
    NetworkError,
    Outgoing,
    Piece,
    Receipt,
    Template,
    Trouble,
    UnreadableError,
)

SECRETS = {"token": TOKEN, "app_secret": APP_SECRET}
NUMBER = WhatsApp(Access(network=Network.WHATSAPP, server="", identity="42"))
PAGE = Messenger(Access(network=Network.MESSENGER, server="", identity="99"))


@pytest.fixture
def graph(settings: Any) -> Iterator[FakeGraph]:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeGraph()) as network:
        assert isinstance(network, FakeGraph)
        yield network


def open_number(graph: FakeGraph, identity: str = "42", **secrets: str) -> WhatsApp:
    return WhatsApp(Access(network=Network.WHATSAPP, server=graph.address, identity=identity, secrets={**SECRETS, **secrets}))


def open_page(graph: FakeGraph) -> Messenger:
    return Messenger(Access(network=Network.MESSENGER, server=graph.address, identity="99", secrets=SECRETS))


def test_only_the_app_can_have_signed_a_delivery() -> None:
    body = write_whatsapp(make_message())
    good = "sha256=" + __import__("hmac").new(APP_SECRET.encode(), body, "sha256").hexdigest()
    assert verify_signature(APP_SECRET, good, body)
    assert not verify_signature(APP_SECRET, good, body + b" ")
    assert not verify_signature("", "sha256=" + __import__("hmac").new(b"", body, "sha256").hexdigest(), body)
    for forged in ("", "sha256=", good.upper(), good[:-1], good.removeprefix("sha256="), "sha1=abc", "é" * 500, "\ud800"):
        assert not verify_signature(APP_SECRET, forged, body)


def test_a_message_of_whatsapp_is_read() -> None:
    [said] = NUMBER.read(write_whatsapp(make_message("Bonjour", context={"id": "wamid.OUT"})))
    assert isinstance(said, Arrived)
    assert (said.handle, said.shown_name, said.text, said.in_reply_to, said.is_public) == (
        "33612345678",
        "Zoé",
        "Bonjour",
        "wamid.OUT",
        False,
    )


@pytest.mark.parametrize(
    ("message", "text", "pieces"),
    [
        ({"type": "image", "image": {"id": "M1", "caption": "Un trou"}}, "Un trou", 1),
        ({"type": "document", "document": {"id": "M2", "filename": "facture.pdf"}}, "", 1),
        ({"type": "button", "button": {"text": "Oui", "payload": "x"}}, "Oui", 0),
        ({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "a", "title": "Mairie"}}}, "Mairie", 0),
        ({"type": "location", "location": {"latitude": 48.8, "longitude": 2.3, "name": "Ici"}}, "Ici (48.8, 2.3)", 0),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "", 0),
        ({"type": "text", "text": {"body": 5}}, "5", 0),
        ({"type": ["text"]}, "", 0),
    ],
)
def test_each_kind_of_message_is_read_as_far_as_it_says_something(message: dict[str, Any], text: str, pieces: int) -> None:
    [said] = NUMBER.read(write_whatsapp(make_message(**message)))
    assert isinstance(said, Arrived)
    assert (said.text, len(said.pieces)) == (text, pieces)


def test_reactions_and_events_of_other_numbers_are_nothing() -> None:
    assert NUMBER.read(write_whatsapp(make_message(type="reaction", reaction={"emoji": "x"}))) == []
    assert NUMBER.read(write_whatsapp(make_message(), number="43")) == []


def test_a_receipt_gives_our_own_key_back_and_says_why_it_failed() -> None:
    error = {"code": 131047, "title": "Re-engagement message"}
    status = {"id": "wamid.1", "status": "failed", "timestamp": "1796000000", "biz_opaque_callback_data": "KEY", "errors": [error]}
    [receipt] = NUMBER.read(write_whatsapp(statuses=(status,)))
    assert isinstance(receipt, Receipt)
    assert (receipt.reference, receipt.fate, receipt.key, receipt.trouble) == ("wamid.1", Fate.FAILED, "KEY", Trouble.WINDOW)


def test_messenger_is_read_with_its_echoes_and_receipts() -> None:
    echo = {"sender": {"id": "99"}, "recipient": {"id": "555"}, "message": {"mid": "m_9", "is_echo": True, "metadata": "KEY", "text": "x"}}
    delivered = {"sender": {"id": "555"}, "delivery": {"mids": ["m_9", 3, None], "watermark": 1}}
    pressed = {"sender": {"id": "555"}, "timestamp": 1, "postback": {"title": "Commencer", "payload": "GO"}}
    said, echoed, receipt, press = PAGE.read(write_messenger(make_messaging("Salut"), echo, delivered, pressed))
    assert isinstance(said, Arrived)
    assert (said.handle, said.text) == ("555", "Salut")
    assert isinstance(echoed, Receipt)
    assert (echoed.key, echoed.fate) == ("KEY", Fate.SENT)
    assert isinstance(receipt, Receipt)
    assert (receipt.reference, receipt.fate) == ("m_9", Fate.DELIVERED)
    assert isinstance(press, Arrived)
    assert press.text == "Commencer"
    assert PAGE.read(write_messenger(make_messaging(), page="98")) == []


@pytest.mark.parametrize("reader", [NUMBER, PAGE])
@pytest.mark.parametrize(
    "raw", [b"", b"{}", b'{"object": 3}', b'{"object": "instagram", "entry": []}', b"\0", b"[[[", b'{"entry": ' + b"[" * 90_000]
)
def test_what_is_not_of_this_network_is_unreadable(reader: WhatsApp | Messenger, raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        reader.read(raw)


@pytest.mark.parametrize("hole", [None, 3, "x", [], {}, [None], [[]], {"a": 1}])
@pytest.mark.parametrize(
    "path", [("entry",), ("entry", 0), ("entry", 0, "changes"), ("entry", 0, "changes", 0, "value", "messages", 0, "text")]
)
def test_a_delivery_with_anything_anywhere_is_read_without_an_exception(hole: Any, path: tuple[Any, ...]) -> None:
    document: Any = json.loads(write_whatsapp(make_message()))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = hole
    assert len(NUMBER.read(json.dumps(document).encode())) <= 1


def test_a_flood_in_one_delivery_is_bounded() -> None:
    many = [make_message(reference=f"wamid.{number}", text={"body": "x"}) for number in range(2_000)]
    assert len(NUMBER.read(write_whatsapp(*many))) == MOST_EVENTS


def test_a_text_leaves_with_our_key(graph: FakeGraph) -> None:
    key = uuid4()
    outgoing = Outgoing(key=key, handle="33612345678", text="Oui", in_reply_to="wamid.IN1")
    assert open_number(graph).send(outgoing) == "wamid.0"
    [said] = graph.sent
    assert (said["biz_opaque_callback_data"], said["context"], said["text"]["body"]) == (str(key), {"message_id": "wamid.IN1"}, "Oui")


def test_after_a_day_only_a_template_leaves(graph: FakeGraph) -> None:
    late = Outgoing(key=uuid4(), handle="33612345678", text="Oui", is_late=True)
    with pytest.raises(NetworkError) as failed:
        open_number(graph).send(late)
    assert (failed.value.trouble, graph.requests) == (Trouble.WINDOW, [])
    template = Template(name="reponse_prete", language="fr", values=("Zoé",))
    open_number(graph).send(Outgoing(key=uuid4(), handle="33612345678", text="", is_late=True, template=template))
    [said] = graph.sent
    assert said["template"]["components"] == [{"type": "body", "parameters": [{"type": "text", "text": "Zoé"}]}]


def test_a_page_answers_late_as_a_person(graph: FakeGraph) -> None:
    open_page(graph).send(Outgoing(key=uuid4(), handle="555", text="Oui"))
    open_page(graph).send(Outgoing(key=uuid4(), handle="555", text="Oui", is_late=True))
    assert [(each["messaging_type"], each.get("tag")) for each in graph.sent] == [("RESPONSE", None), ("MESSAGE_TAG", "HUMAN_AGENT")]


@pytest.mark.parametrize(
    ("fault", "trouble", "is_uncertain"),
    [
        ((401, graph_error(190)), Trouble.TOKEN, False),
        ((400, graph_error(131_047)), Trouble.WINDOW, False),
        ((400, graph_error(10, subcode=2_018_278)), Trouble.WINDOW, False),
        ((400, graph_error(131_026)), Trouble.GONE, False),
        ((400, graph_error(132_001)), Trouble.TEMPLATE, False),
        ((400, graph_error(100, subcode=33)), Trouble.IDENTITY, False),
        ((403, graph_error(200)), Trouble.RIGHTS, False),
        ((429, graph_error(130_429)), Trouble.BUSY, False),
        ((429, b"slow down"), Trouble.BUSY, False),
        ((500, graph_error(131_000)), Trouble.SERVER, True),
        ((502, b"<html>"), Trouble.SERVER, True),
        ((400, graph_error(987_654)), Trouble.REFUSED, False),
        ((400, {"error": "x"}), Trouble.UNEXPECTED, False),
        ((200, {"messages": "none"}), Trouble.UNEXPECTED, True),
        ((200, b""), Trouble.UNEXPECTED, True),
        ("cut", Trouble.UNREACHABLE, True),
    ],
)
def test_each_failure_has_its_words_and_says_what_it_leaves_open(
    graph: FakeGraph, fault: Any, trouble: Trouble, is_uncertain: bool
) -> None:
    graph.faults = [fault]
    with pytest.raises(NetworkError) as failed:
        open_number(graph).send(Outgoing(key=uuid4(), handle="33612345678", text="Oui"))
    assert (failed.value.trouble, failed.value.is_uncertain) == (trouble, is_uncertain)
    assert len(str(failed.value)) > 20


def test_a_text_beyond_the_limit_is_refused_before_anything_is_asked(graph: FakeGraph) -> None:
    for account, most in ((open_number(graph), 4_096), (open_page(graph), 2_000)):
        with pytest.raises(NetworkError) as failed:
            account.send(Outgoing(key=uuid4(), handle="1", text="x" * (most + 1)))
        assert failed.value.trouble == Trouble.TOO_LONG
    assert graph.requests == []


def test_a_trial_says_what_is_wrong(graph: FakeGraph) -> None:
    assert open_number(graph).check().shown_name == "+33 1 23 45 67 89"
    assert open_page(graph).check().shown_name == "Mairie de Ville"
    for account, trouble in (
        (open_number(graph, token="faux"), Trouble.TOKEN),
        (open_number(graph, identity="43"), Trouble.IDENTITY),
        (open_number(graph, app_secret=""), Trouble.RIGHTS),
    ):
        with pytest.raises(NetworkError) as failed:
            account.check()
        assert failed.value.trouble == trouble


def test_a_file_is_fetched_by_its_id_within_bounds(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph.media["M1"] = b"\xff\xd8 a picture"
    assert open_number(graph).fetch(Piece(place="M1")) == graph.media["M1"]
    monkeypatch.setattr(cloud, "LARGEST_FILE", 4)
    with pytest.raises(NetworkError) as failed:
        open_number(graph).fetch(Piece(place="M1"))
    assert failed.value.trouble == Trouble.TOO_LONG
