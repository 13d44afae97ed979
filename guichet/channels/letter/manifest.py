"""What the house must know of letters."""

from django.utils.translation import gettext_lazy as _

from guichet.channels.contract import Manifest
from guichet.decisions.routing.words import Channel
from guichet.records.contacts.words import LONGEST_TEXT

MANIFEST = Manifest(kind=Channel.LETTER, label=_("Letter"), carries_text=True, most_text=LONGEST_TEXT)
