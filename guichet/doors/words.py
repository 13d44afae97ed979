"""The form in which every hot door refuses, and the root of what goes over the wire."""

from typing import Annotated

import msgspec

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
"""A row's id, within what a browser counts exactly."""
Number = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A message's number."""
Code = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=63)]
"""A stable kebab-case word: an outcome, a pause reason."""

Drafted = Annotated[str, msgspec.Meta(max_length=1_000)]
"""The end of what somebody has typed so far: as much as one reads while it is written, and as is told from process to process."""


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """A value sent to a browser: every field is always present."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value received from a browser: a field we do not know is a mistake, and is said."""


class Refusal(Wire, frozen=True):
    """Every answer above 399: a stable kebab-case `code` for programs and a translated `message` for people."""

    code: str
    message: str
