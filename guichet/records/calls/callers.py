"""The number of whoever is in a call, for what is sent to him during it."""

from uuid import UUID

from guichet.records.calls.models import Leg
from guichet.records.calls.words import Side
from guichet.records.contacts.telephone import read_number
from guichet.records.errors import RefusedError


def find_number(organisation_id: int, contact_id: UUID) -> str:
    """As E.164; empty when it is withheld, or none to which anything is sent."""
    legs = Leg.objects.of(organisation_id).filter(contact_id=contact_id, side=Side.CITIZEN, ended_at=None).exclude(number="")
    typed = legs.order_by("-began_at").values_list("number", flat=True).first()
    try:
        return read_number(typed) if typed else ""
    except RefusedError:
        return ""
