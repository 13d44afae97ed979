"""Why an account of SMS does not work, in words that say what to do."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guichet.records.messaging.errors import UnreachableError


class Trouble(StrEnum):
    HOST = "host"
    TLS = "tls"
    LOGIN = "login"
    BOUND = "bound"
    SEALED = "sealed"
    PROTOCOL = "protocol"
    SILENT = "silent"
    BROKEN = "broken"
    REFUSED = "refused"
    SIGNATURE = "signature"
    ANSWER = "answer"
    ADDRESS = "address"
    INSIDE = "inside"


SENTENCES = {
    Trouble.HOST: _("Nothing answers at this address and port. Check both, and whether a firewall or a closed network stands between."),
    Trouble.TLS: _("It answers, but not encrypted as chosen, or its certificate is not good. Check the port and the encryption."),
    Trouble.LOGIN: _("The operator refuses this name or this password. Check both in what he sent you."),
    Trouble.BOUND: _("It is reached, but the operator lets this name in once only, and it is in already: perhaps Guichet itself."),
    Trouble.SEALED: _("The password that is kept cannot be read any more: the key of this installation has changed. Type it again."),
    Trouble.PROTOCOL: _("What answers there does not speak SMPP 3.4. Check the port."),
    Trouble.SILENT: _("It was reached, then said nothing more. It is tried again by itself; tell the operator if it goes on."),
    Trouble.BROKEN: _("The operator broke off. It is tried again by itself in a moment."),
    Trouble.REFUSED: _("The operator refuses the session. Tell him its code, and ask whether your account is open for both ways."),
    Trouble.SIGNATURE: _("The gateway refuses our signature. Check that both sides have the same key, and that both clocks are right."),
    Trouble.ANSWER: _("The gateway answers, but not as it should. Check its address, and that it speaks what the guide of SMS describes."),
    Trouble.ADDRESS: _("The gateway’s address must begin with https://, unless GUICHET_INSIDE_HOSTS names its host."),
    Trouble.INSIDE: _("The gateway stands inside your network: name its host in GUICHET_INSIDE_HOSTS, then start Guichet again."),
}
LOGINS = (0x0D, 0x0E, 0x0F)
ALREADY_BOUND = 0x05


class SmsError(UnreachableError):
    """The operator was not reached; `trouble` says why."""

    code = "sms-unreachable"

    def __init__(self, trouble: Trouble, status: int = 0) -> None:
        super().__init__(SENTENCES[trouble])
        self.trouble = trouble
        self.status = status

    def __str__(self) -> str:
        return f"{self.sentence} (0x{self.status:02X})" if self.status and self.trouble is Trouble.REFUSED else str(self.sentence)


def explain(trouble: str) -> str:
    """A trouble as it is written down, in words."""
    return str(SENTENCES[Trouble(trouble)]) if trouble in set(Trouble) else str(SENTENCES[Trouble.BROKEN])


def find_trouble(reason: str, status: int) -> SmsError:
    """Of a session that ended."""
    if reason == "refused":
        if status in LOGINS:
            return SmsError(Trouble.LOGIN)
        return SmsError(Trouble.BOUND) if status == ALREADY_BOUND else SmsError(Trouble.REFUSED, status)
    return SmsError({"malformed": Trouble.PROTOCOL, "silent": Trouble.SILENT, "unanswered": Trouble.SILENT}.get(reason, Trouble.BROKEN))
