"""What the house must know of SMS."""

from django.utils.translation import gettext_lazy as _

from guichet.channels.contract import Manifest
from guichet.channels.sms.settings import MOST_TEXT
from guichet.decisions.routing.words import Channel

MANIFEST = Manifest(kind=Channel.SMS, label=_("SMS"), carries_text=True, most_text=MOST_TEXT)
