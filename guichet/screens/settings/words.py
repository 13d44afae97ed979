"""Words of the settings pages that several of them need."""

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.exchange.words import WEEKDAYS as KEYS

DAY_NAMES = {day: WEEKDAYS[number] for number, day in enumerate(KEYS)}
"""As they stand within a sentence."""
DAYS = {day: capfirst(name) for day, name in DAY_NAMES.items()}
"""Django's own names, which dates are written with too."""
CHANNELS = (
    ("chat", _("Chat")),
    ("callback", _("Callback")),
    ("message", _("Message left")),
    ("voice", _("Telephone")),
    ("video", _("Video")),
    ("visit", _("Visit")),
    ("email", _("E-mail")),
    ("sms", _("SMS")),
    ("social", _("Social networks")),
    ("letter", _("Letter")),
)
"""In the order in which people think of them."""

HOLIDAYS = (
    ("", _("None: open on public holidays too")),
    ("metropole", _("Mainland France")),
    ("alsace-moselle", _("Alsace and Moselle")),
    ("guadeloupe", "Guadeloupe"),
    ("martinique", "Martinique"),
    ("guyane", "Guyane"),
    ("reunion", "La Réunion"),
    ("mayotte", "Mayotte"),
    ("saint-barthelemy", "Saint-Barthélemy"),
    ("saint-martin", "Saint-Martin"),
    ("saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon"),
    ("nouvelle-caledonie", "Nouvelle-Calédonie"),
    ("polynesie-francaise", "Polynésie française"),
    ("wallis-et-futuna", "Wallis-et-Futuna"),
)
ZONES = (
    ("Europe/Paris", _("Mainland France")),
    ("America/Guadeloupe", "Guadeloupe"),
    ("America/Martinique", "Martinique"),
    ("America/Cayenne", "Guyane"),
    ("Indian/Reunion", "La Réunion"),
    ("Indian/Mayotte", "Mayotte"),
    ("America/St_Barthelemy", "Saint-Barthélemy"),
    ("America/Marigot", "Saint-Martin"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Pacific/Noumea", "Nouvelle-Calédonie"),
    ("Pacific/Tahiti", "Polynésie française"),
    ("Pacific/Wallis", "Wallis-et-Futuna"),
)
LANGUAGES = (
    ("", _("Not a language")),
    ("fr", _("French")),
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("it", _("Italian")),
    ("pt", _("Portuguese")),
    ("ro", _("Romanian")),
    ("ru", _("Russian")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("zh", _("Chinese")),
    ("fsl", _("French sign language")),
    ("rcf", _("Réunion Creole")),
    ("gcf", _("Guadeloupe and Martinique Creole")),
)
