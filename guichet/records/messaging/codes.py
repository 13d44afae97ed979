"""The SMS that brings a code to whoever identifies himself. It never says whether its number is known here."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guichet.records.directory.models import Organisation
from guichet.records.messaging.held import find_sms_account
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.words import OutgoingState, Purpose
from guichet.records.scripts.proofs import CodeLetter


def send(organisation: Organisation, code: CodeLetter) -> bool:
    """A `Courier`: False where the organisation has no number, or its person said STOP."""
    account = find_sms_account(organisation.pk)
    if account is None:
        return False
    with translation.override(code.language):
        text = _("%(organisation)s: your code is %(code)s. It is valid for 10 minutes. Tell it to nobody.")
        text %= {"organisation": organisation.name, "code": code.code}
    draft = Draft(key=code.key, purpose=Purpose.CODE, handle=code.address, text=text)
    return put_out(account, draft, timezone.now()).state == OutgoingState.QUEUED
