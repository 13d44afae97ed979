"""The people who answer, their teams and what they can do."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.accounts import Account
from guichet.records.directory.models.capacities import CapacityProfile
from guichet.records.directory.models.organisations import Keyed, KeyedQuerySet, Separated, SeparatedQuerySet, unique_key
from guichet.records.directory.models.places import Site, Territory
from guichet.records.directory.models.skills import Skill, level_between_1_and_5
from guichet.records.directory.words import STEERING


class Team(Keyed):
    readers = STEERING

    name = models.CharField(max_length=200)

    objects = KeyedQuerySet["Team"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_team")]


class Agent(Keyed):
    """Somebody to whom contacts are routed. An account gives him a desk; without one he is only planned."""

    readers = STEERING

    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="agent")
    name = models.CharField(max_length=200)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="agents")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="agents")
    capacity = models.ForeignKey(CapacityProfile, on_delete=models.PROTECT, db_constraint=False, related_name="agents")
    removed_at = models.DateTimeField(null=True)

    objects = KeyedQuerySet["Agent"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_agent")]


class AgentSkill(Separated):
    readers = STEERING

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, db_constraint=False, related_name="agents")
    level = models.PositiveSmallIntegerField()

    objects = SeparatedQuerySet["AgentSkill"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "agent", "skill"], name="directory_agentskill_once"),
            level_between_1_and_5("directory_agentskill"),
        ]


class AgentTerritory(Separated):
    """A territory that the agent covers, with all below it. An agent without any covers everywhere."""

    readers = STEERING

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, related_name="territories")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, db_constraint=False, related_name="agents")

    objects = SeparatedQuerySet["AgentTerritory"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "agent", "territory"], name="directory_agentterritory_once")
        ]
