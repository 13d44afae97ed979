from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from guichet.records.audit.queries import list_entries
from guichet.records.directory import models
from guichet.records.directory.actions import Imported, import_directory
from guichet.records.directory.errors import ForeignDirectoryError
from guichet.records.directory.exchange import words
from guichet.records.directory.exchange.loading import load_directory
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.directory.exchange.storing import Change, store
from guichet.records.directory.exchange.writing import write_directory
from guichet.records.directory.queries import list_router_configuration
from guichet.records.directory.tests.directories import directories
from guichet.records.directory.tests.factories import make_account, make_organisation
from guichet.records.directory.tests.test_reading import SMALL
from guichet.records.journal.models import Inbox

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def organisation() -> models.Organisation:
    return make_organisation("deux-rives")


def load_text(organisation: models.Organisation, text: str) -> Imported:
    return import_directory(organisation, text.encode(), NOW)


def list_posted() -> list[str]:
    return list(Inbox.objects.order_by("id").values_list("kind", flat=True))


def test_a_first_import_makes_everything_and_configures_the_router(organisation: models.Organisation) -> None:
    imported = load_text(organisation, SMALL)
    assert {change.kind for change in imported.changes} == {"added"}
    assert list_posted() == ["QueueConfigured", "AgentConfigured"]
    assert models.Reason.objects.get(key="move").parent == models.Reason.objects.get(key="housing")


def test_a_second_import_changes_nothing_and_tells_the_router_nothing(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL)
    posted = list_posted()
    assert load_text(organisation, SMALL) == Imported(changes=(), posted=0)
    assert list_posted() == posted


def test_an_export_is_imported_as_no_change(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL)
    assert load_text(organisation, write_directory(load_directory(organisation))).changes == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(directories(), directories())
def test_whatever_was_there_the_tables_hold_exactly_what_the_file_says(
    organisation: models.Organisation, first: words.Directory, second: words.Directory
) -> None:
    for wanted in (first, second):
        store(organisation, load_directory(organisation), wanted, NOW)
        organisation.refresh_from_db()
        held = load_directory(organisation)
        assert held == wanted
        assert list(held.reasons) == list(wanted.reasons)
        assert store(organisation, held, wanted, NOW) == []


def test_a_changed_reason_becomes_another_version_and_the_old_one_stays_as_it_was(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL)
    old = models.Reason.objects.get(key="housing")
    load_text(organisation, SMALL.replace("skills: {housing: 2}}", "skills: {housing: 4}}"))
    new = models.Reason.objects.current().get(key="housing")
    old.refresh_from_db()
    assert (old.version, old.is_active, old.skills.get().level) == (1, False, 2)
    assert (new.version, new.is_active, new.skills.get().level) == (2, True, 4)
    assert models.Reason.objects.current().get(key="move").parent == new


def test_a_reason_that_comes_back_goes_on_with_its_next_version(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL)
    without = SMALL.replace("  move: {label: {fr: Déménagement}, parent: housing}\n", "")
    assert load_text(organisation, without).changes == (Change("removed", "reasons", "move"),)
    load_text(organisation, SMALL)
    assert models.Reason.objects.current().get(key="move").version == 2


def test_an_agent_who_comes_back_is_the_same_and_keeps_his_account(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL)
    account = make_account(organisation)
    models.Agent.objects.filter(key="claire").update(account=account)
    claire = models.Agent.objects.get(key="claire")
    load_text(organisation, SMALL[: SMALL.index("agents:")])
    assert list_posted()[-1] == "AgentRemoved"
    load_text(organisation, SMALL)
    assert list_posted()[-1] == "AgentConfigured"
    assert models.Agent.objects.current().get() == claire
    assert models.Agent.objects.get().account == account


def test_a_removed_queue_closes_and_a_changed_capacity_reaches_its_agents(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL + "\n")
    load_text(organisation, SMALL.replace("most: 3, units: 1", "most: 2, units: 1"))
    assert list_posted()[2:] == ["AgentConfigured"]
    i, j = SMALL.index("queues:"), SMALL.index("agents:")
    load_text(organisation, SMALL[:i] + SMALL[j:])
    assert set(list_posted()[3:]) == {"QueueClosed", "AgentConfigured"}


def test_a_refused_file_changes_nothing_at_all(organisation: models.Organisation) -> None:
    load_text(organisation, SMALL)
    before, posted = list_router_configuration(organisation.pk), list_posted()
    with pytest.raises(DirectoryFileError):
        load_text(organisation, SMALL.replace("name: Claire Martin", "name: Claire Durand").replace("delay: 5 min", "delay: soon"))
    assert (list_router_configuration(organisation.pk), list_posted()) == (before, posted)


def test_a_file_of_another_organisation_is_refused(organisation: models.Organisation) -> None:
    with pytest.raises(ForeignDirectoryError):
        load_text(organisation, SMALL.replace("slug: deux-rives", "slug: autre-rive"))


def test_an_import_leaves_its_trace(organisation: models.Organisation) -> None:
    account = make_account(organisation)
    import_directory(organisation, SMALL.encode(), NOW, account)
    [entry] = list_entries(organisation.pk, "organisation", str(organisation.pk))
    assert (entry.verb, entry.actor_id, entry.details) == ("directory-imported", account.pk, {"added": 13})


def test_two_organisations_may_use_the_same_keys() -> None:
    for slug in ("deux-rives", "autre-rive"):
        organisation = make_organisation(slug)
        load_text(organisation, SMALL.replace("slug: deux-rives", f"slug: {slug}"))
        assert models.Agent.objects.get().organisation == organisation
