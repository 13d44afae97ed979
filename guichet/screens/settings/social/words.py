"""Each network in words, with what its form asks for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guichet.records.messaging.words import Cause

Said = str | Promise


@dataclass(frozen=True, slots=True)
class Network:
    """`told`: it tells us by webhook, at an address to copy. `steps`: what is done there first. `fields` beyond those of all."""

    kind: str
    name: Said
    summary: Said
    steps: tuple[Said, ...]
    fields: tuple[str, ...]
    told: bool = False


META_STEPS = (
    _("On developers.facebook.com, open your app and create a system user with a token that does not expire."),
    _("Save this page, then copy the address and the verify token shown on it to the webhooks of your app."),
)
NETWORKS = {
    each.kind: each
    for each in (
        Network(
            "mastodon",
            "Mastodon",
            _("Public mentions and private messages of your account, at any instance."),
            (
                _("On your instance: Preferences, Development, New application."),
                _("Rights: read:accounts, read:notifications, read:statuses and write:statuses. Then copy “Your access token”."),
            ),
            ("server", "token"),
        ),
        Network(
            "whatsapp",
            "WhatsApp",
            _("Messages to your number, by Meta’s Cloud API. Free answers for 24 hours, approved templates afterwards."),
            (*META_STEPS, _("Subscribe to the field “messages” of your WhatsApp account.")),
            ("identity", "token", "app_secret", "templates"),
            told=True,
        ),
        Network(
            "messenger",
            "Messenger",
            _("Messages to your page, by Meta’s platform."),
            (*META_STEPS, _("Subscribe your page to messages, message_echoes, message_deliveries and messaging_postbacks.")),
            ("identity", "token", "app_secret"),
            told=True,
        ),
        Network(
            "webhook",
            _("Another network"),
            _("By a bridge that you or somebody else writes: signed webhooks both ways."),
            (
                _("The bridge posts to the address shown here once it is saved, and takes our posts at its own address."),
                _("Both sides sign with the same secret. The documentation of Guichet says how, in one page."),
            ),
            ("server", "identity", "secret"),
            told=True,
        ),
    )
}
LABELS: dict[str, tuple[Said, Said]] = {
    "mastodon-server": (_("Address of the instance"), _("For example https://mastodon.social.")),
    "webhook-server": (_("Address of the bridge"), _("Where it takes what you answer: https://pont.ville.fr/guichet.")),
    "whatsapp-identity": (
        _("Phone number ID"),
        _("A long number beside your telephone number on Meta’s page; not the telephone number itself."),
    ),
    "messenger-identity": (_("Page ID"), _("On the page “About” of your Facebook page, under “Page transparency”.")),
    "webhook-identity": (_("Name of the network"), _("As your agents call it: Bluesky, Matrix.")),
}
CAUSES = {
    Cause.REPEATED: _("It came twice: the first one was taken."),
    Cause.FLOOD: _("This person wrote very often today."),
    Cause.UNREADABLE: _("It could not be read. It is kept as it came: have it read again after a correction."),
    Cause.NO_REASON: _("Nobody answers the reason of its account any more: give the account another one, then have it read again."),
    Cause.MODERATED: _("Somebody decided that it needs no answer."),
}
TROUBLES = {
    "token": _("The network refuses the token: make a new one there, and type it here. Answers wait for it."),
    "signature": _("The bridge refuses our signature: both sides must have the same secret. Answers wait for it."),
    "rights": _("The token may not do all that is needed: give it the rights, then save again. Answers wait for it."),
    "identity": _("The network does not know this account under its identifier any more."),
    "address": _("Its address may not be asked: it must begin with https:// and lie outside your own network."),
    "unreachable": _("The server does not answer. It is tried again by itself."),
    "server": _("The network has a trouble of its own. It is tried again by itself."),
    "busy": _("The network asks us to slow down. It is tried again by itself."),
}
