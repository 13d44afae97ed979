"""Relay services, where the telephone is spoken of: deaf and hard-of-hearing people call through them, at the same hours as everybody."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.routing.words import Channel
from guichet.records.calls.models import RelayService
from guichet.records.calls.relays import recall_relays
from guichet.records.calls.words import RelayKind
from guichet.records.directory.models import Queue

SAID = {
    RelayKind.LSF: gettext_lazy("sign language"),
    RelayKind.LPC: gettext_lazy("cued speech"),
    RelayKind.TRANSCRIPTION: gettext_lazy("live transcription"),
    RelayKind.DEAFBLIND: gettext_lazy("communication for deaf-blind people"),
}


@dataclass(frozen=True, slots=True)
class ShownRelay:
    """`action` is what its link says."""

    key: int
    name: str
    kinds: str
    address: str
    action: str


def show_relays(organisation_id: int) -> list[ShownRelay]:
    """Each with the ways in which it speaks with people."""
    return [_show(row) for row in recall_relays(organisation_id)]


def show_asked_in(organisation_id: int) -> list[ShownRelay]:
    """Those that can be called for somebody."""
    return [_show(row) for row in recall_relays(organisation_id) if row.number]


def show_relays_of(queue: Queue | None) -> list[ShownRelay]:
    """Where this queue is reached on the telephone."""
    return show_relays(queue.organisation_id) if queue is not None and Channel.VOICE in queue.channels else []


def _show(row: RelayService) -> ShownRelay:
    kinds = ", ".join(str(SAID[kind]) for kind in RelayKind if kind in row.kinds)
    return ShownRelay(row.pk, row.name, kinds, row.address, _name_action(row.kinds))


def _name_action(kinds: list[str]) -> str:
    return _("Call in sign language") if RelayKind.LSF in kinds else _("Call through this service")
