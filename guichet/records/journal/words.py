"""What is posted and what is kept: the JSON of inputs and of steps, and the check that neither carries free text."""

import re
from typing import NewType
from uuid import UUID

import msgspec

from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.words import Instant, Word
from guichet.records.journal.errors import FreeTextError

Seq = NewType("Seq", int)
"""The number of an entry: 1, 2, 3 ... for each organisation, without a gap."""

INBOX_CHANNEL = "guichet_inbox"
"""NOTIFY channel of posters; its payload is the organisation's id."""
JOURNAL_CHANNEL = "guichet_journal"
"""NOTIFY channel of the engine; its payload is `organisation:last seq`."""
TIMER_FIRED = "TimerFired"
"""The kind of an entry that no input caused."""

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}")
"""What the text of an input may look like: ids and kebab-case codes, never a sentence somebody typed."""


class Posted(Word, frozen=True):
    """The inbox row of a fact; `is_new` is false when the same input id had been posted before."""

    id: int
    is_new: bool


class Step(Word, frozen=True):
    """The body of an entry. No input: a timer fired."""

    decisions: tuple[Decision, ...]
    input: Input | None = None


class Entry(Word, frozen=True):
    """An entry of the journal, read back."""

    seq: Seq
    at: Instant
    input_id: UUID | None
    kind: str
    step: Step


encoder = msgspec.json.Encoder()
input_decoder: msgspec.json.Decoder[Input] = msgspec.json.Decoder(Input)
step_decoder: msgspec.json.Decoder[Step] = msgspec.json.Decoder(Step)


def encode_input(input: Input) -> str:
    """Return the JSON of an input.

    :raises FreeTextError: a field holds something else than an id or a code; what a person typed has no place in the journal.
    """
    for name in input.__struct_fields__:
        value = getattr(input, name)
        if isinstance(value, str) and not CODE.fullmatch(value):
            raise FreeTextError(kind=type(input).__name__, field=name)
    return encoder.encode(input).decode()
