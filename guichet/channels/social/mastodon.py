"""Mastodon: mentions, public and direct, by its REST interface (docs.joinmastodon.org/methods).

A status carries an Idempotency-Key, which the server remembers for an hour: within `REPEAT_SECONDS` a sending whose end is unknown is
simply tried again. A text beyond the instance's limit becomes a thread of statuses, each with a key of its own.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from guichet.channels.outward import Answered, Question
from guichet.channels.social import lengths
from guichet.channels.social.asking import ask_for_object, ask_network, with_token, write_json, write_key
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
    tidy,
)
from guichet.channels.social.words import (
    LONGEST_SAID,
    MOST_PIECES,
    Access,
    Arrived,
    Event,
    Found,
    NetworkError,
    Outgoing,
    Piece,
    Trouble,
    UnreadableError,
)
from guichet.records.correspondence.pages import to_text

REPEAT_SECONDS = 50 * 60
MOST_FETCHED = 40
"""Notifications of one question; the server gives no more."""
MOST_PAGES = 50
"""Of one catching up: two thousand mentions. The next one goes on from there."""
LARGEST_FILE = 10_000_000
PUBLIC = frozenset({"public", "unlisted"})
"""What only followers may read is answered directly: our followers are others than theirs."""
USUAL_LENGTH, USUAL_URL = 500, 23


class Mastodon:
    """An account of ours at an instance. `most_text` and `url_length` as its trial found them."""

    def __init__(self, access: Access, most_text: int = USUAL_LENGTH, url_length: int = USUAL_URL) -> None:
        self.access = access
        self.server = access.server.rstrip("/")
        self.measure = lengths.Measure(most_text, url_length)

    def read(self, raw: bytes) -> list[Event]:
        """A notification, as the stream and the list of notifications give it. Only mentions by others are events."""
        notification = read_document(raw)
        if get_text(notification, "type") != "mention":
            if get_text(notification, "type"):
                return []
            raise UnreadableError("no notification")
        status = get_object(notification, "status")
        reference, handle = get_reference(status, "id"), get_handle(get_object(status, "account"), "acct")
        if not reference or not handle:
            raise UnreadableError("a mention without a status or a writer")
        if handle.casefold() == self.access.identity.casefold():
            return []
        at = read_date(status.get("created_at")) or datetime.fromtimestamp(0, UTC)
        writer = get_object(status, "account")
        return [
            Arrived(
                reference=reference,
                handle=handle,
                shown_name=get_name(writer, "display_name") or handle,
                text=self._read_text(status),
                at=at,
                is_public=get_text(status, "visibility") in PUBLIC,
                in_reply_to=get_reference(status, "in_reply_to_id"),
                pieces=tuple(_list_pieces(status)),
                is_automatic=writer.get("bot") is True,
            )
        ]

    def _read_text(self, status: dict[str, Any]) -> str:
        """Plain, under its content warning, without our own name at its head."""
        text = to_text(get_text(status, "content", 10 * LONGEST_SAID))
        for mention in list(list_objects(status, "mentions"))[:50]:
            name, acct, url = get_text(mention, "username"), get_handle(mention, "acct"), get_text(mention, "url")
            if name and acct:
                text = text.replace(f"@{name} ({url})", f"@{acct}")
        name = re.escape(self.access.identity.partition("@")[0])
        text = re.sub(rf"^@{name}(?:@[\w.\-]{{1,253}})?(?=[\s,:]|$)[\s,:]*", "", text, flags=re.IGNORECASE)
        warning = get_text(status, "spoiler_text", 500).strip()
        return tidy("\n\n".join(part for part in (warning, text.strip()) if part))[:LONGEST_SAID]

    def send(self, outgoing: Outgoing) -> str:
        """As one status, or a thread of them. Its reference is that of the first: what answers any of them is from the same person.

        :raises NetworkError: an uncertain one may be sent again with the same key for `REPEAT_SECONDS`.
        """
        mention = f"@{outgoing.handle} "
        reference, above = "", outgoing.in_reply_to
        for number, part in enumerate(lengths.split(outgoing.text, self.measure.less(lengths.count(mention, self.measure)))):
            status = {
                "status": mention + part,
                "visibility": "public" if outgoing.is_public else "direct",
                **({"in_reply_to_id": above} if above else {}),
            }
            above = self._post(status, write_key(outgoing.key, number))
            reference = reference or above
        return reference

    def _post(self, status: dict[str, str], key: str) -> str:
        headers = with_token(self.access.secrets.get("token", ""), Content_Type="application/json", Idempotency_Key=key)
        question = Question("POST", f"{self.server}/api/v1/statuses", headers, write_json(status))
        try:
            posted = ask_for_object(question, explain)
        except NetworkError as error:
            if error.trouble == Trouble.GONE and status.pop("in_reply_to_id", ""):
                return self._post(status, f"{key}-alone")  # what it answers was deleted: the person is still answered
            raise
        reference = get_reference(posted, "id")
        if not reference:
            raise NetworkError(Trouble.UNEXPECTED, is_uncertain=True)
        return reference

    def check(self) -> Found:
        """Whether the token is good and may do what is needed, and what the instance allows."""
        account = ask_for_object(self._ask("/api/v1/accounts/verify_credentials"), explain)
        name = get_handle(account, "acct")
        if not name:
            raise NetworkError(Trouble.UNEXPECTED)
        ask_network(self._ask("/api/v1/notifications?" + urlencode({"types[]": "mention", "limit": 1})), explain)
        self._check_scopes()
        instance = ask_for_object(Question("GET", f"{self.server}/api/v2/instance"), explain)
        statuses = get_object(get_object(instance, "configuration"), "statuses")
        urls = get_object(get_object(instance, "configuration"), "urls")
        return Found(
            identity=name,
            shown_name=f"@{name}@{get_text(instance, 'domain', 253) or urlsplit(self.server).hostname}",
            most_text=read_bound(statuses.get("max_characters"), USUAL_LENGTH),
            url_length=read_bound(statuses.get("characters_reserved_per_url"), USUAL_URL),
            streaming=get_text(urls, "streaming", 300),
        )

    def _check_scopes(self) -> None:
        """Whether the token may write, where the instance tells it (from 4.3 on)."""
        try:
            application = ask_for_object(self._ask("/api/v1/apps/verify_credentials"), explain)
        except NetworkError:
            return
        scopes = application.get("scopes")
        if isinstance(scopes, list) and scopes and not {"write", "write:statuses"} & {str(each) for each in scopes}:
            raise NetworkError(Trouble.RIGHTS)

    def list_mentions(self, after: str) -> Iterator[tuple[str, bytes]]:
        """Every mention after a notification of ours, the oldest first, with its id: nothing is skipped, however many there are.

        Without `after`, the latest ones only: what was answered elsewhere before is not begun anew.
        """
        for _page in range(MOST_PAGES if after else 1):
            asked = {"types[]": "mention", "limit": MOST_FETCHED, **({"min_id": after} if after else {})}
            page = ask_network(self._ask("/api/v1/notifications?" + urlencode(asked)), explain).read_json()
            if not isinstance(page, list):
                raise NetworkError(Trouble.UNEXPECTED)
            found = [each for each in page[:MOST_FETCHED] if isinstance(each, dict) and get_reference(each, "id")]
            for notification in sorted(found, key=lambda each: _order(get_reference(each, "id"))):
                after = get_reference(notification, "id")
                yield after, write_json(notification)
            if len(page) < MOST_FETCHED or not found:
                return

    def fetch(self, piece: Piece) -> bytes:
        return ask_network(Question("GET", piece.place, {"Accept": "*/*"}, most=LARGEST_FILE), explain).body

    def _ask(self, path: str) -> Question:
        return Question("GET", f"{self.server}{quote(path, safe='/?=&%[]')}", with_token(self.access.secrets.get("token", "")))


def _order(reference: str) -> tuple[int, str]:
    """Ids are numbers without an end: the longer one is the later."""
    return len(reference), reference


def _list_pieces(status: dict[str, Any]) -> Iterator[Piece]:
    for attachment in list(list_objects(status, "media_attachments"))[:MOST_PIECES]:
        place = get_text(attachment, "url", 2_000)
        if place.startswith("https://"):
            name = urlsplit(place).path.rpartition("/")[2][:200]
            yield Piece(place=place, name=name, description=get_text(attachment, "description", 1_500))


def explain(answered: Answered) -> NetworkError:
    """What an answer other than good means (docs.joinmastodon.org/entities/Error)."""
    match answered.status:
        case 401:
            return NetworkError(Trouble.TOKEN)
        case 403:
            return NetworkError(Trouble.RIGHTS)
        case 404 | 410:
            return NetworkError(Trouble.GONE)
        case 422:
            return NetworkError(Trouble.REFUSED)
        case 429:
            return NetworkError(Trouble.BUSY, wait_seconds=get_wait(answered, time.time()))
        case status if status >= 500:
            return NetworkError(Trouble.SERVER, is_uncertain=True, wait_seconds=answered.get_wait(time.time()))
        case _:
            return NetworkError(Trouble.UNEXPECTED)


def get_wait(answered: Answered, now: float) -> float:
    """Until `X-RateLimit-Reset`, an instant in ISO 8601; five minutes, the length of most limits, when it does not say."""
    reset = read_date(answered.headers.get("x-ratelimit-reset", ""))
    return min(max(reset.timestamp() - now, 1.0), 3_600.0) if reset else answered.get_wait(now) or 300.0
