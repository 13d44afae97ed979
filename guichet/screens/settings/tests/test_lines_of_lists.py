"""Values in one line, as lists and the history show them."""

from django.utils import translation

from guichet.screens.settings.controls.tables import Week
from guichet.screens.settings.controls.words import Room
from guichet.screens.settings.entries import list_rows
from guichet.screens.settings.sections import REASONS

ROOM = Room("fr", lambda _section: [])
WEEK = {"monday": "08:30-12:00, 13:30-16:30", "tuesday": "08:30-12:00, 13:30-16:30", "wednesday": "08:30-12:00"}


def test_days_within_a_line_are_written_as_the_language_writes_them() -> None:
    with translation.override("fr"):
        said = Week("").show(WEEK, ROOM)
        row = Week("").show(dict.fromkeys(("monday", "tuesday", "wednesday"), "09:00-12:00"), ROOM)
    assert said.startswith("Lundi, mardi 08:30-12:00, 13:30-16:30")
    assert "mercredi 08:30-12:00" in said
    assert row == "Lundi à mercredi 09:00-12:00"
    with translation.override("en"):
        assert Week("").show(WEEK, ROOM) == "Monday, Tuesday 08:30-12:00, 13:30-16:30; Wednesday 08:30-12:00"


def test_a_reason_without_a_queue_names_the_one_that_it_stands_under() -> None:
    reasons = {
        "civil": {"label": {"fr": "État civil"}, "queue": "town"},
        "birth": {"label": {"fr": "Une naissance"}, "parent": "civil"},
        "tax": {"label": {"fr": "Les impôts"}},
    }
    content = {"reasons": reasons, "queues": {"town": {"label": {"fr": "Mairie"}}}}
    rows = {row.key: row.columns[0] for row in list_rows(content, REASONS, "fr")}
    assert (rows["civil"], rows["tax"]) == ("Mairie", "")
    assert "État civil" in rows["birth"]
