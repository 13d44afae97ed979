"""Bencode, in which rtpengine is spoken to: texts, whole numbers, lists and dictionaries.

Source: BEP 3; rtpengine's "The ng Control Protocol".
"""

from collections.abc import Mapping

Value = str | bytes | int | list["Value"] | dict[str, "Value"]
DEEPEST = 32


class BencodeError(ValueError):
    """It is no bencode."""


def encode(value: object) -> bytes:
    """:raises TypeError: the value holds something else than texts, whole numbers, lists and dictionaries."""
    match value:
        case bytes():
            return b"%d:%b" % (len(value), value)
        case str():
            return encode(value.encode())
        case bool():
            raise TypeError(type(value))
        case int():
            return b"i%de" % value
        case list() | tuple():
            return b"l" + b"".join(encode(each) for each in value) + b"e"
        case Mapping():
            return b"d" + b"".join(encode(str(name)) + encode(value[name]) for name in sorted(value)) + b"e"
        case _:
            raise TypeError(type(value))


def decode(data: bytes) -> Value:
    """Texts that are UTF-8 come as `str`, others as `bytes`. :raises BencodeError: it is none, or something follows it."""
    value, end = _read(data, 0, 0)
    if end != len(data):
        raise BencodeError(f"something follows at {end}")
    return value


def _read(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    if depth > DEEPEST:
        raise BencodeError("too deep")
    match data[at : at + 1]:
        case b"i":
            end = data.find(b"e", at)
            return _read_number(data[at + 1 : end] if end > 0 else b""), end + 1
        case b"l":
            return _read_list(data, at + 1, depth)
        case b"d":
            items, end = _read_list(data, at + 1, depth)
            if len(items) % 2 or not all(isinstance(name, str) for name in items[::2]):
                raise BencodeError("a dictionary without names")
            return {str(name): value for name, value in zip(items[::2], items[1::2], strict=True)}, end
        case _:
            return _read_text(data, at)


def _read_list(data: bytes, at: int, depth: int) -> tuple[list[Value], int]:
    items: list[Value] = []
    while data[at : at + 1] != b"e":
        if at >= len(data):
            raise BencodeError("no end")
        item, at = _read(data, at, depth + 1)
        items.append(item)
    return items, at + 1


def _read_text(data: bytes, at: int) -> tuple[str | bytes, int]:
    colon = data.find(b":", at, at + 12)
    if colon < 0:
        raise BencodeError(f"nothing that is known at {at}")
    begin = colon + 1
    end = begin + _read_number(data[at:colon])
    text = data[begin:end]
    if end < begin or len(text) != end - begin:
        raise BencodeError("a text that is too short")
    try:
        return text.decode(), end
    except UnicodeDecodeError:
        return text, end


def _read_number(digits: bytes) -> int:
    if not digits.lstrip(b"-").isdigit() or len(digits) > 20:
        raise BencodeError("no number")
    return int(digits)
