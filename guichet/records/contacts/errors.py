"""What is refused about a contact."""

from django.utils.translation import gettext_lazy as _

from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.errors import RefusedError


class NoSuchContactError(RefusedError):
    """Also for a contact of somebody else or of another organisation: nobody learns that it exists."""

    code = "no-such-contact"
    message = _("This contact does not exist, or is not yours to see.")


class NotOwnerError(RefusedError):
    code = "not-owner"
    message = _("This contact is no longer in your hands: somebody else took it over or it went back to the queue.")


class NotOfferedError(RefusedError):
    code = "not-offered"
    message = _("This contact is no longer offered to you.")


class NotWaitingError(RefusedError):
    code = "not-waiting"
    message = _("This contact is not waiting any more.")


class ContactEndedError(RefusedError):
    code = "contact-ended"
    message = _("This conversation is over. Open a new one to write again.")


class NotInWrapUpError(RefusedError):
    code = "not-in-wrap-up"
    message = _("End the conversation first; its outcome is asked afterwards.")


class EmptyTextError(RefusedError):
    code = "empty-text"
    message = _("Write something first.")


class TextTooLongError(RefusedError):
    code = "text-too-long"
    message = _("Your message has %(length)s characters. Please send at most %(longest)s at once.")

    def __init__(self, length: int) -> None:
        super().__init__(length=length, longest=LONGEST_TEXT)


class UnstorableTextError(RefusedError):
    code = "unstorable-text"
    message = _("Your text contains a character that cannot be kept. Please remove it and send again.")


class UnknownReasonError(RefusedError):
    code = "unknown-reason"
    message = _("This reason does not exist any more. Please choose another one.")


class UnknownOutcomeError(RefusedError):
    code = "unknown-outcome"
    message = _("This outcome does not exist any more. Please choose another one.")


class UnknownAgentError(RefusedError):
    code = "unknown-agent"
    message = _("This agent does not work here any more. Please choose another one.")


class LinkSpentError(RefusedError):
    """Unknown, expired or already used: which one is not said."""

    code = "link-spent"
    message = _("This link has expired or was already used. Ask for a new one.")
