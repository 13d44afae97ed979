"""The form in which every hot door refuses, and the root of what goes over the wire."""

import msgspec


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """A value sent to a browser: every field is always present."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value received from a browser: a field we do not know is a mistake, and is said."""


class Refusal(Wire, frozen=True):
    """Every answer above 399: a stable kebab-case `code` for programs and a translated `message` for people."""

    code: str
    message: str
