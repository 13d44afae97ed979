"""The voice of an organisation, what it said, and what the administration recorded itself."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models import Account, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class VoiceChoice(Separated):
    """Who speaks for an organisation: the voice of this `name` where it is installed and speaks the language, else the best there is.

    `pace` is in per cent. `lexicon` is what the administrator wrote. `music`: what is heard on hold, as it is played; empty: ours.
    `made_for` names all that prompts were last made from: while it is the same there is nothing to make. `trouble`: the code of what went
    wrong then. `edition` counts the savings.
    """

    readers = ADMINISTRATORS

    voice = models.CharField(max_length=64, blank=True)
    pace = models.PositiveSmallIntegerField(default=100)
    lexicon = models.TextField(blank=True)
    music = models.BinaryField(null=True)
    music_name = models.CharField(max_length=120, blank=True)
    edition = models.PositiveIntegerField(default=1)
    made_for = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField()

    objects = SeparatedQuerySet["VoiceChoice"].as_manager()

    class Meta:
        db_table = "prompts_choice"
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["organisation"], name="prompts_choice_one")]


class Prompt(Separated):
    """A text as a voice says it. `digest` names the text in words with its language, voice and pace; `key` the text alone.

    `audio` is A-law in Matroska, with packets of 20 ms.
    """

    readers = ADMINISTRATORS

    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    voice = models.CharField(max_length=64)
    audio = models.BinaryField()
    milliseconds = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    objects = SeparatedQuerySet["Prompt"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="prompts_prompt_once"),
        ]


class Recording(Separated):
    """A text as somebody recorded it: heard while exactly this `text` is said, and never for another. `place` says where it stood."""

    readers = ADMINISTRATORS

    key = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    text = models.TextField()
    place = models.CharField(max_length=200)
    audio = models.BinaryField()
    milliseconds = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["Recording"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="prompts_recording_once"),
        ]
