"""The pages of e-mail: mailboxes with a trial of their connection, signatures, and mails that nobody was asked to answer."""

import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.records.correspondence import mailboxes
from guichet.records.correspondence.fetching import SENTENCES, MailboxError, Trouble, check_mailbox
from guichet.records.correspondence.models import IncomingMail, Mailbox, Signature
from guichet.records.correspondence.words import Cause, Security
from guichet.records.directory.models import Account, Commitment, Queue, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError
from guichet.records.letters.box import get_box as get_letter_box
from guichet.records.notices.server import SENTENCES as SENDING_SENTENCES
from guichet.records.notices.server import MailServer, NotTakenError, try_server
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.retyping import list_to_retype
from guichet.screens.settings.views import draw

MOST_SHOWN = 100
CAUSES = {
    Cause.REPEATED: gettext_lazy("It came twice: the first one was taken."),
    Cause.OWN: gettext_lazy("One of our own mails came back."),
    Cause.FLOOD: gettext_lazy("This sender wrote very often today."),
    Cause.AUTOMATIC: gettext_lazy("An automatic reply that belongs to no request."),
    Cause.NO_SCAN: gettext_lazy("A scanner’s mailbox got it, and it holds no scan: no PDF, no picture."),
    Cause.PART_MISSING: gettext_lazy("A scanner sent it and part of it is damaged: a letter may be missing. Scan the paper again."),
    Cause.UNREADABLE: gettext_lazy("It could not be read: a contact says so, the mail is kept here."),
    Cause.NO_REASON: gettext_lazy(
        "Nobody answers the reason of its mailbox any more: give the mailbox another one, then have it read again."
    ),
}


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_label(get_language() or "fr"))


class MailboxForm(forms.Form):
    """`password` is never shown again."""

    address = forms.CharField(
        label=gettext_lazy("Address"), help_text=gettext_lazy("To which citizens write: mairie@ville.fr."), max_length=254
    )
    reason = ReasonField(
        empty_label=gettext_lazy("Choose…"),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It says who answers what comes to this address."),
        queryset=Reason.objects.none(),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Mails to this address are taken"), required=False, initial=True)
    acknowledges = forms.BooleanField(
        label=gettext_lazy("Each mail is acknowledged at once, with the day of the answer"), required=False, initial=True
    )
    receives_scans = forms.BooleanField(
        label=gettext_lazy("A scanner writes to this address: take what it attaches as letters on paper"),
        help_text=gettext_lazy(
            "Each PDF or picture becomes a letter, as in the scanner’s folder. Nothing is acknowledged."
            " Give this address to the scanner alone."
        ),
        required=False,
    )
    host = forms.CharField(
        label=gettext_lazy("IMAP server (optional)"),
        help_text=gettext_lazy("Where the mails lie: imap.ville.fr. Empty when your own mail server brings them (LMTP)."),
        required=False,
        max_length=253,
    )
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65_535, initial=993)
    security = forms.ChoiceField(
        label=gettext_lazy("Encryption"),
        choices=[
            (Security.TLS.value, gettext_lazy("TLS (port 993, the usual one)")),
            (Security.STARTTLS.value, gettext_lazy("STARTTLS (port 143)")),
            (Security.NONE.value, gettext_lazy("None (only on this machine)")),
        ],
    )
    login = forms.CharField(label=gettext_lazy("User name at this server (optional)"), required=False, max_length=254)
    password = forms.CharField(
        label=gettext_lazy("Password (optional)"),
        help_text=gettext_lazy("Kept sealed, never shown again. Empty: the one that is kept stays."),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    trusted_server = forms.CharField(
        label=gettext_lazy("Server whose word about senders counts (optional)"),
        help_text=gettext_lazy("The first word it writes into Authentication-Results: mx.ville.fr. Empty: no sender is shown as verified."),
        required=False,
        max_length=253,
    )
    has_tags = forms.BooleanField(
        label=gettext_lazy("Mails to mairie+something@ville.fr reach this mailbox too"),
        help_text=gettext_lazy("Answers then find their thread even where a mail program forgets what it answers."),
        required=False,
    )

    def __init__(self, organisation_id: int, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        field = self.fields["reason"]
        assert isinstance(field, ReasonField)  # noqa: S101 - tells the type
        field.queryset = Reason.objects.of(organisation_id).current().order_by("pk")

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip().lower()
        validate_email(address)
        return address

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("host") and not values.get("login"):
            self.add_error("login", _("Say under which name Guichet signs on at the IMAP server."))
        return values


@dataclass(frozen=True, slots=True)
class Left:
    """A mail that waits for nobody, in words."""

    mail: IncomingMail
    sender: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A mailbox, how it stands in words, and the commitment whose day it promises."""

    box: Mailbox
    words: str
    commitment: Commitment | None

    @property
    def promise(self) -> str:
        return self.commitment.get_label(get_language() or "fr") if self.commitment else ""


@administrators_only
@require_safe
def mailboxes_page(request: HttpRequest, account: Account) -> HttpResponse:
    done = {"saved": _("Saved."), "read": _("It was read again and is in a contact now.")}.get(request.GET.get("done", ""), "")
    return draw_mailboxes(request, account, done)


def draw_mailboxes(
    request: HttpRequest,
    account: Account,
    done: str = "",
    refusal: str = "",
    trial: tuple[bool, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    organisation = account.organisation_id
    left = mailboxes.list_left(organisation)
    has_box = get_letter_box(organisation) is not None
    found = list(mailboxes.list_mailboxes(organisation))
    signatures = dict(Signature.objects.of(organisation).values_list("pk", "text"))
    page = {
        "place": _("E-mail"),
        "boxes": [Shown(box, describe(box, has_box=has_box), find_commitment(box)) for box in found],
        "queues": [
            (queue, queue.get_label("fr"), signatures.get(queue.pk, ""))
            for queue in Queue.objects.of(organisation).current().order_by("pk")
        ],
        "left": [Left(mail, show_sender(mail), str(CAUSES.get(Cause(mail.cause), ""))) for mail in left[:MOST_SHOWN]],
        "left_out": max(0, left.count() - MOST_SHOWN),
        "has_server": settings.MAIL_SERVER is not None,
        "has_seats": mailboxes.has_seats(organisation),
        "takes_lmtp": takes_lmtp(),
        "needs_lmtp": any(not box.host for box in found),
        "done": done,
        "refusal": refusal,
        "trial": trial,
    }
    return draw(request, account, "settings/mailboxes.html", page, status)


def takes_lmtp() -> bool:
    return bool(os.environ.get("GUICHET_LMTP"))


def find_commitment(box: Mailbox) -> Commitment | None:
    """By when its mails are to be answered: what an acknowledgement promises. None: nothing is acknowledged, or nobody answers."""
    queue = get_queue(box.reason) if box.acknowledges and not box.receives_scans else None
    return queue.commitment if queue is not None else None


@administrators_only
@require_POST
def try_sending(request: HttpRequest, account: Account) -> HttpResponse:
    """Whether a mail would leave now; none does."""
    server: MailServer | None = settings.MAIL_SERVER
    if server is None:
        trial = (False, _("No mail server is set: there is nothing to try."))
    else:
        place = {"host": server.host, "port": server.port}
        try:
            try_server(server)
            trial = (True, _("%(host)s, port %(port)s, answers and takes mails from here. None was sent.") % place)
        except NotTakenError as error:
            trial = (False, " ".join([_("No mail leaves by %(host)s, port %(port)s.") % place, _(SENDING_SENTENCES[error.trouble])]))
    return draw_mailboxes(request, account, trial=trial)


def describe(box: Mailbox, *, has_box: bool) -> str:
    """How it stands, in words."""
    if not box.is_active:
        return _("Switched off: nothing is taken.")
    if box.receives_scans and not has_box:
        return _("A scanner writes to it, and its letters wait: set up the letter box under Letters.")
    if not box.host:
        return _("Your mail server brings its mails (LMTP).")
    if box.trouble:
        return str(SENTENCES.get(Trouble(box.trouble), ""))
    return _("Fetched from %(host)s.") % {"host": box.host} if box.heard_at else _("Not fetched yet: it begins within a minute.")


def show_sender(mail: IncomingMail) -> str:
    user, at, domain = mail.sender.rpartition("@")
    return f"{user[:1]}…@{domain}" if at else "–"


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_page(request: HttpRequest, account: Account, mailbox_id: int | None = None) -> HttpResponse:
    box = get_box(account, mailbox_id)
    if request.method != "POST":
        return draw_mailbox(request, account, box, MailboxForm(account.organisation_id, initial=read_values(box)))
    form = MailboxForm(account.organisation_id, request.POST)
    if not form.is_valid():
        return draw_mailbox(request, account, box, form, status=422)
    values = {name: value for name, value in form.cleaned_data.items() if name != "password"}
    if "try" in request.POST:
        return draw_mailbox(request, account, box, form, trial=try_out(box, values, form.cleaned_data["password"]))
    try:
        mailboxes.save_mailbox(box, values, form.cleaned_data["password"], account, timezone.now())
    except RefusedError as error:
        form.add_error("address", str(error))
        return draw_mailbox(request, account, get_box(account, mailbox_id), form, status=422)
    return redirect(reverse("settings-mailboxes") + "?done=saved")


def get_box(account: Account, mailbox_id: int | None) -> Mailbox:
    if mailbox_id is None:
        return Mailbox(organisation=account.organisation, language=account.organisation.default_language)
    return get_object_or_404(Mailbox.objects.for_user(account), pk=mailbox_id)


def read_values(box: Mailbox) -> dict[str, Any]:
    return {} if box.pk is None else {name: getattr(box, name) for name in MailboxForm.base_fields if name != "password"}


def try_out(box: Mailbox, values: dict[str, Any], password: str) -> tuple[bool, str]:
    """Whether the mailbox can be reached as the form says, and what is so, in words. Nothing is kept and nothing is fetched."""
    from guichet.records.directory.seals import seal

    for name, value in values.items():
        setattr(box, name, value)
    if password:
        box.secret = seal(password.encode())
    if not box.host and not takes_lmtp():
        return False, _("No door is open for your mail server: set GUICHET_LMTP (127.0.0.1:8024), then start Guichet again.")
    if not box.host:
        return True, _("There is nothing to try: your mail server brings the mails. Send one to the address to see it come.")
    try:
        unread = check_mailbox(box)
    except MailboxError as error:
        return False, str(error)
    return True, _("The mailbox is reached. Unread mails there: %(count)d. They are fetched once you save.") % {"count": unread}


def draw_mailbox(
    request: HttpRequest, account: Account, box: Mailbox, form: MailboxForm, trial: tuple[bool, str] | None = None, status: int = 200
) -> HttpResponse:
    page = {"place": _("E-mail"), "form": form, "box": box, "trial": trial, "retype": list_to_retype(form)}
    return draw(request, account, "settings/mailbox.html", page, status)


@administrators_only
@require_POST
def sign_queue(request: HttpRequest, account: Account, queue_id: int) -> HttpResponse:
    queue = get_object_or_404(Queue.objects.of(account.organisation_id).current(), pk=queue_id)
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "")[:2_000]
    mailboxes.save_signature(queue, text, account, timezone.now())
    return redirect(reverse("settings-mailboxes") + "?done=saved")


@administrators_only
@require_POST
def read_mail_again(request: HttpRequest, account: Account, mail_id: UUID) -> HttpResponse:
    get_object_or_404(IncomingMail.objects.for_user(account), pk=mail_id)
    try:
        mailboxes.read_again(account, mail_id, timezone.now())
    except RefusedError as error:
        return draw_mailboxes(request, account, refusal=str(error), status=409)
    return redirect(reverse("settings-mailboxes") + "?done=read")
