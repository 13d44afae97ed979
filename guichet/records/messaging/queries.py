"""What is known of a contact that is held at an account outside: with whom, whether anything may leave, and what became of its lines."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guichet.decisions.routing.words import AgentId
from guichet.records.contacts.asking import move_promise
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Outgoing, Talk
from guichet.records.messaging.outgoing import get_quiet_end
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.words import OutgoingState


@dataclass(frozen=True, slots=True)
class Standing:
    """`price` is of one SMS, in euros, where the account says it. `sent` are the states by the number of their line."""

    kind: str
    address: str
    handle: str
    is_public: bool
    is_stopped: bool
    quiet_until: datetime | None
    window_until: datetime | None
    promised_at: datetime | None
    price: float | None
    most_text: int
    sent: tuple[tuple[int, OutgoingState], ...]


def get_standing(organisation_id: int, contact: UUID, owner: AgentId | None, now: datetime) -> Standing | None:
    """None when it is not held at an account, or is not `owner`'s (None: anybody's)."""
    talks = Talk.objects.of(organisation_id).filter(pk=contact)
    if owner is not None:
        talks = talks.filter(contact__agent_id=owner)
    talk = talks.select_related("account__organisation", "contact").first()
    if talk is None:
        return None
    account = talk.account
    sent = Outgoing.objects.of(organisation_id).filter(contact_id=contact, number__isnull=False).order_by("number")
    return Standing(
        kind=account.kind,
        address=account.address,
        handle=talk.handle,
        is_public=talk.is_public,
        is_stopped=bool(talk.handle) and is_stopped(account, talk.handle),
        quiet_until=get_quiet_end(account, now),
        window_until=talk.window_until,
        promised_at=move_promise(talk.contact, talk.promised_at),
        price=read_price(account.settings.get("price")),
        most_text=find_carrier(account.kind).features.most_text,
        sent=tuple((number or 0, OutgoingState(state)) for number, state in sent.values_list("number", "state")),
    )


def read_price(kept: object) -> float | None:
    try:
        return float(kept) if isinstance(kept, str | int | float) else None
    except ValueError:
        return None
