"""What is refused about calls."""

from django.utils.translation import gettext_lazy as _

from guichet.decisions.dialling.words import Verdict
from guichet.records.contacts.telephone import DearNumberError
from guichet.records.errors import RefusedError


class LineTakenError(RefusedError):
    code = "line-taken"
    message = _("This number is one of your lines already. Change that one instead.")


class NoSuchLegError(RefusedError):
    code = "no-such-call"
    message = _("This call is over.")


class ColleagueAwayError(RefusedError):
    code = "colleague-away"
    message = _("This colleague is not available now, or is in another call. Ask somebody else, or transfer.")


class ColleagueBusyError(RefusedError):
    code = "colleague-busy"
    message = _(
        "This colleague has other contacts in hand and no room for this call: one of them ends first. Until then you keep the citizen."
    )


class NoWayOutError(RefusedError):
    code = "no-way-out"
    message = _("No line of your organisation leads outside: an administrator adds a trunk to it.")


class NoEmergencyWayError(RefusedError):
    code = "no-emergency-way"
    message = _("Emergency numbers cannot be called from here: use another telephone.")


class OutOfZoneError(RefusedError):
    code = "out-of-zone"
    message = _(
        "Your organisation does not call this country. If it is needed, an administrator allows it under Settings, Telephone, Outgoing"
        " calls."
    )


class StrangeCallerError(RefusedError):
    code = "strange-caller"
    message = _(
        "The number that this line shows is none of those that your operator allows. An administrator corrects it under Settings,"
        " Telephone."
    )


class DayCapError(RefusedError):
    code = "day-cap"
    message = _(
        "What calls may cost in a day is spent. Write to this person, call tomorrow, or ask your supervisor to have the cap raised."
        " Emergency numbers can be called all the same."
    )


class MonthCapError(RefusedError):
    code = "month-cap"
    message = _(
        "What calls may cost in a month is spent. Write to this person, or ask your supervisor to have the cap raised."
        " Emergency numbers can be called all the same."
    )


REFUSALS: dict[Verdict, type[RefusedError]] = {
    Verdict.DEAR: DearNumberError,
    Verdict.OUT_OF_ZONE: OutOfZoneError,
    Verdict.STRANGE_CALLER: StrangeCallerError,
    Verdict.DAY_CAP: DayCapError,
    Verdict.MONTH_CAP: MonthCapError,
}
"""How each verdict is said."""


class NoTrunkError(RefusedError):
    code = "no-trunk"
    message = _("This line has no server yet. Write that of your operator or exchange above, save, then call.")


class EmergencyTriedError(RefusedError):
    code = "emergency-tried"
    message = _("Emergency numbers are not called to try a line. Type your own number; agree with your operator how they are tried.")


class TrialGoingOnError(RefusedError):
    code = "trial-going-on"
    message = _("A test call of your organisation is being made already. Wait until it is over: a minute and a half at most.")


class TooManyTrialsError(RefusedError):
    code = "too-many-trials"
    message = _("%(most)d test calls were made within an hour, which is the most. Try again later.")


class NoSuchRecordingError(RefusedError):
    code = "no-such-recording"
    message = _("This recording is not there any more, or the contact is not yours.")


class NoSuchCampaignError(RefusedError):
    code = "no-such-campaign"
    message = _("This listening campaign does not exist.")


class CampaignTooSoonError(RefusedError):
    code = "campaign-too-soon"
    message = _("Agents must be told before: this campaign can begin at %(time)s at the earliest.")


class CampaignTooFarError(RefusedError):
    code = "campaign-too-far"
    message = _("A campaign is declared at most three months ahead. Choose an earlier beginning.")


class CampaignTooLongError(RefusedError):
    code = "campaign-too-long"
    message = _("A campaign lasts 30 days at most. Choose an earlier end; another campaign can follow.")


class CampaignBackwardsError(RefusedError):
    code = "campaign-backwards"
    message = _("The end comes before the beginning. Choose a later end.")


class NobodyConcernedError(RefusedError):
    code = "nobody-concerned"
    message = _("Choose the teams or the agents whose calls may be listened to: none of those chosen has an agent.")


class NobodyListensError(RefusedError):
    code = "nobody-listens"
    message = _("Choose who may listen: supervisors or administrators of your organisation.")


class CampaignUnknownChoiceError(RefusedError):
    code = "unknown-choice"
    message = _("Something that was chosen does not exist any more. Reload the page and choose again.")


class MayNotListenError(RefusedError):
    """The rule says no; `why` is its sentence."""

    code = "may-not-listen"
    message = _("%(why)s")


class ListenedAlreadyError(RefusedError):
    code = "listened-already"
    message = _("%(who)s listens to this call already. One at a time.")


class ListensElsewhereError(RefusedError):
    code = "listens-elsewhere"
    message = _("You listen to another call already. Leave that one first.")
