"""Seats for a channel that is new to an organisation at work: which capacities would get some, and who works under them. Pure.

A capacity that has no room for a channel gets a few contacts of it, one unit each: what is written gives way to what cannot wait, so
nobody holds more at once than before. Whoever steers chooses among the capacities; nothing is given unasked.
"""

from collections.abc import Collection
from dataclasses import dataclass

from guichet.decisions.routing.words import LIVE, Channel
from guichet.records.directory.editing import Edit
from guichet.records.directory.exchange.writing import Content

SEATS: dict[Channel, int] = {Channel.EMAIL: 2, Channel.SMS: 2, Channel.SOCIAL: 2, Channel.LETTER: 1, Channel.MESSAGE: 2}
"""For each channel whose work can wait, how many at once."""
UNITS = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """A capacity that has no room for the channel. `agents`: the names of those who work under it. `is_likely`: they answer in writing
    already, or only what is written."""

    key: str
    agents: tuple[str, ...]
    is_likely: bool


def propose_seats(content: Content, channel: Channel) -> list[Proposal]:
    """Capacities somebody works under, those of most agents first."""
    proposals = []
    for key, entry in content.get("capacities", {}).items():
        agents = tuple(sorted(agent["name"] for agent in content.get("agents", {}).values() if agent["capacity"] == key))
        if agents and channel not in entry["channels"]:
            proposals.append(Proposal(key, agents, _writes(entry["channels"])))
    return sorted(proposals, key=lambda proposal: (-len(proposal.agents), proposal.key))


def give_seats(content: Content, channel: Channel, keys: Collection[str]) -> list[Edit]:
    """What gives seats of the channel to these capacities; one that has some already stays as it is."""
    capacities = content.get("capacities", {})
    chosen = {key: capacities[key] for key in keys if key in capacities and channel not in capacities[key]["channels"]}
    return [Edit("capacities", key, entry, _add(entry, channel)) for key, entry in chosen.items()]


def _add(entry: dict[str, dict[str, object]], channel: Channel) -> dict[str, object]:
    seat = {"most": SEATS[channel], "units": UNITS}
    return {**entry, "channels": {**entry["channels"], channel.value: seat}}


def _writes(channels: Collection[str]) -> bool:
    return Channel.CHAT in channels or any(channel not in LIVE for channel in channels)
