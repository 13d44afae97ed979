"""What a script may hear, in the past tense."""

import msgspec

from guichet.decisions.dialogue.words import Medium, Word


class Input(Word, frozen=True, tag=True, tag_field="type"):
    """An input of the dialogue, named by its class."""


class Heard(Input, frozen=True):
    """What somebody wrote, said or keyed, as it came."""

    text: str


class Chosen(Input, frozen=True):
    """An option was pressed by its name."""

    option: str


class PersonWanted(Input, frozen=True):
    """A button for a person was pressed."""


class StayedSilent(Input, frozen=True):
    """Nothing came for as long as the medium waits."""


class WorkDone(Input, frozen=True):
    """What was to be done is done; `found` holds what a look-up found, None when there was nothing (or nobody was identified)."""

    found: dict[str, str] | None = msgspec.field(default_factory=dict)


class WorkFailed(Input, frozen=True):
    """It could not be done, took too long, or made no sense."""


class MediumChanged(Input, frozen=True):
    """The same person goes on elsewhere."""

    medium: Medium


Inputs = Heard | Chosen | PersonWanted | StayedSilent | WorkDone | WorkFailed | MediumChanged
