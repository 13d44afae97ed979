"""What the house must know of callbacks."""

from django.utils.translation import gettext_lazy as _

from guichet.channels.contract import Manifest
from guichet.decisions.routing.words import Channel

MANIFEST = Manifest(kind=Channel.CALLBACK, label=_("Callback"), carries_text=False)
