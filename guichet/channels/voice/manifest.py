"""What the house must know of the telephone."""

from django.utils.translation import gettext_lazy as _

from guichet.channels.contract import Manifest
from guichet.decisions.routing.words import Channel

MANIFEST = Manifest(kind=Channel.VOICE, label=_("Telephone"), carries_text=False)
