"""What administrators decide about accounts, and about what was set aside."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account as Person
from guichet.records.directory.models import ChannelCapacity
from guichet.records.directory.seals import seal, unseal
from guichet.records.messaging.errors import AccountTakenError, NotLeftError
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.models import Account, Incoming
from guichet.records.messaging.words import Cause, IncomingState

LEFT = (IncomingState.ASIDE, IncomingState.QUARANTINED)


def list_accounts(organisation_id: int, channel: str) -> QuerySet[Account]:
    accounts = Account.objects.of(organisation_id).filter(channel=channel)
    return accounts.select_related("reason").order_by("-is_active", "kind", "address")


def read_secrets(account: Account) -> dict[str, str] | None:
    """What the carrier must know and nobody may read; None when it was sealed under a key that is gone."""
    if account.secret is None:
        return {}
    opened = unseal(bytes(account.secret))
    return None if opened is None else msgspec.json.decode(opened, type=dict[str, str])


def change_secrets(account: Account, secrets: Mapping[str, str]) -> None:
    """Put secrets in place of those of the same name; an empty one leaves the one that is kept. Nothing is saved."""
    kept = read_secrets(account) or {}
    fresh = {name: value for name, value in secrets.items() if value}
    if fresh or account.secret is None:
        account.secret = seal(msgspec.json.encode({**kept, **fresh}))


@transaction.atomic
def save_account(account: Account, values: Mapping[str, object], secrets: Mapping[str, str], person: Person, now: datetime) -> Account:
    """Keep an account, new or changed. `secrets` as `change_secrets` takes them.

    :raises AccountTakenError: the organisation has one of this kind and address already.
    """
    verb = "messaging-account-changed" if account.pk else "messaging-account-added"
    for name, value in values.items():
        setattr(account, name, value)
    change_secrets(account, secrets)
    account.trouble, account.paused_until = "", None
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise AccountTakenError from error
    record(account.organisation_id, Act(verb, "messaging-account", str(account.pk), person.pk), now)
    return account


def list_left(organisation_id: int, channel: str) -> QuerySet[Incoming]:
    """What nobody was asked to answer, the newest first."""
    left = Incoming.objects.of(organisation_id).filter(state__in=LEFT, account__channel=channel)
    return left.defer("raw").select_related("account").order_by("-received_at")


def read_again(person: Person, incoming_id: UUID, now: datetime) -> Incoming:
    """Have something answered that was set aside or could not be read: somebody has looked at it.

    :raises NotLeftError: it is no such thing any more.
    """
    again = Incoming.objects.of(person.organisation_id).filter(pk=incoming_id, state__in=LEFT)
    if not again.update(state=IncomingState.RECEIVED, tries=1, cause=Cause.NONE):
        raise NotLeftError
    record(person.organisation_id, Act("message-read-again", "incoming", str(incoming_id), person.pk), now)
    take_in(person.organisation_id, incoming_id, now, is_wanted=True)
    return Incoming.objects.of(person.organisation_id).get(pk=incoming_id)


def has_seats(organisation_id: int, channel: str) -> bool:
    """Whether anybody may be given such contacts at all."""
    return ChannelCapacity.objects.of(organisation_id).filter(channel=channel, most__gt=0, profile__agents__is_active=True).exists()
