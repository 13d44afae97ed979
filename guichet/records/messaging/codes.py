"""The SMS that brings a code to whoever identifies himself. It never says whether its number is known here."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Organisation
from guichet.records.messaging.models import Account
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.words import OutgoingState, Purpose
from guichet.records.scripts.proofs import CodeLetter


def send(organisation: Organisation, code: CodeLetter) -> bool:
    """A `Courier`: False where the organisation has no number, or its person said STOP."""
    accounts = Account.objects.of(organisation.pk).filter(channel=Channel.SMS, is_active=True).select_related("organisation")
    account = accounts.order_by("trouble", "pk").first()
    if account is None:
        return False
    with translation.override(code.language):
        text = _("%(organisation)s: your code is %(code)s. It is valid for 10 minutes. Tell it to nobody.")
        text %= {"organisation": organisation.name, "code": code.code}
    draft = Draft(key=code.key, purpose=Purpose.CODE, handle=code.address, text=text)
    return put_out(account, draft, timezone.now()).state == OutgoingState.QUEUED
