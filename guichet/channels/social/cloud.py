"""Meta's Cloud API: WhatsApp and Messenger (developers.facebook.com/docs/whatsapp/cloud-api, .../messenger-platform).

Neither takes a key that makes a sending harmless to repeat, but both give a word of ours back: WhatsApp in the receipts
(`biz_opaque_callback_data`), Messenger in the echo of what we sent (`metadata`). So an uncertain sending is never repeated, and decides
itself when that word comes.
"""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from guichet.channels.outward import Answered, Question
from guichet.channels.social.asking import ask_for_object, ask_network, with_token, write_json
from guichet.channels.social.meta_errors import explain, read_error
from guichet.channels.social.reading import (
    get_handle,
    get_name,
    get_object,
    get_reference,
    get_text,
    list_objects,
    read_document,
    read_seconds,
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

SERVER = "https://graph.facebook.com/v23.0"
MOST_WHATSAPP, MOST_MESSENGER = 4_096, 2_000
"""Characters of one text."""
LARGEST_FILE = 10_000_000
FATES = {"sent": Fate.SENT, "delivered": Fate.DELIVERED, "read": Fate.READ, "failed": Fate.FAILED}
WITH_FILES = ("image", "document", "audio", "video", "sticker", "voice")
EPOCH = datetime.fromtimestamp(0, UTC)


def verify_signature(secret: str, header: str, body: bytes) -> bool:
    """`X-Hub-Signature-256` over the bytes as they came, under the app's secret. Takes the same time for every wrong one."""
    good = "sha256=" + hmac.digest(secret.encode(), body, sha256).hex()
    return bool(secret) and hmac.compare_digest(good.encode(), header[:200].encode("utf-8", "replace"))


class WhatsApp:
    """A telephone number of ours. `identity` is its phone number id."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.server = (access.server or SERVER).rstrip("/")

    def read(self, raw: bytes) -> list[Event]:
        document = read_document(raw)
        if get_text(document, "object") != "whatsapp_business_account":
            raise UnreadableError("not of WhatsApp")
        events: list[Event] = []
        for entry in list_objects(document, "entry"):
            for change in list_objects(entry, "changes"):
                value = get_object(change, "value")
                if get_text(get_object(value, "metadata"), "phone_number_id") != self.access.identity:
                    continue
                events += _list_messages(value)
                events += _list_statuses(value)
        return events[:MOST_EVENTS]

    def send(self, outgoing: Outgoing) -> str:
        """:raises NetworkError: with `Trouble.WINDOW` when only a template may be sent."""
        if outgoing.template is None and outgoing.is_late:
            raise NetworkError(Trouble.WINDOW)
        if len(outgoing.text) > MOST_WHATSAPP:
            raise NetworkError(Trouble.TOO_LONG)
        message: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": outgoing.handle,
            "biz_opaque_callback_data": str(outgoing.key),
            **_write_content(outgoing),
        }
        if outgoing.in_reply_to and outgoing.template is None:
            message["context"] = {"message_id": outgoing.in_reply_to}
        said = ask_for_object(self._ask("POST", f"{quote(self.access.identity)}/messages", message), explain)
        reference = next((get_reference(each, "id") for each in list_objects(said, "messages")), "")
        if not reference:
            raise NetworkError(Trouble.UNEXPECTED, is_uncertain=True)
        return reference

    def check(self) -> Found:
        fields = "fields=display_phone_number,verified_name"
        number = ask_for_object(self._ask("GET", f"{quote(self.access.identity)}?{fields}"), explain)
        shown = get_text(number, "display_phone_number", 40)
        if not shown:
            raise NetworkError(Trouble.IDENTITY)
        if not self.access.secrets.get("app_secret"):
            raise NetworkError(Trouble.RIGHTS)
        return Found(identity=self.access.identity, shown_name=shown, most_text=MOST_WHATSAPP)

    def fetch(self, piece: Piece) -> bytes:
        """By its id: first where it lies, then the file, each with the token."""
        where = ask_for_object(self._ask("GET", quote(piece.place, safe="")), explain)
        size = where.get("file_size")
        if isinstance(size, int) and size > LARGEST_FILE:
            raise NetworkError(Trouble.TOO_LONG)
        headers = {**with_token(self.access.secrets.get("token", "")), "Accept": "*/*"}
        return ask_network(Question("GET", get_text(where, "url", 4_000), headers, most=LARGEST_FILE), explain).body

    def _ask(self, method: str, path: str, body: object = None) -> Question:
        return ask_graph(self.server, self.access, method, path, body)


class Messenger:
    """A page of ours. `identity` is its id."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.server = (access.server or SERVER).rstrip("/")

    def read(self, raw: bytes) -> list[Event]:
        document = read_document(raw)
        if get_text(document, "object") != "page":
            raise UnreadableError("not of Messenger")
        events: list[Event] = []
        for entry in list_objects(document, "entry"):
            if get_text(entry, "id") == self.access.identity:
                for each in list_objects(entry, "messaging"):
                    events += _read_messaging(each, self.access.identity)
        return events[:MOST_EVENTS]

    def send(self, outgoing: Outgoing) -> str:
        """After 24 hours as the word of a person (`HUMAN_AGENT`, up to seven days), for which Meta must have approved the app."""
        if len(outgoing.text) > MOST_MESSENGER:
            raise NetworkError(Trouble.TOO_LONG)
        kind = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if outgoing.is_late else {"messaging_type": "RESPONSE"}
        message = {
            "recipient": {"id": outgoing.handle},
            "message": {"text": outgoing.text, "metadata": str(outgoing.key)},
            **kind,
        }
        said = ask_for_object(ask_graph(self.server, self.access, "POST", f"{quote(self.access.identity)}/messages", message), explain)
        reference = get_reference(said, "message_id")
        if not reference:
            raise NetworkError(Trouble.UNEXPECTED, is_uncertain=True)
        return reference

    def check(self) -> Found:
        page = ask_for_object(ask_graph(self.server, self.access, "GET", f"{quote(self.access.identity)}?fields=name"), explain)
        if not get_name(page, "name"):
            raise NetworkError(Trouble.IDENTITY)
        if not self.access.secrets.get("app_secret"):
            raise NetworkError(Trouble.RIGHTS)
        return Found(identity=self.access.identity, shown_name=get_name(page, "name"), most_text=MOST_MESSENGER)

    def fetch(self, piece: Piece) -> bytes:
        """Where it lies is an address that needs no token."""
        return ask_network(Question("GET", piece.place, {"Accept": "*/*"}, most=LARGEST_FILE), _explain_file).body


def _explain_file(answered: Answered) -> NetworkError:
    return NetworkError(Trouble.SERVER if answered.status >= 500 else Trouble.GONE)


def ask_graph(server: str, access: Access, method: str, path: str, body: object = None) -> Question:
    headers = dict(with_token(access.secrets.get("token", "")))
    if body is not None:
        headers["Content-Type"] = "application/json"
    return Question(method, f"{server}/{path}", headers, None if body is None else write_json(body))


def _write_content(outgoing: Outgoing) -> dict[str, Any]:
    template = outgoing.template
    if template is None:
        return {"type": "text", "text": {"preview_url": False, "body": outgoing.text}}
    values = [{"type": "text", "text": value} for value in template.values]
    parts = [{"type": "body", "parameters": values}] if values else []
    return {"type": "template", "template": {"name": template.name, "language": {"code": template.language}, "components": parts}}


def _list_messages(value: dict[str, Any]) -> Iterator[Arrived]:
    names = {get_handle(each, "wa_id"): get_name(get_object(each, "profile"), "name") for each in list_objects(value, "contacts")}
    for message in list_objects(value, "messages"):
        reference, handle = get_reference(message, "id"), get_handle(message, "from")
        kind = get_text(message, "type")
        if not reference or not handle or kind in ("reaction", "system", "request_welcome"):
            continue
        content = get_object(message, kind)
        yield Arrived(
            reference=reference,
            handle=handle,
            shown_name=names.get(handle, ""),
            text=_read_content(kind, content),
            at=read_seconds(message.get("timestamp")) or EPOCH,
            in_reply_to=get_reference(get_object(message, "context"), "id"),
            pieces=_list_media(kind, content),
        )


def _read_content(kind: str, content: dict[str, Any]) -> str:
    match kind:
        case "text":
            return get_text(content, "body")
        case "button":
            return get_text(content, "text")
        case "interactive":
            chosen = get_object(content, "button_reply") or get_object(content, "list_reply")
            return get_text(chosen, "title")
        case "location":
            place = ", ".join(part for part in (get_text(content, "name", 200), get_text(content, "address", 300)) if part)
            return f"{place} ({content.get('latitude')}, {content.get('longitude')})".strip()[:600]
        case _:
            return get_text(content, "caption")


def _list_media(kind: str, content: dict[str, Any]) -> tuple[Piece, ...]:
    place = get_text(content, "id", 300) if kind in WITH_FILES else ""
    return (Piece(place=place, name=get_text(content, "filename", 200) or kind),) if place else ()


def _list_statuses(value: dict[str, Any]) -> Iterator[Receipt]:
    for status in list_objects(value, "statuses"):
        fate, reference = FATES.get(get_text(status, "status")), get_reference(status, "id")
        if fate is None or not reference:
            continue
        error = next(list_objects(status, "errors"), None)
        yield Receipt(
            reference=reference,
            fate=fate,
            at=read_seconds(status.get("timestamp")) or EPOCH,
            key=get_text(status, "biz_opaque_callback_data", 100),
            trouble=read_error(error).trouble if error is not None else None,
        )


def _read_messaging(event: dict[str, Any], own: str) -> Iterator[Event]:
    sender, message = get_handle(get_object(event, "sender"), "id"), get_object(event, "message")
    at = read_seconds(event.get("timestamp"), 1_000) or EPOCH
    delivery, postback = get_object(event, "delivery"), get_object(event, "postback")
    reference = get_reference(message, "mid")
    if message.get("is_echo") is True:
        if reference:
            yield Receipt(reference=reference, fate=Fate.SENT, at=at, key=get_text(message, "metadata", 100))
    elif reference and sender and sender != own:
        pieces = tuple(_list_attachments(message))
        answered = get_reference(get_object(message, "reply_to"), "mid")
        yield Arrived(
            reference=reference, handle=sender, shown_name="", text=get_text(message, "text"), at=at, in_reply_to=answered, pieces=pieces
        )
    elif postback and sender and sender != own:
        reference = get_reference(postback, "mid") or f"postback-{sender}-{event.get('timestamp')}"[:200]
        yield Arrived(reference=reference, handle=sender, shown_name="", text=get_text(postback, "title"), at=at)
    for mid in delivery.get("mids") or () if isinstance(delivery.get("mids"), list) else ():
        if isinstance(mid, str) and 0 < len(mid) <= 250:
            yield Receipt(reference=mid, fate=Fate.DELIVERED, at=at)


def _list_attachments(message: dict[str, Any]) -> Iterator[Piece]:
    for attachment in list(list_objects(message, "attachments"))[:MOST_PIECES]:
        place = get_text(get_object(attachment, "payload"), "url", 4_000)
        if place.startswith("https://") and get_text(attachment, "type") in ("image", "file", "audio", "video"):
            yield Piece(place=place, name=get_text(attachment, "type"))
