"""Reading what a browser sent: capped, typed and without ambiguity, or refused with a sentence."""

import json
from typing import TypeVar

import msgspec
from starlette.types import Receive, Scope

from guichet.doors.refusals import MalformedError, TooLargeError, UnsupportedTypeError
from guichet.doors.words import Asked

LARGEST_BODY = 128 * 1024
"""Bytes: twenty thousand characters, each escaped, and room for the rest."""
HEADERS = "guichet.headers"
"""In the scope: the headers by name, once one was asked for."""

A = TypeVar("A", bound=Asked)


def get_header(scope: Scope, name: bytes) -> str:
    """The first header of that name (lower case); empty when there is none."""
    headers = scope.get(HEADERS)
    if headers is None:
        headers = scope[HEADERS] = dict(reversed(scope["headers"]))
    value: bytes = headers.get(name, b"")
    return value.decode("latin-1")


def get_cookie(scope: Scope, name: str) -> str:
    """The cookie of that name; empty when there is none."""
    prefix = name + "="
    for part in get_header(scope, b"cookie").split(";"):
        word = part.strip()
        if word.startswith(prefix):
            return word[len(prefix) :]
    return ""


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body.

    :raises UnsupportedTypeError: it is not declared as JSON (a form of another site could send it otherwise).
    :raises TooLargeError: more than `LARGEST_BODY`; what follows is not read.
    """
    if get_header(scope, b"content-type").partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedTypeError
    declared = get_header(scope, b"content-length")
    if declared.isdecimal() and int(declared[:12]) > LARGEST_BODY:
        raise TooLargeError
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body") and len(body) <= LARGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
    if len(body) > LARGEST_BODY:
        raise TooLargeError
    return body


def parse(body: bytes, decoder: msgspec.json.Decoder[A]) -> A:
    """Return the value asked.

    :raises MalformedError: it is not JSON of that form, or names a key twice (whoever checks and whoever acts could read two things).
    """
    try:
        asked = decoder.decode(body)
        refuse_doubles.decode(body.decode())
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MalformedError(detail=str(error)[:200]) from error
    return asked


def _refuse_doubles(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise MalformedError(detail="a key stands twice")


refuse_doubles = json.JSONDecoder(object_pairs_hook=_refuse_doubles)
