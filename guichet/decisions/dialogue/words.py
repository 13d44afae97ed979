"""The script language: steps as data, each with the words it says in every language and, where they must differ, for a medium.

A script is a value that msgspec reads and writes: it is drafted, reviewed, published and rolled back as one document. A step names the
one that follows; where a script leads is looked at in `paths.py`, and what makes it fit to be published in `checks.py`.
"""

from enum import StrEnum
from functools import cached_property
from typing import Any, NewType

import msgspec

StepId = NewType("StepId", str)
Language = NewType("Language", str)
"""As in a page's `lang`: `fr`, `en`."""


class Medium(StrEnum):
    """How a script reaches somebody. Several channels may share one."""

    CHAT = "chat"
    PAGE = "page"
    KIOSK = "kiosk"
    SMS = "sms"
    VOICE = "voice"


class Word(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A value of the dialogue: immutable, compared by content, written without its defaults."""


class Wording(Word, frozen=True):
    """A text in one language. `media`: where a medium needs other words than all the others."""

    text: str
    media: dict[Medium, str] = msgspec.field(default_factory=dict)

    def on(self, medium: Medium) -> str:
        return self.media.get(medium, self.text)


Texts = dict[Language, Wording]


class Step(Word, frozen=True, tag=True, tag_field="do"):
    """One thing that a script does, named by its class."""


class Say(Step, frozen=True):
    text: Texts
    next: StepId


class Option(Word, frozen=True):
    """What may be chosen. `name` is what is kept as the answer; `words`: other ways to say it, per language.

    `vulnerable`: whoever chooses this declares that he needs a person: he gets one at once, whatever `next` says.
    """

    name: str
    text: Texts
    next: StepId
    words: dict[Language, tuple[str, ...]] = msgspec.field(default_factory=dict)
    vulnerable: bool = False


class Choose(Step, frozen=True, dict=True):
    """Options are numbered from 1 in their order, on every medium."""

    name: str
    text: Texts
    options: tuple[Option, ...]

    @cached_property
    def memory(self) -> dict[object, Any]:
        """What `understanding` and `rendering` work out about it once, however often it is asked. No part of its value."""
        return {}


class Kind(Word, frozen=True, tag=True, tag_field="kind"):
    """What an answer must be."""


class Number(Kind, frozen=True):
    """A whole number. It begins at 1: zero leads to a person, everywhere."""

    least: int = 1
    most: int = 999_999_999


class Day(Kind, frozen=True):
    """A date, at most so many days before and after the day of the answer."""

    days_before: int = 36_525
    days_after: int = 3_653


class PostalCode(Kind, frozen=True):
    """Five digits of a French commune, overseas included."""


class Reference(Kind, frozen=True):
    """Letters and digits in a shape: `9` stands for a digit, `A` for a letter, anything else for itself. Spaces, dots and hyphens that
    somebody writes or leaves out do not count."""

    shape: str


class Free(Kind, frozen=True):
    """Any words."""

    most: int = 1_000


class Address(Kind, frozen=True):
    """Where somebody can be sent a code: an e-mail address or a telephone number."""


class Code(Kind, frozen=True):
    """The six digits that were sent."""


Kinds = Number | Day | PostalCode | Reference | Free | Address | Code


class Ask(Step, frozen=True):
    name: str
    text: Texts
    kind: Kinds
    next: StepId


class LookUp(Step, frozen=True):
    """Ask `source` about the answers named in `arguments`; what it finds is kept under names of its own.

    `failed`: it took too long or made no sense, which is said, and never stops anybody.
    """

    source: str
    arguments: tuple[str, ...]
    found: StepId
    missing: StepId
    failed: StepId


class Answer(Step, frozen=True):
    """The one answer of an article, in its wording for the medium."""

    article: str
    next: StepId


class SendLink(Step, frozen=True):
    """`link`: a name that the organisation gave to an address."""

    link: str
    next: StepId
    failed: StepId


class RequestCallback(Step, frozen=True):
    done: StepId
    failed: StepId


class Identify(Step, frozen=True):
    """Have somebody prove that an address is his: `text` asks for it, a code goes there, and he gives the code back.

    `known`: he did, and look-ups may ask for the answer `VERIFIED`. `unknown`: no code could be sent, or none came back. It is said in the
    same words whether the address is known to us or not.
    """

    text: Texts
    known: StepId
    unknown: StepId


class Test(StrEnum):
    IS = "is"
    BEGINS = "begins"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class Case(Word, frozen=True):
    """When the answer `name` passes the test, the script goes on at `next`. Numbers are compared as numbers, dates as dates."""

    name: str
    test: Test
    value: str
    next: StepId


class Branch(Step, frozen=True):
    """The first case that holds."""

    cases: tuple[Case, ...]
    otherwise: StepId


class HandOver(Step, frozen=True):
    """A person takes over. `text` announces it; `reason`: another reason for the contact than the one it came with."""

    text: Texts
    reason: int | None = None


class End(Step, frozen=True):
    """`settled`: the script counts as having answered."""

    text: Texts
    settled: bool = True


VERIFIED = "verified"
"""The answer of this name is an address that a code proved; nothing else may be kept under it."""

Steps = Say | Choose | Ask | LookUp | Answer | SendLink | RequestCallback | Identify | Branch | HandOver | End
Question = Choose | Ask
Work = LookUp | SendLink | RequestCallback | Identify
"""Steps that wait until somebody else has done something."""


class Script(Word, frozen=True):
    """`person`: the hand-over to which whoever asks for a person is led, from wherever he is.

    `misunderstandings`: after so many in a row a person takes over.
    """

    languages: tuple[Language, ...]
    start: StepId
    person: StepId
    steps: dict[StepId, Steps]
    misunderstandings: int = 2

    def get(self, step: StepId) -> Steps | None:
        return self.steps.get(step)
