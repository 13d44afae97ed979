"""What the house must know of social networks."""

from django.utils.translation import gettext_lazy as _

from guichet.channels.contract import Manifest
from guichet.channels.social.settings import MOST_TEXT
from guichet.decisions.routing.words import Channel

MANIFEST = Manifest(kind=Channel.SOCIAL, label=_("Social network"), carries_text=True, most_text=MOST_TEXT)
