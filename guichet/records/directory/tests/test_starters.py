import pytest

from guichet.records.directory import editing, models
from guichet.records.directory.editing import Author, Edit
from guichet.records.directory.starters import NAMES, choose, get_starter
from guichet.records.directory.tests import factories
from guichet.records.directory.tests.test_editing import NOW

pytestmark = pytest.mark.django_db
CALENDAR = {"label": {"fr": "Horaires"}, "time_zone": "Europe/Paris", "weekly": {"monday": "09:00-12:00"}}


@pytest.fixture
def organisation() -> models.Organisation:
    organisation = factories.make_organisation("bar", name="Bar")
    editing.edit_directory(organisation, [Edit("calendars", "hours", None, CALENDAR)], Author(None), NOW)
    return organisation


def begin(organisation: models.Organisation, name: str, reasons: list[str]) -> None:
    edits = choose(get_starter(name), reasons, "hours", editing.get_content(organisation))
    editing.edit_directory(organisation, edits, Author(None), NOW)


@pytest.mark.parametrize("name", NAMES)
def test_a_starter_set_is_a_directory_worded_in_french_and_english(organisation: models.Organisation, name: str) -> None:
    starter = get_starter(name)
    begin(organisation, name, list(starter.content["reasons"]))
    content = editing.get_content(organisation)
    for section in ("skills", "commitments", "capacities", "queues", "reasons", "pauses", "outcomes"):
        assert content[section].keys() == starter.content[section].keys(), section
        assert all({"fr", "en"} <= entry["label"].keys() for entry in content[section].values()), section
    assert len(content["reasons"]) >= 20
    assert all(len(entry["label"][language]) <= 70 for entry in content["reasons"].values() for language in ("fr", "en"))


def test_what_is_unticked_stays_out_with_what_only_it_needs(organisation: models.Organisation) -> None:
    begin(organisation, "town-hall", ["birth", "other"])
    content = editing.get_content(organisation)
    assert list(content["reasons"]) == ["civil-status", "birth", "other"]
    assert content["queues"].keys() == {"civil-status", "reception"}
    assert content["skills"].keys() == {"french", "civil-status"}


def test_what_is_there_already_stays_as_it_is(organisation: models.Organisation) -> None:
    own = {"label": {"fr": "Le nôtre"}, "language": "fr"}
    editing.edit_directory(organisation, [Edit("skills", "french", None, own)], Author(None), NOW)
    begin(organisation, "town-hall", ["birth"])
    begin(organisation, "town-hall", ["birth", "works"])
    content = editing.get_content(organisation)
    assert content["skills"]["french"] == own
    assert {"birth", "works"} <= content["reasons"].keys()


def test_there_is_no_other_set() -> None:
    with pytest.raises(KeyError):
        get_starter("../demonstration")
