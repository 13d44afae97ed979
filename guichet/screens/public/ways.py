"""The ways on from an answer, the best first, and why.

What is best depends on the instant: somebody who is there at once beats everything; where the wait is long or not known, a call back or a
message spares it; when nobody is there, what does not need anybody comes first. A person is always among them, or it is said why not.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.records.contacts.waiting import Wait
from guichet.records.directory.models import Organisation, Reason
from guichet.records.notices.answers import describe_promise
from guichet.records.pages.words import CameFrom
from guichet.screens.public.origins import write_along
from guichet.screens.public.waits import describe_wait

SHORT_MINUTES = 10
"""A wait that people spend in front of a page."""
NOWHERE = CameFrom()


class Way(StrEnum):
    SCRIPT = "script"
    WRITE = "write"
    CALLBACK = "callback"
    MESSAGE = "message"
    TEXT = "text"


class Why(StrEnum):
    """Why the first way is the best now."""

    AT_ONCE = "at-once"
    NOW = "now"
    SHORT = "short"
    KEEPS_PLACE = "keeps-place"
    NO_WAIT = "no-wait"
    CLOSED = "closed"


REASONS: dict[Why, str | Promise] = {
    Why.AT_ONCE: gettext_lazy("Best now: you are answered at once"),
    Why.NOW: gettext_lazy("Best now: you are next"),
    Why.SHORT: gettext_lazy("Best now: the wait is short"),
    Why.KEEPS_PLACE: gettext_lazy("Best now: you keep your place without waiting here"),
    Why.NO_WAIT: gettext_lazy("Best now: you do not wait"),
    Why.CLOSED: gettext_lazy("Best while we are closed"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is for a reason now. `wait` is None when nobody is there to write to; `promise`, until when a message that is left now is
    answered, when none can be left; `has_script`: a script comes first; `is_called_by_text`: calls are answered, by text too; `is_open`:
    somebody answers, by whatever way."""

    wait: Wait | None
    is_called_back: bool
    promise: datetime | None
    has_script: bool = False
    is_called_by_text: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A way as the page shows it. `begins`: it is a form, whose button changes something."""

    title: str
    detail: str
    action: str
    href: str
    begins: bool = False


def order_ways(offer: Offer) -> tuple[list[Way], Why | None]:
    """The ways there are, the best first; None where there is none."""
    ways, why = order_people(offer)
    if offer.is_called_by_text:
        ways = [*ways, Way.TEXT]
    return ([Way.SCRIPT, *ways], Why.AT_ONCE) if offer.has_script else (ways, why)


def order_people(offer: Offer) -> tuple[list[Way], Why | None]:
    """The ways to a person."""
    spares = [way for way, is_there in ((Way.CALLBACK, offer.is_called_back), (Way.MESSAGE, offer.promise is not None)) if is_there]
    if offer.wait is None and not offer.is_open:
        return spares, Why.CLOSED if spares else None
    if offer.wait is None:
        return spares, praise(spares[0]) if spares else None
    if is_short(offer.wait) or not spares:
        return [Way.WRITE, *spares], Why.NOW if offer.wait.position == 1 else Why.SHORT if is_short(offer.wait) else None
    best, *others = spares
    return [best, Way.WRITE, *others], praise(best)


def praise(spare: Way) -> Why:
    """What speaks for a way that spares the wait."""
    return Why.KEEPS_PLACE if spare is Way.CALLBACK else Why.NO_WAIT


def is_short(wait: Wait) -> bool:
    """Next in line, or answered within minutes for all that is known."""
    return wait.position == 1 or (wait.to_minutes is not None and wait.to_minutes <= SHORT_MINUTES)


def describe_ways(
    organisation: Organisation, reason: Reason, offer: Offer, dialogue: str = "", came: CameFrom = NOWHERE
) -> dict[str, object]:
    """`ways` in words, the best first, and `why` it is the best.

    :param dialogue: the pass of a script that they lead on from: what was answered there goes along.
    :param came: where somebody was before, which goes along too.
    """
    ways, why = order_ways(offer)
    return {"ways": [show(way, organisation, reason, offer, dialogue, came) for way in ways], "why": REASONS[why] if why else ""}


def show(way: Way, organisation: Organisation, reason: Reason, offer: Offer, dialogue: str = "", came: CameFrom = NOWHERE) -> Shown:
    where = {"slug": organisation.slug, "reason_id": reason.pk}
    along = write_along(came, dialogue=dialogue)
    match way:
        case Way.SCRIPT:
            detail = _("A few questions, then your answer, at any hour. You can ask for a person at each step.")
            return Shown(_("Get your answer online"), detail, _("Answer online"), reverse("begin-dialogue", kwargs=where), begins=True)
        case Way.WRITE:
            wait = describe_wait(offer.wait) if offer.wait else ""
            page = reverse("request", kwargs=where) + along if dialogue else ""
            return Shown(_("Write to an agent now"), wait, _("Write now"), f"{page}#write")
        case Way.CALLBACK:
            detail = _("We call you, as soon as your turn comes or at the time that you choose.")
            return Shown(_("Be called back by telephone"), detail, _("Ask for a call"), reverse("ask-callback", kwargs=where) + along)
        case Way.TEXT:
            detail = _("For people who are deaf or hard of hearing: you and the agent see one another write, letter by letter.")
            return Shown(_("Call by text"), detail, _("Call by text"), reverse("call-by-text", kwargs=where) + along)
        case Way.MESSAGE:
            detail = describe_promise(offer.promise, organisation.time_zone)
            return Shown(_("Leave a message"), detail, _("Leave a message"), reverse("leave-message", kwargs=where) + along)
