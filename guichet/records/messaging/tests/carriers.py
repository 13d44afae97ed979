"""A carrier whose network is a list: what it reads is JSON, what it is handed stays here, and it fails as a test wishes."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from guichet.records.messaging.errors import UnreadableError
from guichet.records.messaging.models import Account
from guichet.records.messaging.words import Arrival, Event, Features, Parcel, Part, ReceiptState, Taken, Told


class Written(msgspec.Struct, omit_defaults=True):
    handle: str = ""
    text: str = ""
    reference: str = ""
    is_public: bool = False
    group: str = ""
    number: int = 0
    count: int = 0
    told: str = ""
    name: str = ""
    in_reply_to: str = ""


class ListCarrier:
    features = Features(knows_stop=True, most_text=1_000)

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.fails: Callable[[Parcel], None] = lambda _parcel: None

    def read(self, account: Account, raw: bytes) -> Sequence[Event]:  # noqa: ARG002 - the protocol's signature
        if raw == b"bomb":
            raise ZeroDivisionError
        try:
            found = msgspec.json.decode(raw, type=list[Written])
        except msgspec.DecodeError as error:
            raise UnreadableError("no JSON") from error
        return [self.read_one(each) for each in found]

    def read_one(self, each: Written) -> Event:
        if each.told:
            return Told(reference=each.reference, state=ReceiptState(each.told), code="17")
        part = Part(group=each.group, number=each.number, count=each.count) if each.group else None
        return Arrival(
            reference=each.reference,
            handle=each.handle,
            text=each.text,
            at=datetime.now(UTC),
            shown_name=each.name,
            in_reply_to=each.in_reply_to,
            is_public=each.is_public,
            part=part,
        )

    def send(self, account: Account, parcel: Parcel) -> Taken:  # noqa: ARG002 - the protocol's signature
        self.fails(parcel)
        self.parcels.append(parcel)
        return Taken(references=(f"out-{len(self.parcels)}",))

    def check(self, account: Account) -> str:  # noqa: ARG002 - the protocol's signature
        return "reached"

    def explain(self, trouble: str) -> str:
        return f"it is {trouble}"


carrier = ListCarrier()


def open_carrier() -> ListCarrier:
    return carrier
