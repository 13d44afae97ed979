"""Writing scripts: nothing is lost, nobody publishes alone, and what is published can be given back."""

import pytest

from guichet.decisions.dialogue.checks import Flaw
from guichet.decisions.dialogue.words import Answer, End, Language, Medium, SendLink, StepId
from guichet.records.audit.models import AuditEntry
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.errors import RefusedError
from guichet.records.scripts import actions, problems, queries
from guichet.records.scripts.actions import Details, Policy
from guichet.records.scripts.errors import (
    ChangedMeanwhileError,
    LinkInUseError,
    NothingToUndoError,
    OwnScriptError,
    ReasonServedError,
    ScriptKeyTakenError,
    UnfitError,
    UnknownScriptReasonError,
    UnstorableScriptError,
    UnusableLinkError,
    VersionMovedError,
)
from guichet.records.scripts.models import ScriptVersion
from guichet.records.scripts.tests.scripts import (
    CALLBACK,
    LINK,
    LOOK_UP,
    NOW,
    french,
    make_document,
    make_writers,
    say_otherwise,
    with_work,
)
from guichet.records.scripts.words import VersionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    organisation = factories.make_organisation()
    factories.make_reason(organisation, factories.make_queue(organisation), key="payment")
    return organisation


@pytest.fixture
def writers(organisation: Organisation) -> tuple[Account, Account]:
    return make_writers(organisation)


DETAILS = Details("Mes paiements", (Medium.CHAT,), {"payment": Policy()})


def create(organisation: Organisation, writer: Account | None = None) -> ScriptVersion:
    return actions.create_script(organisation, "payments", DETAILS, Editing(writer, NOW), make_document())


def test_a_new_script_begins_with_something_that_could_be_published(organisation: Organisation) -> None:
    version = actions.create_script(organisation, "first", Details("Premier"), Editing(None, NOW))
    assert problems.find_troubles(organisation.pk, version.read()) == []
    assert (version.number, version.state) == (1, VersionState.DRAFT)


def test_a_script_is_read_by_another_than_its_writers(organisation: Organisation, writers: tuple[Account, Account]) -> None:
    writer, reader = writers
    version = actions.submit(create(organisation, writer), Editing(writer, NOW))
    with pytest.raises(OwnScriptError):
        actions.publish(version, Editing(writer, NOW))
    actions.publish(version, Editing(reader, NOW))
    version.refresh_from_db()
    assert (version.state, version.reviewer, version.published_at) == (VersionState.PUBLISHED, reader, NOW)
    assert queries.get_published(organisation.pk, "payment", Medium.CHAT) == version


def test_whoever_changed_it_once_is_one_of_its_writers(organisation: Organisation, writers: tuple[Account, Account]) -> None:
    first, second = writers
    third = factories.make_account(organisation, Role.ADMINISTRATOR)
    version = create(organisation, first)
    version = actions.save_draft(version, say_otherwise(make_document(), "Au revoir."), 1, Editing(second, NOW))
    version = actions.submit(version, Editing(second, NOW))
    for writer in (first, second):
        with pytest.raises(OwnScriptError):
            actions.publish(version, Editing(writer, NOW))
    assert actions.publish(version, Editing(third, NOW)).state == VersionState.PUBLISHED


def test_where_nobody_else_could_read_it_the_writer_publishes_and_the_trail_says_so(organisation: Organisation) -> None:
    alone = factories.make_account(organisation, Role.ADMINISTRATOR)
    actions.publish(actions.submit(create(organisation, alone), Editing(alone, NOW)), Editing(alone, NOW))
    entry = AuditEntry.objects.get(organisation_id=organisation.pk, verb="script-published")
    assert entry.details == {"version": 1, "alone": True}


def test_of_two_who_change_one_draft_the_second_is_told_and_nothing_is_lost(
    organisation: Organisation, writers: tuple[Account, Account]
) -> None:
    version = create(organisation, writers[0])
    first, second = (say_otherwise(make_document(), text) for text in ("Première.", "Seconde."))
    actions.save_draft(version, first, 1, Editing(writers[0], NOW))
    with pytest.raises(ChangedMeanwhileError) as refused:
        actions.save_draft(version, second, 1, Editing(writers[1], NOW))
    current = refused.value.current
    assert current.read() == first
    saved = actions.save_draft(version, second, current.edition, Editing(writers[1], NOW))
    assert saved.read() == second
    assert actions.undo(saved, saved.edition, Editing(writers[1], NOW)).read() == first


def test_the_same_again_changes_nothing(organisation: Organisation) -> None:
    version = create(organisation)
    assert actions.save_draft(version, make_document(), 7, Editing(None, NOW)).edition == 1


def test_changes_are_undone_one_by_one_to_the_first(organisation: Organisation) -> None:
    version = create(organisation)
    for number in range(3):
        version = actions.save_draft(version, say_otherwise(make_document(), f"Fin {number}."), version.edition, Editing(None, NOW))
    for _number in range(3):
        version = actions.undo(version, version.edition, Editing(None, NOW))
    assert version.read() == make_document()
    with pytest.raises(NothingToUndoError):
        actions.undo(version, version.edition, Editing(None, NOW))


def test_the_order_of_steps_is_kept(organisation: Organisation) -> None:
    assert list(create(organisation).read().steps) == ["topic", "rooms", "end", "person"]


def test_what_was_submitted_is_not_changed_any_more_until_it_is_sent_back(organisation: Organisation) -> None:
    version = create(organisation)
    actions.submit(version, Editing(None, NOW))
    with pytest.raises(VersionMovedError):
        actions.save_draft(version, say_otherwise(make_document(), "Autre."), 1, Editing(None, NOW))
    back = actions.send_back(version, "La fin est sèche.", Editing(None, NOW))
    assert (back.state, back.note) == (VersionState.DRAFT, "La fin est sèche.")


def test_going_back_publishes_what_was_read_once_as_a_new_version(organisation: Organisation) -> None:
    first = actions.publish(actions.submit(create(organisation), Editing(None, NOW)), Editing(None, NOW))
    draft = actions.save_draft(actions.draft(first, Editing(None, NOW)), say_otherwise(make_document(), "Autre."), 1, Editing(None, NOW))
    actions.publish(actions.submit(draft, Editing(None, NOW)), Editing(None, NOW))
    first.refresh_from_db()
    assert first.state == VersionState.WITHDRAWN
    restored = actions.roll_back(first, Editing(None, NOW))
    assert (restored.number, restored.restores, restored.state, restored.read()) == (3, 1, VersionState.PUBLISHED, make_document())
    assert ScriptVersion.objects.filter(state=VersionState.PUBLISHED).count() == 1
    with pytest.raises(VersionMovedError):
        actions.roll_back(restored, Editing(None, NOW))


def test_a_script_that_is_off_not_automated_or_not_on_a_medium_comes_first_nowhere(organisation: Organisation) -> None:
    version = actions.publish(actions.submit(create(organisation), Editing(None, NOW)), Editing(None, NOW))
    script = version.script
    assert queries.get_published(organisation.pk, "payment", Medium.SMS) is None
    assert queries.get_published(organisation.pk, "unknown", Medium.CHAT) is None
    actions.switch(script, Editing(None, NOW), is_on=False)
    assert queries.get_published(organisation.pk, "payment", Medium.CHAT) is None
    actions.switch(script, Editing(None, NOW), is_on=True)
    assert queries.get_published(organisation.pk, "payment", Medium.CHAT) == version
    actions.save_details(script, Details("P", (Medium.CHAT,), {"payment": Policy(is_automated=False)}), Editing(None, NOW))
    assert queries.get_published(organisation.pk, "payment", Medium.CHAT) is None


def test_a_reason_is_served_by_one_script(organisation: Organisation) -> None:
    create(organisation)
    with pytest.raises(ReasonServedError, match="Mes paiements"):
        actions.create_script(organisation, "other", Details("Autre", (), {"payment": Policy()}), Editing(None, NOW))
    with pytest.raises(UnknownScriptReasonError):
        actions.create_script(organisation, "third", Details("Autre", (), {"gone": Policy()}), Editing(None, NOW))
    with pytest.raises(ScriptKeyTakenError):
        create(organisation)


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Answer(article="gone", next=StepId("end")), problems.UNKNOWN_ARTICLE),
        (LINK, problems.UNKNOWN_LINK),
        (LOOK_UP, problems.UNKNOWN_SOURCE),
        (CALLBACK, problems.NO_NUMBER),
    ],
)
def test_what_a_script_names_must_exist_before_it_is_published(organisation: Organisation, step: object, code: str) -> None:
    version = actions.create_script(organisation, "named", Details("N"), Editing(None, NOW), with_work(step))  # type: ignore[arg-type]
    with pytest.raises(UnfitError) as refused:
        actions.publish(actions.submit(version, Editing(None, NOW)), Editing(None, NOW))
    assert (code, "work") in {(trouble.code, trouble.step) for trouble in refused.value.troubles}
    version.refresh_from_db()
    assert version.state == VersionState.IN_REVIEW


def test_every_problem_has_a_sentence() -> None:
    codes = {flaw.value for flaw in Flaw} | {problems.UNKNOWN_ARTICLE, problems.UNKNOWN_LINK, problems.UNKNOWN_SOURCE}
    codes |= {problems.UNKNOWN_REASON, problems.NO_NUMBER, problems.UNWORDED}
    assert {str(code) for code in problems.SENTENCES} == codes
    for code in codes:
        assert "%(" not in problems.Trouble(code, "", "x").explain()


@pytest.mark.parametrize("code", [Flaw.NO_STEP.value, problems.UNKNOWN_ARTICLE, problems.UNKNOWN_LINK, problems.UNKNOWN_SOURCE])
def test_where_nothing_was_chosen_no_name_is_missing_in_the_sentence(code: str) -> None:
    nothing, gone = (problems.Trouble(code, "topic", detail).explain() for detail in ("", "parti"))
    assert ("“”" in nothing, "«" in nothing) == (False, False)
    assert "parti" in gone


def test_a_link_is_an_address_of_a_page_and_stays_while_a_script_sends_it(organisation: Organisation) -> None:
    for address in ("javascript:alert(1)", "www.example.org", "", "https://example.org/" + "x" * 600):
        with pytest.raises(UnusableLinkError):
            actions.save_link(organisation, "account", {"fr": "Mon compte"}, address, Editing(None, NOW))
    link = actions.save_link(organisation, "account", {"fr": "Mon compte"}, "https://example.org/compte", Editing(None, NOW))
    version = actions.create_script(organisation, "linked", Details("L"), Editing(None, NOW), with_work(LINK))
    with pytest.raises(LinkInUseError):
        actions.remove_link(link, Editing(None, NOW))
    actions.withdraw(version, Editing(None, NOW))
    actions.remove_link(link, Editing(None, NOW))


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 600_000])
def test_what_cannot_be_kept_is_refused_with_a_sentence(organisation: Organisation, text: str) -> None:
    version = create(organisation)
    with pytest.raises(UnstorableScriptError):
        actions.save_draft(version, say_otherwise(make_document(), text), 1, Editing(None, NOW))
    with pytest.raises(RefusedError):
        actions.save_details(version.script, Details("\0"), Editing(None, NOW))


def test_a_typed_escape_is_a_text_like_another(organisation: Organisation) -> None:
    version = create(organisation)
    typed = "Tapez \\u0000 puis \\\\u0000"
    actions.save_draft(version, say_otherwise(make_document(), typed), 1, Editing(None, NOW))
    version.refresh_from_db()
    end = version.read().steps[StepId("end")]
    assert isinstance(end, End)
    assert end.text[Language("fr")].text == typed


def test_a_step_that_leads_nowhere_is_said_with_its_place(organisation: Organisation) -> None:
    document = make_document(end=SendLink(link="x", next=StepId("gone"), failed=StepId("person")))
    [trouble] = [each for each in problems.find_troubles(organisation.pk, document) if each.step == "end" and each.code == "no-step"]
    assert "« gone »" in trouble.explain() or "gone" in trouble.explain()
    assert End(text=french("x")).settled
