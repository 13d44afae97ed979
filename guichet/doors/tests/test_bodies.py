"""What a door reads from a browser, and what it allows."""

import asyncio
from typing import Any

import msgspec
import pytest

from guichet.doors.bodies import LARGEST_BODY, get_cookie, get_header, parse, read_body
from guichet.doors.limits import Allowance, Buckets, Turnstile
from guichet.doors.refusals import MalformedError, TooLargeError, TooManyError, UnsupportedTypeError
from guichet.doors.seats import unmask
from guichet.doors.words import Asked, Number


class Word(Asked, frozen=True):
    text: str
    number: Number = 0


decoder = msgspec.json.Decoder(Word)


def make_scope(**headers: str) -> dict[str, Any]:
    return {"headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}


def read(chunks: list[bytes], content_type: str = "application/json", **headers: str) -> bytes:
    """Read a body that comes in these chunks."""
    rest = list(chunks)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": rest.pop(0), "more_body": bool(rest)}

    return asyncio.run(read_body(make_scope(content_type=content_type, **headers), receive))


def test_a_body_in_pieces_is_read_whole() -> None:
    assert read([b'{"te', b'xt":', b'"a"}']) == b'{"text":"a"}'


def test_only_json_is_read() -> None:
    for content_type in ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"):
        with pytest.raises(UnsupportedTypeError):
            read([b"{}"], content_type)
    assert read([b"{}"], "Application/JSON; charset=utf-8") == b"{}"


def test_a_giant_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLargeError):
        read([], content_length=str(LARGEST_BODY + 1))
    with pytest.raises(TooLargeError):
        read([b"x" * LARGEST_BODY, b"x", b"never asked for"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b'{"text": NaN}',
        b'{"text": "a", "number": 1e400}',
        b'{"text": "a", "number": 99999999999999999999}',
        b'{"text": "a", "number": -1}',
        b'{"text": 1}',
        b'{"text": "a", "other": 1}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "\\ud800"}',
        b'{"text": "\xed\xa0\x80"}',
        b'{"text": "\xff"}',
        b'{"text": ' + b"[" * 50_000,
        b'{"other": ' + b'{"a":' * 50_000,
        b"[" * 100_000,
        b'{"text": "a"} {"text": "b"}',
        b'\xef\xbb\xbf{"text": "a"}',
    ],
)
def test_what_is_not_that_form_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse(body, decoder)


def test_cookies_and_headers_are_found_by_their_whole_name() -> None:
    scope = make_scope(cookie="xguichet=1; guichet=2 ;guichet3=3", host="h")
    assert (get_cookie(scope, "guichet"), get_cookie(scope, "other"), get_header(scope, b"host"), get_header(scope, b"x")) == (
        "2",
        "",
        "h",
        "",
    )


def test_a_bucket_fills_again_with_time() -> None:
    buckets = Buckets(Allowance(burst=2, per_second=1))
    buckets.take("a", 0)
    buckets.take("a", 0)
    with pytest.raises(TooManyError):
        buckets.take("a", 0.5)
    buckets.take("b", 0.5)
    buckets.take("a", 1.1)
    with pytest.raises(TooManyError):
        buckets.take("a", 1.2)


def test_who_is_sent_away_is_told_when_there_is_room_again() -> None:
    buckets = Buckets(Allowance(burst=1, per_second=1 / 600))
    buckets.take("a", 0)
    with pytest.raises(TooManyError) as refused:
        buckets.take("a", 60)
    assert refused.value.retry_after == 540
    buckets.take("a", 60 + 540)


def test_buckets_forget_who_was_not_seen_for_long() -> None:
    buckets = Buckets(Allowance(burst=1, per_second=0), most=3)
    for key in range(10):
        buckets.take(key, 0)
    assert list(buckets.levels) == [7, 8, 9]


def test_a_turnstile_lets_in_whoever_comes_after_one_left() -> None:
    turnstile = Turnstile(1)
    with turnstile.enter("a"), turnstile.enter("b"), pytest.raises(TooManyError), turnstile.enter("a"):
        pass
    with turnstile.enter("a"):
        assert turnstile.inside["a"] == 1
    assert not turnstile.inside


def test_a_token_is_unmasked_as_django_masks_it() -> None:
    from django.middleware.csrf import _mask_cipher_secret  # type: ignore[attr-defined]

    secret = "aB3" + "x" * 29
    assert unmask(_mask_cipher_secret(secret)) == secret
    assert unmask("!" * 64) == ""
