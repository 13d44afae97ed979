"""Answering a request in the fewest steps: JSON, with its status, never stored by anybody in between."""

import msgspec
from starlette.types import Send

encode = msgspec.json.Encoder().encode
JSON = (b"content-type", b"application/json")
NO_STORE = (b"cache-control", b"no-store")


async def answer(send: Send, status: int, value: msgspec.Struct, *headers: tuple[bytes, bytes]) -> None:
    """Send a value."""
    body = encode(value)
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [JSON, NO_STORE, length, *headers]})
    await send({"type": "http.response.body", "body": body})


async def answer_nothing(send: Send) -> None:
    """204: done, and nothing to say."""
    await send({"type": "http.response.start", "status": 204, "headers": [NO_STORE]})
    await send({"type": "http.response.body", "body": b""})
