"""Any other network, by a bridge that somebody writes: signed webhooks both ways (`signing`), documented in docs/channels/social.md.

The bridge must take a message with the same `webhook-id` once: an uncertain sending is repeated with it.
"""

import time

from guichet.channels import signing
from guichet.channels.outward import Answered, Question
from guichet.channels.social.asking import ask_for_object, ask_network, write_json
from guichet.channels.social.reading import (
    get_handle,
    get_name,
    get_object,
    get_reference,
    get_text,
    list_objects,
    read_bound,
    read_date,
    read_document,
)
from guichet.channels.social.words import (
    MOST_EVENTS,
    MOST_PIECES,
    Access,
    Arrived,
    Event,
    Fate,
    Found,
    NetworkError,
    Outgoing,
    Piece,
    Receipt,
    Trouble,
    UnreadableError,
)

MOST_TEXT = 5_000
LARGEST_FILE = 10_000_000


class Webhook:
    """A bridge of somebody's. `server` is the address to which we post, `identity` the name of the network that it stands for."""

    def __init__(self, access: Access, most_text: int = MOST_TEXT) -> None:
        self.access = access
        self.most_text = most_text

    def read(self, raw: bytes) -> list[Event]:
        """One event, or several under `events`."""
        document = read_document(raw)
        events = list(list_objects(document, "events")) if "events" in document else [document]
        return [_read_event(each) for each in events[:MOST_EVENTS]]

    def send(self, outgoing: Outgoing) -> str:
        if len(outgoing.text) > self.most_text:
            raise NetworkError(Trouble.TOO_LONG)
        message = {
            "type": "message",
            "to": outgoing.handle,
            "text": outgoing.text,
            "public": outgoing.is_public,
            "in_reply_to": outgoing.in_reply_to or None,
        }
        said = ask_network(self._write(str(outgoing.key), message), explain).read_json()
        return get_reference(said, "id") or str(outgoing.key)

    def check(self) -> Found:
        """A bridge answers `{"type": "check"}` with its name and how much one message may hold."""
        said = ask_for_object(self._write(f"check-{time.time_ns()}", {"type": "check"}), explain)
        most = read_bound(said.get("most_text"), MOST_TEXT)
        name = get_name(said, "name") or self.access.identity
        return Found(identity=self.access.identity, shown_name=name, most_text=min(most, MOST_TEXT))

    def fetch(self, piece: Piece) -> bytes:
        return ask_network(Question("GET", piece.place, {"Accept": "*/*"}, most=LARGEST_FILE), explain).body

    def _write(self, identifier: str, message: dict[str, object]) -> Question:
        body = write_json(message)
        secret = self.access.secrets.get("secret", "")
        if not secret:
            raise NetworkError(Trouble.SIGNATURE)
        headers = {"Content-Type": "application/json", **signing.sign(secret, identifier, int(time.time()), body)}
        return Question("POST", self.access.server, headers, body)


def _read_event(event: dict[str, object]) -> Event:
    """:raises UnreadableError: it is neither a message nor a receipt, or lacks what one must have."""
    reference, at = get_reference(event, "id"), read_date(event.get("at"))
    if not reference or at is None:
        raise UnreadableError("an event without id or instant")
    if get_text(event, "type") == "receipt":
        try:
            return Receipt(reference=reference, fate=Fate(get_text(event, "state")), at=at, key=get_text(event, "key", 100))
        except ValueError as error:
            raise UnreadableError("a receipt of an unknown state") from error
    writer = get_object(event, "from")
    handle = get_handle(writer, "id")
    if get_text(event, "type") != "message" or not handle:
        raise UnreadableError("neither a message of somebody nor a receipt")
    files = list(list_objects(event, "files"))[:MOST_PIECES]
    return Arrived(
        reference=reference,
        handle=handle,
        shown_name=get_name(writer, "name"),
        text=get_text(event, "text"),
        at=at,
        is_public=event.get("public") is True,
        in_reply_to=get_reference(event, "in_reply_to"),
        pieces=tuple(
            Piece(place=get_text(each, "url", 2_000), name=get_text(each, "name", 200))
            for each in files
            if get_text(each, "url").startswith("https://")
        ),
        is_automatic=event.get("automatic") is True,
    )


def explain(answered: Answered) -> NetworkError:
    match answered.status:
        case 401 | 403:
            return NetworkError(Trouble.SIGNATURE)
        case 404 | 405:
            return NetworkError(Trouble.UNEXPECTED)
        case 410:
            return NetworkError(Trouble.GONE)
        case 413:
            return NetworkError(Trouble.TOO_LONG)
        case 429:
            return NetworkError(Trouble.BUSY, wait_seconds=answered.get_wait(time.time()) or 60.0)
        case status if status >= 500:
            return NetworkError(Trouble.SERVER, is_uncertain=True, wait_seconds=answered.get_wait(time.time()))
        case status if 300 <= status < 400:
            return NetworkError(Trouble.UNEXPECTED)
        case _:
            return NetworkError(Trouble.REFUSED)
