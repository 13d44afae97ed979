"""What was said in calls: messages of callers, and conversations."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from guichet.records.calls.models.lines import Line
from guichet.records.calls.words import RecordingPurpose, RecordingState
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING


class Recording(Separated):
    """What a caller said when nobody answered: his message.

    While it is `open` or `ended` it stands in packets on the disk of the machine that takes calls, under the name of the `call`; once it
    is `kept`, in `content`: MP3, sealed under the installation's key, `seconds` long. `reason_key`, `language` and `number`: what the
    contact is made of that it becomes.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True, default=uuid4)
    call = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="recordings")
    state = models.CharField(max_length=8, choices=RecordingState.choices, default=RecordingState.OPEN)
    reason_key = models.CharField(max_length=63)
    language = models.CharField(max_length=12)
    number = models.CharField(max_length=20, blank=True)
    content = models.BinaryField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Recording"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "call"], name="calls_recording_call"),
        ]


class CallRecording(Separated):
    """What a citizen said with agents in one call, who was told and did not object.

    While it is `open` or `ended` it stands in packets on the disk of the machine that takes calls; once it is `kept`, in `content`: MP3,
    sealed under the installation's key, `seconds` long. It goes at `erase_at`.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True, default=uuid4)
    call = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, related_name="call_recordings")
    purpose = models.CharField(max_length=12, choices=RecordingPurpose.choices)
    state = models.CharField(max_length=8, choices=RecordingState.choices, default=RecordingState.OPEN)
    content = models.BinaryField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField()

    objects = SeparatedQuerySet["CallRecording"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "call"], name="calls_callrecording_call"),
        ]
