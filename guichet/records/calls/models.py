"""Lines that citizens call, posts at which agents are rung, and legs: each end of each call."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.decisions.dialling.trial import Trouble
from guichet.decisions.dialling.words import Tariff, Zone
from guichet.records.calls.words import (
    LONGEST_AIM,
    LONGEST_RELAY,
    LegState,
    Manner,
    Part,
    PostKind,
    Purpose,
    RecordingPurpose,
    RecordingState,
    RelayKind,
    Side,
    Taping,
    TurnedAwayFor,
)
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Agent, Reason, Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING, Role


class Line(Separated):
    """A number that citizens call (E.164, or digits within a private exchange).

    `menu`: the keys of the reasons offered by its voice menu, in the order of their digits; `reason`: the one of those who choose none.
    `welcome` maps languages to the sentence that greets. `trunk`: where calls leave (`sip:host:port`), `username` and `secret` (sealed):
    how the operator knows us; `caller_id`: the number that we show. `announcement`: said to everybody before anything else, while it
    lasts. `takes_messages`: who is not answered may leave a message. `recorded_for`: what conversations are recorded for, each for
    `recorded_days`; empty: none is.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    number = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    menu = ArrayField(models.CharField(max_length=63), default=list)
    welcome = models.JSONField(default=dict)
    announcement = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    trunk = models.CharField(max_length=200, blank=True)
    username = models.CharField(max_length=100, blank=True)
    secret = models.BinaryField(null=True)
    caller_id = models.CharField(max_length=20, blank=True)
    takes_messages = models.BooleanField(default=False)
    recorded_for = models.CharField(max_length=12, choices=RecordingPurpose.choices, blank=True, default="", db_default="")
    recorded_days = models.PositiveSmallIntegerField(default=30, db_default=30)

    objects = SeparatedQuerySet["Line"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "number"], name="calls_line_number"),
        ]


class Post(Separated):
    """Where an agent is rung. A telephone registers as `username`; of its password only the digest that SIP asks for is kept."""

    readers = STEERING

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="post")
    kind = models.CharField(max_length=12, choices=PostKind.choices, default=PostKind.BROWSER)
    username = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=32, blank=True)

    objects = SeparatedQuerySet["Post"].as_manager()


class Campaign(Separated):
    """A listening campaign: for a while, supervisors who are named may listen to calls of agents who were told.

    `teams`, `agents`, `lines` and `listeners` are ids; no line: all of them tell callers. `ended_at`: earlier than was declared.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    aim = models.CharField(max_length=LONGEST_AIM)
    teams = ArrayField(models.BigIntegerField(), default=list)
    agents = ArrayField(models.BigIntegerField(), default=list)
    lines = ArrayField(models.BigIntegerField(), default=list)
    listeners = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    declared_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["Campaign"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-ends_at"], condition=models.Q(ended_at__isnull=True), name="calls_campaigns_on"),
        ]


class CampaignSight(Separated):
    """A campaign was shown on the desk of an agent whom it concerns, for the first time then."""

    readers = STEERING

    pk = models.CompositePrimaryKey("campaign_id", "agent_id")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="sights")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    seen_at = models.DateTimeField()

    objects = SeparatedQuerySet["CampaignSight"].as_manager()


class RelayService(Separated):
    """Operators who interpret between a deaf citizen, in their own application, and our agents on the telephone.

    `address`: their page, for citizens. `calls_from`: their numbers, by which their calls are known; `number`: the one by which they are
    asked in, empty for none; all E.164.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    name = models.CharField(max_length=LONGEST_RELAY)
    kinds = ArrayField(models.CharField(max_length=16, choices=RelayKind.choices), default=list)
    address = models.CharField(max_length=300)
    calls_from = ArrayField(models.CharField(max_length=16), default=list)
    number = models.CharField(max_length=16, blank=True)
    is_active = models.BooleanField(default=True)

    objects = SeparatedQuerySet["RelayService"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="calls_relayservice_name"),
        ]


class Leg(Separated):
    """One end of a call. `call` is what its legs have in common; `process` is the voice process that holds it.

    `number`: of the citizen or the one outside, E.164, empty when it is withheld. `offer` and `answer` describe media, while a browser
    is rung. `dialog`: what another process needs to end it properly. `quality`: how it sounds to others (`sounding`, percent lost, jitter
    in ms). `account`, `campaign` and `manner`: of a supervisor who listens. `is_told`: the citizen heard that he may be listened to.
    `taping`: of the citizen, whether his conversation is recorded. `mixes`: of an agent, whether three could be joined when it was last
    looked at. `relay`: whose interpreter is at this end; where that is the citizen's, `number` is empty or the relay's own, never his.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True, default=uuid4)
    call = models.UUIDField()
    process = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="legs")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    manner = models.CharField(max_length=8, choices=Manner.choices, blank=True, default="", db_default="")
    is_told = models.BooleanField(default=False, db_default=False)
    taping = models.CharField(max_length=8, choices=Taping.choices, blank=True, default="", db_default="")
    relay = models.ForeignKey(RelayService, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    mixes = models.BooleanField(default=True, db_default=True)
    side = models.CharField(max_length=8, choices=Side.choices)
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.MAIN)
    post = models.CharField(max_length=12, choices=PostKind.choices, blank=True)
    state = models.CharField(max_length=8, choices=LegState.choices)
    number = models.CharField(max_length=20, blank=True)
    offer = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    dialog = models.JSONField(default=dict)
    quality = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=30, blank=True)

    objects = SeparatedQuerySet["Leg"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=models.Q(ended_at__isnull=True), name="calls_leg_open"),
            models.Index(fields=["call"], name="calls_leg_call"),
        ]


class RelayedCall(Separated):
    """A callback that goes through a relay service: its number is called, and its interpreter is given the citizen's."""

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="relayed")
    relay = models.ForeignKey(RelayService, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["RelayedCall"].as_manager()


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


def list_usual_zones() -> list[str]:
    return [Zone.FRANCE, Zone.OVERSEAS, Zone.EUROPE]


class CallingRules(Separated):
    """What an organisation lets its agents call by its trunks; one row each, made when it is first asked for.

    `emergency_line`: by whose trunk emergency numbers leave; none: they cannot be called. `zones`, `prefixes` and `callers` as in
    `decisions.dialling`. Prices of a minute and caps are in ten-thousandths of a euro; an empty price: nobody has said one; an empty cap:
    there is none. `day_told_on` and `month_told_on`: the day and the first of the month for which it was told that the cap is reached.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    emergency_line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    zones = ArrayField(models.CharField(max_length=12), default=list_usual_zones)
    prefixes = ArrayField(models.CharField(max_length=15), default=list)
    callers = ArrayField(models.CharField(max_length=20), default=list)
    landline_price = models.PositiveIntegerField(null=True)
    mobile_price = models.PositiveIntegerField(null=True)
    abroad_price = models.PositiveIntegerField(null=True)
    day_cap = models.PositiveBigIntegerField(null=True)
    month_cap = models.PositiveBigIntegerField(null=True)
    day_told_on = models.DateField(null=True)
    month_told_on = models.DateField(null=True)

    objects = SeparatedQuerySet["CallingRules"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], name="calls_callingrules_once"),
        ]


class Outlay(Separated):
    """What a call that we made costs, estimated: nothing of whom it was to. Its id is that of its leg.

    `price` of a minute, and `cost` once it is over, in ten-thousandths of a euro.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True)
    tariff = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Tariff])
    price = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cost = models.PositiveBigIntegerField(default=0)

    objects = SeparatedQuerySet["Outlay"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "began_at"], name="calls_outlay_began")]


class TrialCall(Separated):
    """A test call that an administrator asked for on a line: how far it came and what it showed. Its id is that of its leg.

    `number` is what was typed, until it is over; `process` makes the call; `code`: what the other side refused with; `refusal`: the code
    of the rule that held it back. One at a time.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    number = models.CharField(max_length=40, blank=True)
    process = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    code = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Trouble], blank=True)
    refusal = models.CharField(max_length=30, blank=True)
    is_heard = models.BooleanField(default=False)
    has_key = models.BooleanField(default=False)

    objects = SeparatedQuerySet["TrialCall"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(ended_at__isnull=True), name="calls_trialcall_one"),
        ]


class TurnedAway(Separated):
    """A call that reached no line, counted: which number was called, as it was sent, and from which address. Nothing of who called."""

    readers = frozenset({Role.ADMINISTRATOR})

    why = models.CharField(max_length=8, choices=TurnedAwayFor.choices)
    called = models.CharField(max_length=40)
    source = models.CharField(max_length=45)
    times = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    objects = SeparatedQuerySet["TurnedAway"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "why", "called", "source"], name="calls_turnedaway_once"),
        ]
