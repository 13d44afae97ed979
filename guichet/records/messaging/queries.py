"""What is known of a contact that is held at an account outside: with whom, and whether anything may leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guichet.decisions.routing.words import AgentId
from guichet.records.contacts.asking import move_promise
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Talk
from guichet.records.messaging.outgoing import get_quiet_end
from guichet.records.messaging.stops import is_stopped


@dataclass(frozen=True, slots=True)
class Standing:
    """`price` is of one SMS, in euros, where the account says it."""

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


def get_standing(organisation_id: int, contact: UUID, owner: AgentId | None, now: datetime) -> Standing | None:
    """None when it is not held at an account, or is not `owner`'s (None: anybody's)."""
    talks = Talk.objects.of(organisation_id).filter(pk=contact)
    if owner is not None:
        talks = talks.filter(contact__agent_id=owner)
    talk = talks.select_related("account__organisation", "contact").first()
    if talk is None:
        return None
    account = talk.account
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
    )


def read_price(kept: object) -> float | None:
    try:
        return float(kept) if isinstance(kept, str | int | float) else None
    except ValueError:
        return None
