"""Scripts, their versions, the links they may send, and the sessions of those who use them."""

from typing import ClassVar
from uuid import uuid4

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.decisions.dialogue.words import Medium
from guichet.decisions.dialogue.words import Script as Document
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Keyed, KeyedQuerySet, Labelled, Separated, SeparatedQuerySet
from guichet.records.directory.words import EVERYBODY, Role
from guichet.records.scripts.words import SessionState, VersionState


class Script(Keyed):
    """A self-service dialogue, the same for every channel. `media`: where it is switched on, as `Medium` says."""

    readers = EVERYBODY

    name = models.CharField(max_length=200)
    media = ArrayField(models.CharField(max_length=8, choices=[(each.value, each.value) for each in Medium]), default=list)
    created_at = models.DateTimeField()

    objects = KeyedQuerySet["Script"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="scripts_script_key"),
        ]


class ScriptReason(Separated):
    """The policy for one reason, by its key: a new version of the reason keeps it.

    `is_automated`: the script comes first; otherwise a person does, at once. `misunderstandings`: after so many in a row a person takes
    over. That somebody asks for a person, or declares himself vulnerable, always leads to one.
    """

    readers = EVERYBODY

    script = models.ForeignKey(Script, on_delete=models.CASCADE, db_constraint=False, related_name="reasons")
    reason_key = models.CharField(max_length=63)
    is_automated = models.BooleanField(default=True)
    misunderstandings = models.PositiveSmallIntegerField(default=2)

    objects = SeparatedQuerySet["ScriptReason"].as_manager()

    class Meta:
        db_table = "scripts_reason"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "reason_key"], name="scripts_one_for_a_reason"),
        ]


class ScriptVersion(Separated):
    """A whole script. Once submitted its document does not change any more.

    `document` is the JSON of `decisions.dialogue.words.Script`, as text: the order of its steps is the author's. `edition` counts the
    changes of a draft, `past` holds the documents before the last of them, the latest first. `writers` are the ids of all who changed it.
    `based_on` and `restores` are numbers of versions.
    """

    readers = EVERYBODY

    script = models.ForeignKey(Script, on_delete=models.CASCADE, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=VersionState.choices, default=VersionState.DRAFT)
    document = models.TextField()
    past = ArrayField(models.TextField(), default=list)
    edition = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="+")
    writers = ArrayField(models.BigIntegerField(), default=list)
    reviewer = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    based_on = models.PositiveIntegerField(null=True)
    restores = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["ScriptVersion"].as_manager()

    class Meta:
        db_table = "scripts_version"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "script", "number"], name="scripts_version_number"),
            models.UniqueConstraint(fields=["organisation", "script"], condition=models.Q(state="published"), name="scripts_one_published"),
        ]

    def read(self) -> Document:
        return msgspec.json.decode(self.document, type=Document)


class ScriptLink(Labelled):
    """An address under the name by which scripts send it."""

    readers = EVERYBODY

    address = models.CharField(max_length=500)

    objects = KeyedQuerySet["ScriptLink"].as_manager()

    class Meta:
        db_table = "scripts_link"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="scripts_link_key"),
        ]


class Proof(Separated):
    """A code that was sent to an address for somebody in a script: its digest, the wrong codes given since, and when the right one was."""

    readers: ClassVar[frozenset[Role]] = frozenset()

    session = models.ForeignKey("ScriptSession", on_delete=models.CASCADE, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=10)
    address = models.CharField(max_length=254)
    digest = models.BinaryField()
    wrong = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Proof"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "kind", "address", "sent_at"], name="scripts_proof_of"),
            models.Index(fields=["organisation", "sent_at"], name="scripts_proof_sent"),
        ]


class ScriptSession(Separated):
    """Somebody in a script, known by a pass or by his contact.

    `key` is its opener's: the same one again is the same session. `document` is the JSON of `decisions.dialogue.session.Session`,
    `pieces` what was said last, `lines` everything that was said, the citizen’s words included; all three hold answers. `keys` are those
    of the inputs that were taken, `turn` counts them. What stays when the answers are gone is for figures: how it ended, why it was
    handed over, how many questions were asked and misunderstood, and when the same browser came back about the same reason. `sms_word`: the
    number that sends us this word is where the session goes on.
    """

    readers = frozenset({Role.SUPERVISOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.UUIDField()
    version = models.ForeignKey(ScriptVersion, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    reason_key = models.CharField(max_length=63)
    medium = models.CharField(max_length=8)
    language = models.CharField(max_length=12)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    callback = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    document = models.TextField()
    pieces = models.TextField()
    lines = models.TextField(default="")
    keys = ArrayField(models.UUIDField(), default=list)
    turn = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=11, choices=SessionState.choices, default=SessionState.OPEN)
    why = models.CharField(max_length=13, blank=True)
    questions = models.PositiveIntegerField(default=0)
    misunderstood = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)
    sms_word = models.CharField(max_length=8, blank=True, default="")

    objects = SeparatedQuerySet["ScriptSession"].as_manager()

    class Meta:
        db_table = "scripts_session"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="scripts_session_key"),
            models.UniqueConstraint(fields=["organisation", "sms_word"], condition=~models.Q(sms_word=""), name="scripts_session_word"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "expires_at"], name="scripts_session_expires"),
            models.Index(fields=["contact"], condition=models.Q(contact__isnull=False), name="scripts_session_contact"),
        ]
