"""What PostgreSQL can keep of a text, asked once for all rooms: neither a NUL nor half a surrogate pair, which is no text."""

from collections.abc import Mapping


def is_storable(value: object) -> bool:
    """Whether every text in a value can be kept and read again as it is; documents are looked through, their names too.

    A backslash followed by "u0000", as somebody may well type it, is a text like another.
    """
    match value:
        case str():
            return "\0" not in value and _is_text(value)
        case Mapping():
            return all(is_storable(name) and is_storable(each) for name, each in value.items())
        case list() | tuple():
            return all(is_storable(each) for each in value)
        case _:
            return True


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
