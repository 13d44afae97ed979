"""Lines that citizens call, posts at which agents are rung, and legs: each end of each call."""

from guichet.records.calls.models.campaigns import Campaign, CampaignSight
from guichet.records.calls.models.legs import Leg
from guichet.records.calls.models.lines import Line, Post, Registration
from guichet.records.calls.models.recordings import CallRecording, Recording
from guichet.records.calls.models.relays import RelayedCall, RelayService
from guichet.records.calls.models.rules import CallingRules, Outlay, list_usual_zones
from guichet.records.calls.models.trials import TrialCall, TurnedAway

__all__ = [
    "CallRecording",
    "CallingRules",
    "Campaign",
    "CampaignSight",
    "Leg",
    "Line",
    "Outlay",
    "Post",
    "Recording",
    "Registration",
    "RelayService",
    "RelayedCall",
    "TrialCall",
    "TurnedAway",
    "list_usual_zones",
]
