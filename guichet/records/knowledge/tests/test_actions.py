from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from guichet.records.audit.queries import list_entries
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests.factories import make_account, make_organisation, make_reason, make_territory
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions, errors
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.queries import Wanted, get_answer, list_articles, list_reasons_without_article
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.tests.contents import AMOUNT, make_content, reword
from guichet.records.knowledge.words import Audience, Fact, FactKind, Medium, write_content

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def author(organisation: Organisation) -> Editing:
    return Editing(make_account(organisation, Role.ADMINISTRATOR), NOW)


@pytest.fixture
def reader(organisation: Organisation) -> Editing:
    return Editing(make_account(organisation, Role.SUPERVISOR), NOW)


def begin(organisation: Organisation, author: Editing, key: str = "rentree", **details: Any) -> ArticleVersion:
    return actions.create_article(organisation.pk, key, make_content(), Details(**details), author)


def bring_out(version: ArticleVersion, author: Editing, reader: Editing) -> ArticleVersion:
    return actions.publish(actions.approve(actions.submit(version, author), reader), reader)


def raise_amount(version: ArticleVersion, author: Editing, amount: str = "500.00") -> ArticleVersion:
    changed = make_content(facts={AMOUNT: Fact(FactKind.AMOUNT, amount)})
    return actions.add_draft(version.article, changed, author, version)


def tell(organisation: Organisation, on: date | None = None, medium: Medium = Medium.CHAT) -> str:
    answer = get_answer(organisation, Wanted(medium, on=on), NOW, article="rentree")
    return answer.text.replace("\u202f", " ").replace("\u00a0", " ") if answer else ""


def test_a_draft_answers_nobody(organisation: Organisation, author: Editing) -> None:
    begin(organisation, author)
    assert tell(organisation) == ""


def test_what_is_published_answers_in_every_medium_with_article_and_version(
    organisation: Organisation, author: Editing, reader: Editing
) -> None:
    bring_out(begin(organisation, author), author, reader)
    for medium in Medium:
        answer = get_answer(organisation, Wanted(medium), NOW, article="rentree")
        assert answer is not None
        assert (answer.article, answer.version, answer.medium) == ("rentree", 1, medium)
        assert list(answer.facts) == [AMOUNT]
        assert answer.facts[AMOUNT] in answer.text


def test_nobody_reads_his_own_version_while_somebody_else_could(organisation: Organisation, author: Editing, reader: Editing) -> None:
    submitted = actions.submit(begin(organisation, author), author)
    with pytest.raises(errors.OwnReviewError):
        actions.approve(submitted, author)
    assert actions.approve(submitted, reader).reviewer == reader.account


def test_where_nobody_else_is_the_author_may_approve_and_the_trail_says_so(organisation: Organisation, author: Editing) -> None:
    version = begin(organisation, author)
    actions.publish(actions.approve(actions.submit(version, author), author), author)
    [approval] = [each for each in list_entries(organisation.pk, "article", str(version.article_id)) if each.verb == "article-approve"]
    assert approval.details == {"alone": True, "version": 1}


def test_a_drift_blocks_publication_and_nothing_changes(organisation: Organisation, author: Editing, reader: Editing) -> None:
    bring_out(begin(organisation, author), author, reader)
    drifting = reword(make_content(), Medium.SMS, "Aide : 400 euros.")
    version = actions.add_draft(list_articles(organisation.pk)[0], make_content(), author)
    approved = actions.approve(actions.submit(version, author), reader)
    approved.content = write_content(drifting)
    approved.save()
    with pytest.raises(errors.WordingsDisagreeError):
        actions.schedule(approved, NEW_YEAR, reader)
    with pytest.raises(errors.WordingsDisagreeError) as refused:
        actions.publish(approved, reader)
    assert {problem.code for problem in refused.value.problems} == {"other-value", "missing-fact"}
    assert tell(organisation) == "L’aide est de 423,48 € par enfant."


def test_what_blocks_is_found_before_somebody_reads_and_before_he_approves(
    organisation: Organisation, author: Editing, reader: Editing
) -> None:
    version = begin(organisation, author)
    drifting = reword(make_content(), Medium.SMS, "Aide : 400 euros.")
    draft = actions.save_draft(version, drifting, version.edition, author).version
    with pytest.raises(errors.WordingsDisagreeError):
        actions.submit(draft, author)
    submitted = actions.submit(actions.save_draft(draft, make_content(), draft.edition, author).version, author)
    submitted.content = write_content(drifting)
    submitted.save()
    with pytest.raises(errors.WordingsDisagreeError):
        actions.approve(submitted, reader)


def test_an_approved_version_goes_back_to_its_author_and_is_read_anew(organisation: Organisation, author: Editing, reader: Editing) -> None:
    approved = actions.approve(actions.submit(begin(organisation, author), author), reader)
    draft = actions.send_back(approved, "L’audience a changé.", reader)
    assert (draft.state, draft.reviewer) == (VersionState.DRAFT, None)
    assert actions.save_draft(draft, make_content(), draft.edition, author).meanwhile is None


def test_a_new_scale_holds_from_its_day_on_whether_or_not_a_job_ran(organisation: Organisation, author: Editing, reader: Editing) -> None:
    first = bring_out(begin(organisation, author), author, reader)
    second = actions.approve(actions.submit(raise_amount(first, author), author), reader)
    actions.schedule(second, NEW_YEAR, reader)
    assert "423,48" in tell(organisation, date(2026, 12, 31))
    assert "500 €" in tell(organisation, NEW_YEAR)
    assert actions.publish_due(organisation.pk, NOW) == 0
    new_year = datetime(2026, 12, 31, 23, 1, tzinfo=UTC)
    assert [actions.publish_due(organisation.pk, new_year) for _again in range(2)] == [1, 0]
    assert [version.state for version in ArticleVersion.objects.order_by("number")] == [VersionState.PAST, VersionState.PUBLISHED]
    assert "423,48" in tell(organisation, date(2026, 12, 31))


def test_a_date_is_taken_back(organisation: Organisation, author: Editing, reader: Editing) -> None:
    first = bring_out(begin(organisation, author), author, reader)
    second = actions.approve(actions.submit(raise_amount(first, author), author), reader)
    actions.unschedule(actions.schedule(second, NEW_YEAR, reader), reader)
    assert "423,48" in tell(organisation, NEW_YEAR)


def test_a_day_that_has_begun_is_refused(organisation: Organisation, author: Editing, reader: Editing) -> None:
    approved = actions.approve(actions.submit(begin(organisation, author), author), reader)
    with pytest.raises(errors.DayIsPastError):
        actions.schedule(approved, NOW.date(), reader)


def test_going_back_gives_the_old_answer_again_as_a_new_version(organisation: Organisation, author: Editing, reader: Editing) -> None:
    first = bring_out(begin(organisation, author), author, reader)
    bring_out(raise_amount(first, author), author, reader)
    restored = actions.roll_back(first, reader)
    assert (restored.number, restored.restores) == (3, 1)
    assert "423,48" in tell(organisation)
    with pytest.raises(errors.VersionMovedError):
        actions.roll_back(restored, reader)


def test_two_editors_at_once_lose_nothing_and_the_second_is_told(organisation: Organisation, author: Editing, reader: Editing) -> None:
    version = begin(organisation, author)
    seen = version.edition
    one, other = (reword(make_content(), Medium.CHAT, f"{{montant}}, écrit par {name}.") for name in ("Marc", "Anne"))
    assert actions.save_draft(version, one, seen, author).meanwhile is None
    saved = actions.save_draft(version, other, seen, reader)
    assert saved.meanwhile is not None
    assert (saved.meanwhile.number, saved.version.number) == (1, 2)
    assert saved.meanwhile.read() == one
    assert saved.version.read() == other
    assert saved.meanwhile.author == author.account


def test_what_was_submitted_is_not_written_on_any_more(organisation: Organisation, author: Editing, reader: Editing) -> None:
    version = begin(organisation, author)
    actions.submit(version, author)
    saved = actions.save_draft(version, make_content(title={"fr": "Autre"}), version.edition, reader)
    assert saved.meanwhile is not None
    assert saved.meanwhile.state == VersionState.SUBMITTED


def test_each_step_happens_once(organisation: Organisation, author: Editing, reader: Editing) -> None:
    version = begin(organisation, author)
    bring_out(version, author, reader)
    for step in (actions.submit, actions.approve, actions.publish, actions.unschedule, actions.drop):
        with pytest.raises(errors.VersionMovedError):
            step(version, reader)


def test_a_wording_older_than_its_source_says_so_until_it_is_read_again(
    organisation: Organisation, author: Editing, reader: Editing
) -> None:
    first = bring_out(begin(organisation, author), author, reader)
    later = Editing(author.account, NOW + timedelta(days=9))
    actions.save_details(first.article, Details(source_changed_on=date(2026, 12, 5)), later)
    answer = get_answer(organisation, Wanted(Medium.SMS), later.now, article="rentree")
    assert answer is not None
    assert answer.is_outdated
    draft = actions.add_draft(first.article, first.read(), later, first)
    assert len(draft.list_outdated()) == len(Medium)
    changed = reword(make_content(), Medium.SMS, "Aide de {montant}.")
    assert "sms.fr" not in actions.save_draft(draft, changed, 1, later).version.list_outdated()
    assert actions.save_draft(draft, changed, 2, later, is_confirmed=True).version.list_outdated() == []


def test_the_nearest_territory_answers_and_others_do_not(organisation: Organisation, author: Editing, reader: Editing) -> None:
    country = make_territory(organisation, key="france")
    near, far = (make_territory(organisation, key=key, parent=country) for key in ("nancy", "metz"))
    make_reason(organisation, key="school")
    for key, territories in (("everywhere", ()), ("in-nancy", ("nancy",)), ("in-france", ("france",))):
        version = begin(organisation, author, key, reasons=("school",), territories=territories)
        bring_out(version, author, reader)
    found = [
        answer.article
        for key in (near.key, far.key, "lost", None)
        if (answer := get_answer(organisation, Wanted(Medium.CHAT, territory=key), NOW, reason="school"))
    ]
    assert found == ["in-nancy", "in-france", "everywhere", "everywhere"]


def test_a_citizen_is_not_answered_from_an_article_for_agents(organisation: Organisation, author: Editing, reader: Editing) -> None:
    bring_out(begin(organisation, author, audience=Audience.AGENTS), author, reader)
    for audience, count in ((Audience.PUBLIC, 0), (Audience.AGENTS, 1)):
        wanted = Wanted(Medium.CHAT, audience=audience)
        assert bool(get_answer(organisation, wanted, NOW, article="rentree")) == bool(count)


def test_another_language_than_is_worded_gets_the_organisation_s_own(organisation: Organisation, author: Editing, reader: Editing) -> None:
    bring_out(begin(organisation, author), author, reader)
    answer = get_answer(organisation, Wanted(Medium.PAGE, language="en"), NOW, article="rentree")
    assert answer is not None
    assert answer.language == "fr"


def test_reasons_without_a_published_article_are_told(organisation: Organisation, author: Editing, reader: Editing) -> None:
    for key in ("school", "housing"):
        make_reason(organisation, key=key)
    version = begin(organisation, author, reasons=("school",))
    assert [reason.key for reason in list_reasons_without_article(organisation.pk)] == ["school", "housing"]
    bring_out(version, author, reader)
    assert [reason.key for reason in list_reasons_without_article(organisation.pk)] == ["housing"]


@pytest.mark.parametrize(
    ("details", "error"),
    [({"reasons": ("absent",)}, errors.UnknownReasonError), ({"territories": ("absent",)}, errors.UnknownTerritoryError)],
)
def test_what_is_unknown_is_refused_and_nothing_is_kept(
    organisation: Organisation, author: Editing, details: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        begin(organisation, author, **details)
    assert not list_articles(organisation.pk).exists()


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_cannot_be_kept_is_refused(organisation: Organisation, author: Editing, text: str) -> None:
    with pytest.raises(errors.UnstorableContentError):
        actions.create_article(organisation.pk, "x", make_content(title={"fr": text}), Details(), author)


def test_a_key_is_taken_once(organisation: Organisation, author: Editing) -> None:
    begin(organisation, author)
    with pytest.raises(errors.ArticleKeyTakenError):
        begin(organisation, author)


def test_an_account_that_left_keeps_what_it_wrote(organisation: Organisation, author: Editing) -> None:
    version = begin(organisation, author)
    assert isinstance(author.account, Account)
    assert version.author == author.account
