"""Files said in a conversation: what may be kept, under which name, and keeping it with its numbered line, both or neither.

The content stands in PostgreSQL in parts, away from the rows that are read all the time (ADR 7): every machine serves every file, a
backup is whole, and what is erased is gone.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID, uuid4

import msgspec
from django.db import connection, transaction

from guichet.decisions.routing.words import AgentId, ContactId, Instant
from guichet.records.contacts import statements
from guichet.records.contacts.actions import explain_refusal
from guichet.records.contacts.errors import FileTooLargeError, NoSuchContactError, TooManyFilesError
from guichet.records.contacts.sniffing import EXTENSIONS, sniff
from guichet.records.contacts.words import LARGEST_FILE, LARGEST_TOGETHER, LONGEST_NAME, MOST_FILES, Attachment, Author, MessageKind

PART = 256 * 1024
"""Bytes of one part."""
NAMELESS = "document"
FORBIDDEN = frozenset('<>:"/\\|?*')
"""What Windows cannot have in a name, and what leads elsewhere."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of what cannot be seen: controls, marks that turn the direction of writing, halves of pairs."""


class Upload(msgspec.Struct, frozen=True):
    """A file as somebody sends it. `content` can be sought; `name` is what he calls it."""

    key: UUID
    author: Author
    name: str
    content: BinaryIO
    agent: AgentId | None = None


class Kept(msgspec.Struct, frozen=True):
    """`is_new` is false when the same key had sent it before."""

    number: int
    at: Instant
    attachment: Attachment
    is_new: bool


def tidy_name(said: str, media_type: str) -> str:
    """Return a name that leads nowhere and shows what it is: the last part of a path, what can be seen of it, the true extension."""
    last = said.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if letter not in FORBIDDEN and unicodedata.category(letter) not in UNSEEN)
    stem, dot, extension = " ".join(seen.split()).rpartition(".")
    if not dot or len(extension) > 5 or " " in extension:
        stem = f"{stem}{dot}{extension}"
    true = EXTENSIONS[media_type]
    return f"{stem.strip(' .')[: LONGEST_NAME - 1 - len(true)] or NAMELESS}.{true}"


def add_file(organisation_id: int, contact: ContactId, upload: Upload) -> Kept:
    """Keep a file and its line. The content is written before the contact is locked: nobody's message waits for it.

    :raises RefusedError: its content is of no kind that is let in, it is too large, there is no room, or its author may not speak.
    """
    media_type = sniff(upload.content)
    size = upload.content.seek(0, 2)
    if size > LARGEST_FILE:
        raise FileTooLargeError
    attachment = Attachment(id=uuid4(), name=tidy_name(upload.name, media_type), type=media_type, size=size)
    place: dict[str, Any] = {"organisation_id": organisation_id, "contact": contact, "key": upload.key, "file": attachment.id}
    with transaction.atomic():
        sent = find_sent(organisation_id, contact, upload.key)
        if sent is not None:
            return sent
        check_room(organisation_id, contact, upload.author, upload.agent)
        if not _write(place, attachment, upload.content):
            return _get_sent(organisation_id, contact, upload.key)
        return _say(place, attachment, upload)


def find_sent(organisation_id: int, contact: ContactId, key: UUID) -> Kept | None:
    """What was sent before under this key."""
    with connection.cursor() as cursor:
        cursor.execute(statements.FIND_FILE_SENT, {"organisation_id": organisation_id, "contact": contact, "key": key})
        row = cursor.fetchone()
    if row is None:
        return None
    number, at, file, name, media_type, size = row
    return Kept(number, Instant(at), Attachment(id=file, name=name, type=media_type, size=size), False)


def check_room(organisation_id: int, contact: ContactId, author: Author, agent: AgentId | None) -> None:
    """Refuse early what could not be kept, before its content has travelled.

    :raises RefusedError: the author may not speak here now, or the contact holds as many files as it can.
    """
    with connection.cursor() as cursor:
        cursor.execute(statements.GET_ROOM_FOR_FILES, {"organisation_id": organisation_id, "contact": contact})
        row = cursor.fetchone()
    if row is None:
        raise NoSuchContactError
    state, owner, many, together = row
    if state not in ("waiting", "offered", "assigned", "interrupted", "asked", "merged") or (author == Author.AGENT and owner != agent):
        raise explain_refusal(state, author)
    if many >= MOST_FILES or together >= LARGEST_TOGETHER:
        raise TooManyFilesError


def _get_sent(organisation_id: int, contact: ContactId, key: UUID) -> Kept:
    """The file that another request with the same key has just sent."""
    sent = find_sent(organisation_id, contact, key)
    assert sent is not None  # noqa: S101 - a file and its line are committed together
    return sent


def _write(place: dict[str, Any], attachment: Attachment, content: BinaryIO) -> bool:
    """Store the content; False when the key is taken."""
    row = {**place, "name": attachment.name, "media_type": attachment.type, "size": attachment.size}
    with connection.cursor() as cursor:
        cursor.execute(statements.ADD_FILE, row)
        if not cursor.rowcount:
            return False
        for number, part in enumerate(_read_parts(content)):
            cursor.execute(statements.ADD_FILE_PART, {**place, "place": number, "content": part})
    return True


def _read_parts(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while part := content.read(PART):
        yield part


def _say(place: dict[str, Any], attachment: Attachment, upload: Upload) -> Kept:
    """Number the line. The contact is locked from here on, so that the room is counted exactly."""
    line = {
        **place,
        "contacts": [place["contact"]],
        "keys": [upload.key],
        "authors": [upload.author.value],
        "agents": [upload.agent],
        "kinds": [MessageKind.FILE.value],
        "texts": [""],
        "answers": [None],
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.LOCK_CONTACTS, line)
        cursor.execute(statements.GET_ROOM_FOR_FILES, place)
        [(_, _, many, together)] = cursor.fetchall()
        if many > MOST_FILES or together > LARGEST_TOGETHER:
            raise TooManyFilesError
        cursor.execute(statements.ADD_MESSAGES, line)
        [(_, number, at, _, state, _)] = cursor.fetchall()
    if number is None:
        raise explain_refusal(state, upload.author)
    return Kept(number, Instant(at), attachment, True)
