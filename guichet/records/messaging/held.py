"""What a process that holds an account open asks and writes of it."""

from django.db import transaction
from django.utils import timezone

from guichet.decisions.routing.words import Channel
from guichet.records.messaging.models import Account
from guichet.records.separation import set_organisation


@transaction.atomic
def get_account(organisation_id: int, account_id: int) -> Account | None:
    """As it stands now; None when it is not to be held any more."""
    set_organisation(organisation_id)
    found = Account.objects.of(organisation_id).filter(pk=account_id, is_active=True)
    return found.select_related("organisation", "reason").first()


@transaction.atomic
def note(account: Account, trouble: str) -> None:
    """Write down how it goes: nothing wrong, or why it is not reached."""
    set_organisation(account.organisation_id)
    heard = {} if trouble else {"heard_at": timezone.now()}
    Account.objects.of(account.organisation_id).filter(pk=account.pk).update(trouble=trouble[:60], **heard)


def find_sms_account(organisation_id: int) -> Account | None:
    """The account that texts leave by which answer nothing that came by SMS: one that works, before one that does not."""
    accounts = Account.objects.of(organisation_id).filter(channel=Channel.SMS, is_active=True).select_related("organisation")
    return accounts.order_by("trouble", "pk").first()
