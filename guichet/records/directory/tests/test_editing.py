from datetime import UTC, datetime
from typing import Any

import pytest

from guichet.records.audit.models import AuditEntry
from guichet.records.directory import editing, models
from guichet.records.directory.actions import import_directory
from guichet.records.directory.editing import Author, Edit
from guichet.records.directory.errors import ChangedMeanwhileError, UndoneAlreadyError
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.directory.tests import factories
from guichet.records.directory.tests.test_reading import SMALL
from guichet.records.directory.words import ChangeKind, Role
from guichet.records.journal.models import Inbox

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def organisation() -> models.Organisation:
    organisation = factories.make_organisation("deux-rives", name="Deux-Rives")
    import_directory(organisation, SMALL.encode(), NOW)
    organisation.refresh_from_db()
    Inbox.objects.all().delete()
    return organisation


@pytest.fixture
def author(organisation: models.Organisation) -> Author:
    return Author(factories.make_account(organisation, Role.ADMINISTRATOR))


def get(organisation: models.Organisation, section: str, key: str) -> Any:
    return editing.get_entry(editing.get_content(organisation), section, key)


def change(organisation: models.Organisation, author: Author, section: str, key: str, **fields: Any) -> editing.Stored:
    """Change fields of an entry as somebody who has just seen it."""
    seen = get(organisation, section, key)
    return editing.edit_directory(organisation, [Edit(section, key, seen, {**seen, **fields})], author, NOW)


def test_a_changed_entry_is_stored_told_to_the_router_and_kept_with_who_and_what(organisation: models.Organisation, author: Author) -> None:
    stored = change(organisation, author, "queues", "housing", offer="45 s")
    assert models.Queue.objects.get(key="housing").offer_seconds == 45
    assert list(Inbox.objects.values_list("kind", flat=True)) == ["QueueConfigured"]
    assert stored.change is not None
    [entry] = stored.change.entries
    assert (entry["section"], entry["key"], entry["after"]["offer"]) == ("queues", "housing", "45 s")
    assert "offer" not in entry["before"], "what is as usual is not written"
    assert stored.change.actor == author.account
    assert AuditEntry.objects.filter(verb="directory-changed", subject_id=str(stored.change.pk)).count() == 1


def test_what_changes_nothing_is_not_kept(organisation: models.Organisation, author: Author) -> None:
    before = models.DirectoryChange.objects.count()
    assert change(organisation, author, "queues", "housing").change is None
    assert models.DirectoryChange.objects.count() == before


def test_who_saves_second_is_told_what_the_first_saved(organisation: models.Organisation, author: Author) -> None:
    seen = get(organisation, "skills", "housing")
    first, second = {**seen, "label": {"fr": "Habitat"}}, {**seen, "label": {"fr": "Logements"}}
    editing.edit_directory(organisation, [Edit("skills", "housing", seen, first)], author, NOW)
    with pytest.raises(ChangedMeanwhileError) as refused:
        editing.edit_directory(organisation, [Edit("skills", "housing", seen, second)], author, NOW)
    assert editing.get_entry(refused.value.content, "skills", "housing") == first
    assert [edit.after for edit in refused.value.moved] == [second], "nothing of what the second wrote is lost"
    editing.edit_directory(organisation, [Edit("skills", "housing", first, second)], author, NOW)
    assert get(organisation, "skills", "housing") == second


def test_two_people_who_add_the_same_key_do_not_overwrite_each_other(organisation: models.Organisation, author: Author) -> None:
    edit = Edit("teams", "north", None, {"name": "Nord"})
    editing.edit_directory(organisation, [edit], author, NOW)
    with pytest.raises(ChangedMeanwhileError):
        editing.edit_directory(organisation, [edit], author, NOW)


def test_an_entry_that_others_need_is_not_removed(organisation: models.Organisation, author: Author) -> None:
    content = editing.get_content(organisation)
    assert editing.list_uses(content, "skills", "housing") == [
        editing.Use("reasons", "housing", "skills"),
        editing.Use("agents", "claire", "skills"),
    ]
    with pytest.raises(DirectoryFileError):
        editing.edit_directory(organisation, [Edit("skills", "housing", get(organisation, "skills", "housing"), None)], author, NOW)
    assert models.Skill.objects.get(key="housing").is_active


def test_a_value_that_is_not_one_is_said_at_its_place(organisation: models.Organisation, author: Author) -> None:
    with pytest.raises(DirectoryFileError) as refused:
        change(organisation, author, "queues", "housing", offer="soon")
    assert [problem.path for problem in refused.value.problems] == ["queues.housing.offer"]


def test_a_change_is_undone_and_done_again(organisation: models.Organisation, author: Author) -> None:
    assert author.account is not None
    stored = change(organisation, author, "queues", "housing", offer="45 s", wrap_up="3 min")
    assert stored.change is not None
    undone = editing.undo(stored.change, author.account, NOW)
    assert models.Queue.objects.get(key="housing").offer_seconds == 20
    with pytest.raises(UndoneAlreadyError):
        editing.undo(stored.change, author.account, NOW)
    assert undone.change is not None
    assert (undone.change.kind, undone.change.undoes) == (ChangeKind.UNDONE, stored.change)
    editing.undo(undone.change, author.account, NOW)
    assert models.Queue.objects.get(key="housing").offer_seconds == 45


def test_a_change_that_was_changed_again_is_not_undone_over_it(organisation: models.Organisation, author: Author) -> None:
    assert author.account is not None
    stored = change(organisation, author, "queues", "housing", offer="45 s")
    change(organisation, author, "queues", "housing", offer="50 s")
    assert stored.change is not None
    with pytest.raises(ChangedMeanwhileError):
        editing.undo(stored.change, author.account, NOW)
    assert models.Queue.objects.get(key="housing").offer_seconds == 50


def test_a_removed_reason_comes_back_at_its_place(organisation: models.Organisation, author: Author) -> None:
    assert author.account is not None
    editing.edit_directory(organisation, [Edit("reasons", "birth", None, {"label": {"fr": "Naissance"}, "parent": "housing"})], author, NOW)
    stored = editing.edit_directory(organisation, [Edit("reasons", "move", get(organisation, "reasons", "move"), None)], author, NOW)
    assert stored.change is not None
    editing.undo(stored.change, author.account, NOW)
    assert list(editing.get_content(organisation)["reasons"]) == ["housing", "move", "birth"]


def test_reasons_are_put_in_another_order_and_back(organisation: models.Organisation, author: Author) -> None:
    assert author.account is not None
    editing.edit_directory(organisation, [Edit("reasons", "birth", None, {"label": {"fr": "Naissance"}, "parent": "housing"})], author, NOW)
    order = ["housing", "birth", "move"]
    stored = editing.edit_directory(organisation, [Edit("order", "reasons", ["housing", "move", "birth"], order)], author, NOW)
    assert list(editing.get_content(organisation)["reasons"]) == order
    assert stored.change is not None
    editing.undo(stored.change, author.account, NOW)
    assert list(editing.get_content(organisation)["reasons"]) == ["housing", "move", "birth"]


def test_whoever_looks_at_the_effect_may_prevent_the_change(organisation: models.Organisation, author: Author) -> None:
    class PreventedError(Exception):
        pass

    def prevent(before: object, after: object) -> None:
        assert before != after
        raise PreventedError

    seen = get(organisation, "agents", "claire")
    with pytest.raises(PreventedError):
        editing.edit_directory(organisation, [Edit("agents", "claire", seen, None)], author, NOW, prevent)
    assert models.Agent.objects.get(key="claire").is_active
    assert not Inbox.objects.exists()


def test_an_imported_file_is_kept_in_the_same_history(organisation: models.Organisation) -> None:
    [change] = models.DirectoryChange.objects.of(organisation.pk)
    assert change.kind == ChangeKind.IMPORTED
    assert {"section": "teams", "key": "x", "before": None, "after": {}}.keys() == change.entries[0].keys()


def test_a_colour_in_which_nothing_can_be_read_is_refused_with_the_nearest_that_can(
    organisation: models.Organisation, author: Author
) -> None:
    with pytest.raises(DirectoryFileError) as refused:
        change(organisation, author, "organisation", "deux-rives", accent_light="#ffd700")
    [problem] = refused.value.problems
    assert problem.path == "organisation.accent_light"
    nearest = problem.message.rsplit(" ", 1)[1].rstrip(".")
    change(organisation, author, "organisation", "deux-rives", accent_light=nearest)
    organisation.refresh_from_db()
    assert organisation.accent_light == nearest
