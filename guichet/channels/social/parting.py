"""One delivery of Meta's holds words of several people to several accounts: each is kept alone, so that it can be erased alone. Pure."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from guichet.channels.social.reading import get_object, get_text, list_objects, read_document
from guichet.channels.social.words import UnreadableError


class Part(NamedTuple):
    """One event, as a delivery of its own. The same event in another bundle has the same key."""

    key: str
    identity: str
    raw: bytes


def part(raw: bytes) -> list[Part]:
    """The events of a delivery; the whole as it came when it is none of Meta's."""
    try:
        document = read_document(raw)
    except UnreadableError:
        return [_whole(raw)]
    match get_text(document, "object"):
        case "whatsapp_business_account":
            return list(_part_whatsapp(document)) or [_whole(raw)]
        case "page":
            return list(_part_page(document)) or [_whole(raw)]
    return [_whole(raw)]


def _whole(raw: bytes) -> Part:
    return Part(sha256(raw).hexdigest(), "", raw)


def _write(identity: str, kind: str, entry: dict[str, Any]) -> Part:
    raw = json.dumps({"object": kind, "entry": [entry]}, sort_keys=True).encode()
    return Part(sha256(raw).hexdigest(), identity, raw)


def _part_whatsapp(document: dict[str, Any]) -> Iterator[Part]:
    for entry in list_objects(document, "entry"):
        for change in list_objects(entry, "changes"):
            value = get_object(change, "value")
            metadata = get_object(value, "metadata")
            for name in ("messages", "statuses"):
                for event in list_objects(value, name):
                    writer = event.get("from")
                    known = [each for each in list_objects(value, "contacts") if name == "messages" and each.get("wa_id") == writer]
                    alone = {"metadata": metadata, name: [event], **({"contacts": known} if known else {})}
                    yield _write(
                        get_text(metadata, "phone_number_id"),
                        "whatsapp_business_account",
                        {"changes": [{"field": "messages", "value": alone}]},
                    )


def _part_page(document: dict[str, Any]) -> Iterator[Part]:
    for entry in list_objects(document, "entry"):
        for event in list_objects(entry, "messaging"):
            yield _write(get_text(entry, "id"), "page", {"id": entry.get("id"), "messaging": [event]})
