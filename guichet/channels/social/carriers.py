"""Networks as the room of messages knows them: its accounts and words on one side, an adapter on the other."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.channels.social import cloud, mastodon, webhook
from guichet.channels.social.templates import find_template, read_approved
from guichet.channels.social.words import (
    SENTENCES,
    Access,
    Adapter,
    Arrived,
    Event,
    Fate,
    Network,
    NetworkError,
    Outgoing,
    Trouble,
    UnreadableError,
)
from guichet.records.messaging import errors, models
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.models import Account, Talk
from guichet.records.messaging.words import Arrival, Features, Parcel, ReceiptState, Taken, Told
from guichet.records.messaging.words import Event as Word
from guichet.records.moderation.publicity import find_personal
from guichet.records.moderation.queries import find_in, list_sayable
from guichet.records.separation import set_organisation

WINDOW = timedelta(hours=24)
"""For so long after a person's last word Meta lets us answer freely."""
WINDOWED = frozenset({Network.WHATSAPP, Network.MESSENGER})
OURS = frozenset({Trouble.TOKEN, Trouble.SIGNATURE, Trouble.RIGHTS, Trouble.ADDRESS, Trouble.IDENTITY})
"""What an administrator mends: messages wait for it, and the account says so."""
CODES = {Trouble.GONE: "unknown-handle", Trouble.BUSY: "throttled"}
STATES = {
    Fate.SENT: ReceiptState.SENT,
    Fate.DELIVERED: ReceiptState.DELIVERED,
    Fate.READ: ReceiptState.DELIVERED,
    Fate.FAILED: ReceiptState.FAILED,
}


class SocialCarrier:
    """One network."""

    def __init__(self, network: Network, features: Features) -> None:
        self.network = network
        self.features = features

    def read(self, account: Account, raw: bytes) -> Sequence[Word]:
        try:
            events = open_adapter(account, {}).read(raw)
        except UnreadableError as error:
            raise errors.UnreadableError(str(error)) from error
        with translation.override(account.language):
            return [word for event in events for word in self._translate(event)]

    def _translate(self, event: Event) -> Iterator[Word]:
        """A receipt is told under our own key too: it may come before we know the network's name for what we sent."""
        if isinstance(event, Arrived):
            window = event.at + WINDOW if self.network in WINDOWED else None
            yield Arrival(
                reference=event.reference,
                handle=event.handle,
                text=write_text(event),
                at=event.at,
                shown_name=write_name(event),
                in_reply_to=event.in_reply_to,
                is_public=event.is_public,
                window_until=window,
            )
            return
        code = "" if event.trouble is None else CODES.get(event.trouble, event.trouble.value)
        for reference in dict.fromkeys(name for name in (event.reference, event.key) if name):
            yield Told(reference=reference, state=STATES[event.fate], code=code)

    def send(self, account: Account, parcel: Parcel) -> Taken:
        outgoing = prepare(account, parcel, self.network)
        try:
            reference = open_adapter(account).send(outgoing)
        except NetworkError as error:
            raise self._explain(account, error) from error
        if account.trouble:
            note_trouble(account, "")
        return Taken(references=(reference,))

    def _explain(self, account: Account, error: NetworkError) -> errors.NotTakenError | errors.UncertainError:
        if error.is_uncertain:
            return errors.UncertainError()
        if error.trouble in OURS:
            note_trouble(account, error.trouble)
            return errors.NotTakenError(permanent=False, reason=error.trouble)
        wait = None if error.wait_seconds is None else max(1, int(error.wait_seconds))
        return errors.NotTakenError(
            permanent=bool(error.permanent), reason=CODES.get(error.trouble, error.trouble.value), wait_seconds=wait
        )

    def check(self, account: Account) -> str:
        """What is learned stands in `account.settings` and `account.address` afterwards; nothing is kept."""
        try:
            found = open_adapter(account).check()
        except NetworkError as error:
            raise errors.UnreachableError(SENTENCES[error.trouble]) from error
        learned = {"identity": found.identity, "most_text": found.most_text, "url_length": found.url_length, "streaming": found.streaming}
        account.settings = {**account.settings, **learned}
        account.address = account.address or found.shown_name
        return _("The account is reached: %(name)s.") % {"name": found.shown_name}


def prepare(account: Account, parcel: Parcel, network: Network) -> Outgoing:
    """What leaves, with what the talk says of it.

    :raises NotTakenError: it holds something personal that everybody would read. :raises UncertainError: the network has forgotten its key.
    """
    with transaction.atomic():
        set_organisation(account.organisation_id)
        if network == Network.MASTODON and _is_forgotten(account, parcel.key):
            raise errors.UncertainError
        talks = Talk.objects.of(account.organisation_id).filter(account=account, handle=parcel.handle)
        talk = talks.select_related("account", "contact__citizen").order_by(F("window_until").desc(nulls_last=True)).first()
    if parcel.is_public and (find_in(talk, parcel.text) if talk else find_personal(parcel.text, list_sayable(account))):
        raise errors.NotTakenError(permanent=True, reason=Trouble.PERSONAL)
    is_late = network in WINDOWED and talk is not None and talk.window_until is not None and talk.window_until <= timezone.now()
    return Outgoing(
        key=UUID(parcel.key),
        handle=parcel.handle,
        text=parcel.text,
        is_public=parcel.is_public,
        in_reply_to=parcel.in_reply_to,
        is_late=is_late,
        template=find_template(parcel.text, read_approved(account.settings)) if is_late else None,
    )


def _is_forgotten(account: Account, key: str) -> bool:
    """Perhaps posted once, so long ago that posting it again would be a second time."""
    ours = models.Outgoing.objects.of(account.organisation_id).filter(key=key, code="unknown")
    return ours.filter(created_at__lt=timezone.now() - timedelta(seconds=mastodon.REPEAT_SECONDS)).exists()


@transaction.atomic
def note_trouble(account: Account, trouble: str) -> None:
    set_organisation(account.organisation_id)
    Account.objects.of(account.organisation_id).filter(pk=account.pk).update(trouble=trouble)
    account.trouble = trouble


def write_text(event: Arrived) -> str:
    """Its words, and that files came along: they are fetched afterwards."""
    lines = [event.text]
    if event.pieces:
        count = len(event.pieces)
        lines.append(ngettext("[%(count)d file came with it]", "[%(count)d files came with it]", count) % {"count": count})
        lines += [piece.description for piece in event.pieces if piece.description]
    return "\n".join(line for line in lines if line)


def write_name(event: Arrived) -> str:
    """Whoever declares himself a program is shown as one."""
    return _("%(name)s (a program)") % {"name": event.shown_name or event.handle} if event.is_automatic else event.shown_name


def read_access(account: Account, secrets: dict[str, str] | None = None) -> Access:
    """:raises NetworkError: the secrets were sealed under a key that is gone."""
    opened = read_secrets(account) if secrets is None else secrets
    if opened is None:
        raise NetworkError(Trouble.SIGNATURE if account.kind == Network.WEBHOOK else Trouble.TOKEN)
    settings: dict[str, Any] = account.settings
    return Access(
        network=Network(account.kind),
        server=str(settings.get("server", "")),
        identity=str(settings.get("identity", "")),
        secrets=opened,
    )


def open_adapter(account: Account, secrets: dict[str, str] | None = None) -> Adapter:
    """:raises NetworkError: see `read_access`."""
    access = read_access(account, secrets)
    most, url = account.settings.get("most_text"), account.settings.get("url_length")
    match access.network:
        case Network.MASTODON:
            return mastodon.Mastodon(access, most or mastodon.USUAL_LENGTH, mastodon.USUAL_URL if url is None else url)
        case Network.WHATSAPP:
            return cloud.WhatsApp(access)
        case Network.MESSENGER:
            return cloud.Messenger(access)
        case Network.WEBHOOK:
            return webhook.Webhook(access, most or webhook.MOST_TEXT)


def open_mastodon() -> SocialCarrier:
    """An uncertain status may be sent again with its key for an hour."""
    return SocialCarrier(Network.MASTODON, Features(is_repeatable=True, most_text=mastodon.USUAL_LENGTH))


def open_whatsapp() -> SocialCarrier:
    return SocialCarrier(Network.WHATSAPP, Features(knows_stop=True, most_text=cloud.MOST_WHATSAPP))


def open_messenger() -> SocialCarrier:
    return SocialCarrier(Network.MESSENGER, Features(knows_stop=True, most_text=cloud.MOST_MESSENGER))


def open_webhook() -> SocialCarrier:
    """A bridge takes the same `webhook-id` once."""
    return SocialCarrier(Network.WEBHOOK, Features(is_repeatable=True, most_text=webhook.MOST_TEXT))
