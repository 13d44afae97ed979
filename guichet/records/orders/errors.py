"""Why an order is not given, or cannot be taken back: each with what to do instead."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class NoSuchOrderError(RefusedError):
    """Also for one of another organisation."""

    code = "no-such-order"
    message = _("This order does not exist.")


class UnknownSubjectError(RefusedError):
    code = "unknown-subject"
    message = _("What this order is about does not exist any more. Reload the page and choose again.")


class OrderEndedError(RefusedError):
    code = "order-ended"
    message = _("%(who)s ended this order already.")


class OrderExpiredError(RefusedError):
    code = "order-expired"
    message = _("This order ended by itself already.")


class AlreadyOrderedError(RefusedError):
    code = "already-ordered"
    message = _("%(who)s ordered this already, at %(time)s. Undo that order first to give another one.")


class ContactOverError(RefusedError):
    code = "contact-over"
    message = _("This contact is over: the citizen left, or it was closed meanwhile.")


class ConversationOverError(RefusedError):
    code = "conversation-over"
    message = _("This conversation is over; it only waits for its wrap-up.")


class AlreadyHisError(RefusedError):
    code = "already-his"
    message = _("%(agent)s has this contact already.")


class AgentAwayError(RefusedError):
    code = "agent-away"
    message = _("%(agent)s is not available now. Choose somebody who is, or wait until %(agent)s is back.")


class AgentUnableError(RefusedError):
    code = "agent-unable"
    message = _("%(agent)s lacks what this contact needs: %(skills)s. Choose somebody else, or lend the skill first.")


class AgentElsewhereError(RefusedError):
    code = "agent-elsewhere"
    message = _("%(agent)s does not answer for this territory. Choose somebody else.")


class AgentFullError(RefusedError):
    code = "agent-full"
    message = _("%(agent)s has as much in hand as possible. Choose somebody else.")


class SkillUnchangedError(RefusedError):
    code = "skill-unchanged"
    message = _("%(agent)s has “%(skill)s” at this level already.")


class NothingToLendError(RefusedError):
    code = "nothing-to-lend"
    message = _("Everybody in this team can answer this queue already.")


class NoSuchTeamError(RefusedError):
    code = "no-such-team"
    message = _("Nobody works in this team now. Choose another one.")


class QueueClosedAlreadyError(RefusedError):
    code = "queue-closed-already"
    message = _("This queue is closed already, by its opening hours. Close it when it opens, or change its hours.")


class PriorityUnchangedError(RefusedError):
    code = "priority-unchanged"
    message = _("This contact has this priority already.")


class NoLongerInHandError(RefusedError):
    code = "no-longer-in-hand"
    message = _("%(agent)s does not hold this contact any more: there is nothing to take back.")


class NotPossibleAnyMoreError(RefusedError):
    """The router refused what a moment ago was right."""

    code = "not-possible-any-more"
    message = _("This was not possible any more when it was decided. Nothing has changed. Look at the contact again.")


class WallLinkOverError(RefusedError):
    """Also for one that never was."""

    code = "wall-link-over"
    message = _("This link does not open a wall display any more: it has expired or was revoked. Ask a supervisor for a new one.")


class TooManyWallLinksError(RefusedError):
    code = "too-many-wall-links"
    message = _("%(most)s wall displays are open already, which is the most. Revoke one that nobody needs, then make this one.")
