"""The mail that brings a code to whoever identifies himself. It never says whether its address is known here."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.directory.models import Organisation
from guichet.records.errors import RefusedError
from guichet.records.notices.actions import send_mail
from guichet.records.notices.words import Letter, Purpose
from guichet.records.scripts.proofs import CodeLetter


def send(organisation: Organisation, code: CodeLetter) -> bool:
    """A `Courier`: False where no mail leaves from here, or nothing can be sent to the address."""
    if settings.MAIL_SERVER is None:
        return False
    with translation.override(code.language):
        names = {"organisation": organisation.name, "code": code.code}
        paragraphs = [
            _("Your code for %(organisation)s: %(code)s") % names,
            _("Give it where you were asked for it. It is valid for 10 minutes. Nobody of %(organisation)s ever asks you for it otherwise.")
            % names,
            _("You did not ask for a code? Somebody may have mistyped his address: you have nothing to do."),
        ]
        subject = _("Your code for %(organisation)s") % names
    letter = Letter(key=code.key, purpose=Purpose.CODE, recipient=code.address, subject=subject, text="\n\n".join(paragraphs))
    try:
        send_mail(organisation.pk, letter)
    except RefusedError:
        return False
    return True
