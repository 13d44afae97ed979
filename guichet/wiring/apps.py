"""What Django is told once, when everything is loaded."""

from datetime import date
from typing import cast

from django.apps import AppConfig
from django.utils.dateformat import DateFormat
from django.utils.translation import get_language


class WiringConfig(AppConfig):
    name = "guichet.wiring"
    label = "wiring"

    def ready(self) -> None:
        DateFormat.j = write_day  # type: ignore[method-assign,assignment]  # every template and every text writes its days through it


def write_day(form: DateFormat) -> int | str:
    """The day of the month; the first one is "1er" in French, which Django's formats do not know."""
    day = cast(date, form.data).day
    return "1er" if day == 1 and (get_language() or "").startswith("fr") else day
