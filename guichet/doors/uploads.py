"""Files at the hot doors: received in pieces onto the disk of this machine, kept in the database in one go, handed out in pieces.

A file travels as the whole body of its request, declared as `application/octet-stream` (no form of another site can send that), its key
and name in the address: `?key=...&name=...`. What arrives is looked at in `records.contacts.sniffing`; what it is called there or
declared as decides nothing.
"""

import asyncio
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import parse_qs, quote
from uuid import UUID

import msgspec
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, ContactId
from guichet.doors.bodies import get_header
from guichet.doors.machinery import get_machinery
from guichet.doors.reader import read
from guichet.doors.refusals import MalformedError, SlowError, UnsupportedFileTypeError
from guichet.records.contacts.errors import FileTooLargeError, NoSuchFileError
from guichet.records.contacts.files import PART, Kept, Upload, add_file, check_room, find_sent
from guichet.records.contacts.statements import FIND_FILE, GET_FILE_PART
from guichet.records.contacts.words import LARGEST_FILE, Author

IN_MEMORY = 256 * 1024
"""Bytes of an arriving file above which it goes to the disk."""
ARRIVING_SECONDS = 300.0
"""Ten megabytes on a slow line; whoever takes longer is holding a place."""
LONGEST_SAID = 1_000
"""Characters of a name as it is said; it is made shorter."""
HEADERS = [
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
]
"""A file is somebody's: no browser may take it for a page of ours, run it, or show it inside another site."""


class Stranger(msgspec.Struct, frozen=True):
    """Who sends a file into which contact."""

    organisation: int
    contact: ContactId
    author: Author
    agent: AgentId | None = None


async def take_file(scope: Scope, receive: Receive, sender: Stranger) -> Kept:
    """Receive a file and keep it with its line. The same key again is answered as the first time.

    :raises RefusedError: it may not be sent here. :raises ClientDisconnect: it was cut off on the way; nothing is kept.
    """
    key, name = read_address(scope)
    archive = get_machinery(scope).archive
    place = (sender.organisation, sender.contact)
    sent = await archive.ask(sender.organisation, find_sent, *place, key)
    if sent is not None:
        await _receive(scope, receive, lambda _: None)
        return sent
    await archive.ask(sender.organisation, check_room, *place, sender.author, sender.agent)
    with SpooledTemporaryFile(IN_MEMORY) as content:
        await _receive(scope, receive, content.write)
        upload = Upload(key=key, author=sender.author, name=name, content=cast(BinaryIO, content), agent=sender.agent)
        return await archive.ask(sender.organisation, add_file, *place, upload)


def read_address(scope: Scope) -> tuple[UUID, str]:
    """The key and the name of a file that arrives.

    :raises UnsupportedFileTypeError: it is not declared as a file. :raises MalformedError: no key, or no such address.
    """
    if get_header(scope, b"content-type").partition(";")[0].strip().lower() != "application/octet-stream":
        raise UnsupportedFileTypeError
    try:
        said = parse_qs(scope["query_string"].decode("ascii"), errors="replace", max_num_fields=10)
        return UUID(said["key"][0]), said.get("name", [""])[0][:LONGEST_SAID]
    except (ValueError, LookupError) as error:
        raise MalformedError(detail="a file needs ?key=<uuid>&name=<name>") from error


async def _receive(scope: Scope, receive: Receive, write: Callable[[bytes], object]) -> None:
    """Take the body in as it comes, no more than a file may have.

    :raises FileTooLargeError: it has more, or says so. :raises SlowError: it does not come to an end.
    """
    declared = get_header(scope, b"content-length")
    if declared.isdecimal() and int(declared[:18]) > LARGEST_FILE:
        raise FileTooLargeError
    left = LARGEST_FILE
    try:
        async with asyncio.timeout(ARRIVING_SECONDS):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                left -= len(message.get("body", b""))
                if left < 0:
                    raise FileTooLargeError
                write(message.get("body", b""))
                more = message.get("more_body", False)
    except TimeoutError as error:
        raise SlowError from error


async def hand_out(scope: Scope, send: Send, organisation: int, contact: ContactId, agent: AgentId | None = None) -> None:
    """Send the file that the address names. :param agent: it is his only when he owns or last owned the contact.

    :raises NoSuchFileError: the contact has none of that id, or it is not his.
    """
    pool = get_machinery(scope).pool
    file = get_file_id(scope)
    rows = await read(pool, organisation, FIND_FILE, contact=contact, file=file)
    if not rows or (agent is not None and rows[0][3] != agent):
        raise NoSuchFileError
    [(name, media_type, size, _)] = rows
    headers = [(b"content-type", media_type.encode()), (b"content-length", str(size).encode()), write_disposition(name), *HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for place in range(-(-size // PART)):
        parts = await read(pool, organisation, GET_FILE_PART, file=file, place=place)
        if not parts:
            raise ConnectionAbortedError("the file was erased while it was sent")
        await send({"type": "http.response.body", "body": bytes(parts[0][0]), "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def get_file_id(scope: Scope) -> UUID:
    """:raises NoSuchFileError: it is no id at all."""
    try:
        return UUID(scope["path_params"]["file"])
    except (KeyError, ValueError) as error:
        raise NoSuchFileError from error


def write_disposition(name: str) -> tuple[bytes, bytes]:
    """RFC 6266: always to be saved, never shown; the name in ASCII for old programs and in UTF-8 for the others."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() and letter not in '"\\%' else "_" for letter in name)
    return b"content-disposition", f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}".encode()
