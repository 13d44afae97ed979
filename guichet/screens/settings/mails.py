"""Mails that did not go out, or perhaps not: why, and what an administrator does about each."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.records.directory.models import Account
from guichet.records.errors import RefusedError
from guichet.records.notices.actions import leave, send_again
from guichet.records.notices.models import Mail
from guichet.records.notices.queries import is_useless, list_delayed, list_troubled
from guichet.records.notices.words import MailState, Purpose
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.views import draw

MOST_SHOWN = 100
REFUSED_FOR_GOOD = 500
"""From here on the codes of SMTP mean that trying the same again is of no use (RFC 5321, 4.2.1)."""

REFUSED_NAMES = (530, 534, 535)
"""Signing on failed, or was not done (RFC 4954, 6)."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mail in words. `can_go`: sending it again is possible and of use."""

    mail: Mail
    state: str
    recipient: str
    reason: str
    advice: str
    can_go: bool = False


@administrators_only
@require_safe
def mails_page(request: HttpRequest, account: Account) -> HttpResponse:
    done = {"sent": _("It goes out now."), "left": _("It is not sent any more.")}.get(request.GET.get("done", ""), "")
    return draw_mails(request, account, done)


@administrators_only
@require_POST
def decide_on_mail(request: HttpRequest, account: Account, mail_id: UUID) -> HttpResponse:
    """Send it again or leave it, if it still is what the page showed."""
    mail = get_object_or_404(Mail.objects.for_user(account), pk=mail_id)
    is_sending = request.POST.get("decision") == "send"
    mail.state, mail.attempts = read_seen(request.POST.get("seen", ""))
    try:
        (send_again if is_sending else leave)(mail, account, timezone.now())
    except RefusedError as error:
        return draw_mails(request, account, refusal=str(error), status=409)
    return redirect(reverse("settings-mails") + ("?done=sent" if is_sending else "?done=left"))


def read_seen(sent: str) -> tuple[str, int]:
    """State and attempts as the page showed them; what nobody wrote fits no mail."""
    state, _comma, attempts = sent.partition(",")
    is_good = state in MailState.values and attempts.isdecimal() and len(attempts) < 5
    return (state, int(attempts)) if is_good else ("", 0)


def draw_mails(request: HttpRequest, account: Account, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    troubled, delayed = (list_of(account.organisation_id, now) for list_of in (list_troubled, list_delayed))
    page = {
        "troubled": [tell(mail) for mail in show(troubled)],
        "delayed": [Told(mail, mail.get_state_display(), name_recipient(mail), explain_delay(mail), "") for mail in show(delayed)],
        "left_out": max(0, troubled.count() - MOST_SHOWN),
        "has_server": settings.MAIL_SERVER is not None,
        "done": done,
        "refusal": refusal,
        "place": _("Mails that did not go"),
    }
    return draw(request, account, "settings/mails.html", page, status)


def show(mails: QuerySet[Mail]) -> list[Mail]:
    return list(mails.order_by("-created_at")[:MOST_SHOWN])


def tell(mail: Mail) -> Told:
    """Why it did not go out, and what to do next."""
    reason, advice = explain(mail), advise(mail)
    can_go = bool(mail.text and mail.recipient and settings.MAIL_SERVER) and not is_useless(mail, timezone.now())
    return Told(mail, tell_state(mail), name_recipient(mail), reason, advice, can_go)


def tell_state(mail: Mail) -> str:
    """How it stands now: a server may have been set since it was written."""
    has_server_now = mail.state == MailState.NO_SERVER and settings.MAIL_SERVER is not None
    return str(MailState.FAILED.label) if has_server_now else mail.get_state_display()


def explain(mail: Mail) -> str:
    """What happened to it, in words."""
    match mail.state:
        case MailState.UNCERTAIN:
            return _("The mail server got it, and its answer never came: it may have arrived, or not.")
        case MailState.NO_SERVER:
            return _("No mail server was set when it was written.")
    if not mail.recipient:
        return _("Its reader was erased: there is nobody to send it to.")
    if mail.reply_code is None:
        return _("The mail server could not be reached for a day.")
    if mail.reply_code < REFUSED_FOR_GOOD:
        return _("The mail server asked to wait for a whole day (code %(code)d).") % {"code": mail.reply_code}
    return _("The mail server refused it for good (code %(code)d): most often the address does not exist.") % {"code": mail.reply_code}


def advise(mail: Mail) -> str:
    """What to do next."""
    if not mail.text or not mail.recipient:
        return _("Nothing can be sent any more: leave it.")
    if is_useless(mail, timezone.now()):
        return _("The link in it opens nothing any more. Leave it, and invite the person again or let them ask for a new one.")
    if mail.state == MailState.UNCERTAIN:
        return _("Ask the person first. If you send it again, it may arrive twice; mail programs know the second one as the same.")
    if settings.MAIL_SERVER is None:
        return describe_way_without_server(mail)
    if mail.state == MailState.FAILED and (mail.reply_code or 0) >= REFUSED_FOR_GOOD:
        return _("Check the address. If it is wrong, leave this mail and begin again with the right one.")
    return _("Send it again.")


def describe_way_without_server(mail: Mail) -> str:
    if mail.purpose == Purpose.INVITATION:
        return _("Invite the person again under Accounts and roles: the link is shown there, to be passed on by hand.")
    return _("Set a mail server (GUICHET_SMTP_URL and GUICHET_MAIL_FROM), start Guichet again, then send it.")


def explain_delay(mail: Mail) -> str:
    if not mail.attempts:
        return _("Nothing has tried to send it yet. If this lasts, see whether `guichet work` runs.")
    tried = _("The mail server did not take it yet. Attempts so far: %(count)d. It is tried again by itself, for a day.")
    return f"{tried % {'count': mail.attempts}} {explain_last_error(mail)}"


def explain_last_error(mail: Mail) -> str:
    if mail.reply_code is None:
        return _("Last error: it could not be reached, or broke off.")
    if mail.reply_code in REFUSED_NAMES:
        return _("Last error: it refused the name or the password of GUICHET_SMTP_URL (code %(code)d).") % {"code": mail.reply_code}
    return _("Last error: it answered with the code %(code)d.") % {"code": mail.reply_code}


def name_recipient(mail: Mail) -> str:
    """The address; of a citizen only what shows a mistyped one."""
    user, _at, domain = mail.recipient.rpartition("@")
    return f"{user[:1]}…@{domain}" if mail.contact_id and mail.recipient else mail.recipient
