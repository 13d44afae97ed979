"""Mails that tell those who steer that calls are held back, because what they may cost is spent."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guichet.decisions.dialling.words import EURO, Money
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.words import STEERING
from guichet.records.notices.actions import send_mail
from guichet.records.notices.errors import UnusableAddressError
from guichet.records.notices.words import Letter, Purpose

CENT = Decimal("0.01")
NAMESPACE = UUID("0b6a2f6e-3a5e-4f0b-8d0a-6c1c7b5d4e22")


def tell_cap(organisation: Organisation, first: date, spent: Money, *, is_month: bool) -> int:
    """Once for each day or month to each supervisor and administrator, in a transaction of the organisation. Returns to how many.

    :param first: the day, or the first of the month. `spent` in ten-thousandths of a euro.
    """
    accounts = Account.objects.filter(organisation=organisation, is_active=True, roles__overlap=sorted(STEERING))
    return sum(_tell(organisation, account, (first, spent), is_month=is_month) for account in accounts.order_by("pk"))


def _tell(organisation: Organisation, account: Account, about: tuple[date, Money], *, is_month: bool) -> bool:
    first, spent = about
    key = uuid5(NAMESPACE, f"{organisation.pk} {'month' if is_month else 'day'} {first.isoformat()} {account.pk}")
    with translation.override(account.language or organisation.default_language):
        spent_euros = _("€%(amount)s") % {"amount": number_format((Decimal(spent) / EURO).quantize(CENT), decimal_pos=2, use_l10n=True)}
        period = _("this month") if is_month else _("today")
        lines = [
            _("What calls of agents may cost %(period)s is spent: %(spent)s, estimated.") % {"period": period, "spent": spent_euros},
            _("No further call that is counted begins. Calls that go on are not cut, and emergency numbers can be called all the same."),
            _("To raise the cap, an administrator opens Settings, Telephone, Outgoing calls."),
        ]
        subject = _("Telephone: the cap is reached, agents cannot call")
        letter = Letter(key=key, purpose=Purpose.CAP, recipient=account.email, subject=subject, text="\n\n".join(lines))
    try:
        send_mail(organisation.pk, letter)
    except UnusableAddressError:
        return False
    return True
