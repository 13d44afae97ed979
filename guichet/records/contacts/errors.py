"""What is refused about a contact."""

from django.utils.translation import gettext_lazy as _

from guichet.records.contacts.words import LARGEST_FILE, LARGEST_TOGETHER, LONGEST_TEXT, MOST_FILES
from guichet.records.errors import RefusedError


class NoSuchContactError(RefusedError):
    """Also for a contact of somebody else or of another organisation: nobody learns that it exists."""

    code = "no-such-contact"
    message = _("This contact does not exist, or is not yours to see.")


class NotOwnerError(RefusedError):
    code = "not-owner"
    message = _("This contact is no longer in your hands: somebody else took it over or it went back to the queue.")


class NotSamePersonError(RefusedError):
    """Two contacts are one only where it is known, or where an agent has asked and says so."""

    code = "not-same-person"
    message = _("Nothing says that both contacts are of the same person. Check it first, then say so.")


class NotJoinedError(RefusedError):
    code = "not-joined"
    message = _("This contact does not go on in yours any more.")


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


class UnknownAnswerError(RefusedError):
    code = "unknown-answer"
    message = _("This article is not published for citizens any more. Copy your text, delete the message, and send it without the article.")


class NoAnswerThereError(RefusedError):
    code = "no-answer-there"
    message = _("There is no answer to judge there.")


class UnknownReasonError(RefusedError):
    code = "unknown-reason"
    message = _("This reason does not exist any more. Please choose another one.")


class UnknownOutcomeError(RefusedError):
    code = "unknown-outcome"
    message = _("This outcome does not exist any more. Please choose another one.")


class UnknownAgentError(RefusedError):
    code = "unknown-agent"
    message = _("This agent does not work here any more. Please choose another one.")


class NotDeferredError(RefusedError):
    code = "not-deferred"
    message = _("Somebody waits here for an answer at once: nothing can be taken out. Answer both, or transfer the conversation.")


class NothingToTakeOutError(RefusedError):
    code = "nothing-to-take-out"
    message = _("Choose at least one message that the person wrote here.")


class FollowedByLinkError(RefusedError):
    code = "followed-by-link"
    message = _("This person gave no address and reads answers by the link of this message alone. Answer both questions here.")


class NotTakenOutError(RefusedError):
    code = "not-taken-out"
    message = _("This was not taken out of this contact, or is back in it already.")


class TakenUpError(RefusedError):
    code = "taken-up"
    message = _("Somebody has taken this up already: it stays a contact of its own. What is said there shows among the other contacts.")


class LinkSpentError(RefusedError):
    """Unknown, expired or already used: which one is not said."""

    code = "link-spent"
    message = _("This link has expired or was already used. Ask for a new one.")


class EmptyFileError(RefusedError):
    code = "empty-file"
    message = _("This file is empty. Choose another one.")


class FileTooLargeError(RefusedError):
    code = "file-too-large"
    message = _("This file is too large: at most %(largest)s MB. Send a smaller one, or photograph it with fewer details.")

    def __init__(self) -> None:
        super().__init__(largest=LARGEST_FILE // 1_000_000)


class TooManyFilesError(RefusedError):
    code = "too-many-files"
    message = _("This conversation holds as many files as it can: %(most)s, or %(together)s MB together. Ask how to send the others.")

    def __init__(self) -> None:
        super().__init__(most=MOST_FILES, together=LARGEST_TOGETHER // 1_000_000)


class UnknownFileTypeError(RefusedError):
    code = "unknown-file-type"
    message = _("This kind of file cannot be sent here. Send a picture, a PDF, an office document or a text.")


class ArchiveError(RefusedError):
    code = "archive-refused"
    message = _("Archives (ZIP and the like) cannot be sent here. Take the files out and send them one by one.")


class ExecutableError(RefusedError):
    code = "program-refused"
    message = _("Programs cannot be sent here. Send a picture, a PDF, an office document or a text.")


class MacrosError(RefusedError):
    code = "macros-refused"
    message = _("This document contains macros, which are small programs. Save it as PDF and send that.")


class NoSuchFileError(RefusedError):
    code = "no-such-file"
    message = _("This file does not exist any more, or is not yours to see.")
