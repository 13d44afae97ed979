"""Writing articles: drafts, their review, publication of all wordings together, a date to come, and going back.

Every verb locks the article first, so that two people at once are served one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account, Reason, Territory
from guichet.records.directory.writers import Editing
from guichet.records.knowledge.checking import list_problems
from guichet.records.knowledge.errors import (
    ArticleKeyTakenError,
    DayIsPastError,
    OwnReviewError,
    UnknownReasonError,
    UnknownTerritoryError,
    UnstorableContentError,
    VersionMovedError,
    WordingsDisagreeError,
)
from guichet.records.knowledge.indexing import renew_entry
from guichet.records.knowledge.models import Article, ArticleReason, ArticleTerritory, ArticleVersion
from guichet.records.knowledge.queries import get_today, list_others
from guichet.records.knowledge.states import STEPS, Step, VersionState
from guichet.records.knowledge.words import Audience, Content, Problem, write_content
from guichet.records.storable import is_storable

Told = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Details:
    """What an article is about. Reasons and territories by their keys."""

    audience: Audience = Audience.PUBLIC
    owner: Account | None = None
    review_on: date | None = None
    source_title: str = ""
    source_url: str = ""
    source_changed_on: date | None = None
    reasons: Sequence[str] = ()
    territories: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """`meanwhile` is the version that somebody else had saved first: both are kept, `version` apart from it."""

    version: ArticleVersion
    meanwhile: ArticleVersion | None = None


@transaction.atomic
def create_article(organisation_id: int, key: str, content: Content, details: Details, editing: Editing) -> ArticleVersion:
    """:raises ArticleKeyTakenError: there is one of this key."""
    check_storable(content)
    article, is_new = Article.objects.get_or_create(
        organisation_id=organisation_id, key=key, defaults={"created_at": editing.now, "owner": editing.account}
    )
    if not is_new:
        raise ArticleKeyTakenError(key=key)
    _keep_details(article, details)
    return add_draft(article, content, editing)


@transaction.atomic
def save_details(article: Article, details: Details, editing: Editing) -> None:
    """:raises RefusedError: a reason or a territory is unknown."""
    article = _lock(article)
    _keep_details(article, details)
    renew_entry(article, editing.now)
    _record("article-changed", article, editing)


@transaction.atomic
def add_draft(article: Article, content: Content, editing: Editing, based_on: ArticleVersion | None = None) -> ArticleVersion:
    """A new version to write on. Wordings that say the same as in `based_on` keep their date."""
    article = _lock(article)
    version = ArticleVersion(
        organisation_id=article.organisation_id,
        article=article,
        number=_get_next_number(article),
        based_on=based_on.number if based_on else None,
    )
    _write(version, content, based_on, editing)
    version.save()
    _record("article-drafted", article, editing, version)
    return version


@transaction.atomic
def save_draft(version: ArticleVersion, content: Content, seen: int, editing: Editing, *, is_confirmed: bool = False) -> Saved:
    """Keep what was written; what somebody else wrote meanwhile stays, and this becomes a draft beside it.

    :param seen: the edition that the writer had before him.
    :param is_confirmed: he has read all wordings against their source.
    """
    check_storable(content)
    _lock(version.article)
    current = ArticleVersion.objects.select_related("article__organisation").get(pk=version.pk)
    if current.state != VersionState.DRAFT or current.edition != seen:
        return Saved(add_draft(current.article, content, editing, current), current)
    _write(current, content, current, editing)
    if is_confirmed:
        current.worded_on = dict.fromkeys(current.worded_on, get_today(current.article.organisation, editing.now).isoformat())
    current.edition += 1
    current.save()
    return Saved(current)


def submit(version: ArticleVersion, editing: Editing) -> ArticleVersion:
    """Have a draft read by somebody else.

    :raises WordingsDisagreeError: something blocks; whoever reads should not be the one who finds it.
    """
    _check_publishable(version)
    return _take(version, Step.SUBMIT, editing)


def send_back(version: ArticleVersion, note: str, editing: Editing) -> ArticleVersion:
    """Give a version back to its author, with a word; one that was approved is read anew afterwards."""
    return _take(version, Step.SEND_BACK, editing, note=note[:500], reviewer=None)


@transaction.atomic
def approve(version: ArticleVersion, editing: Editing) -> ArticleVersion:
    """Agree to another's version. Where nobody else could, the author may; the trail says so.

    :raises OwnReviewError: the author himself asks, and somebody else could. :raises WordingsDisagreeError: something blocks.
    """
    is_own = editing.account_id is not None and editing.account_id == version.author_id
    if is_own and list_others(version).exists():
        raise OwnReviewError
    _check_publishable(version)
    return _take(version, Step.APPROVE, editing, reviewer=editing.account, note="", details={"alone": is_own})


@transaction.atomic
def publish(version: ArticleVersion, editing: Editing) -> ArticleVersion:
    """Make it the answer, in all wordings at once.

    :raises WordingsDisagreeError: something blocks.
    """
    _check_publishable(version)
    today = get_today(version.article.organisation, editing.now)
    return _take(version, Step.PUBLISH, editing, from_on=today, published_at=editing.now)


@transaction.atomic
def schedule(version: ArticleVersion, from_on: date, editing: Editing) -> ArticleVersion:
    """Make it the answer from a day to come.

    :raises WordingsDisagreeError: something blocks. :raises DayIsPastError: the day is today or earlier.
    """
    _check_publishable(version)
    if from_on <= get_today(version.article.organisation, editing.now):
        raise DayIsPastError
    return _take(version, Step.SCHEDULE, editing, from_on=from_on, details={"from": from_on.isoformat()})


def unschedule(version: ArticleVersion, editing: Editing) -> ArticleVersion:
    return _take(version, Step.UNSCHEDULE, editing, from_on=None)


def drop(version: ArticleVersion, editing: Editing) -> ArticleVersion:
    """Put a version aside; it stays readable."""
    return _take(version, Step.DROP, editing)


@transaction.atomic
def roll_back(version: ArticleVersion, editing: Editing) -> ArticleVersion:
    """Make a past version the answer again, as a new version that says which one it restores.

    It was read and published once: nothing has to be read anew. :raises VersionMovedError: it is no past version.
    """
    article = _lock(version.article)
    past = ArticleVersion.objects.get(pk=version.pk)
    if past.state != VersionState.PAST:
        raise VersionMovedError
    restored = ArticleVersion(
        organisation_id=article.organisation_id,
        article=article,
        number=_get_next_number(article),
        state=VersionState.APPROVED,
        content=past.content,
        worded_on=past.worded_on,
        author_id=past.author_id,
        reviewer=editing.account,
        restores=past.number,
        changed_at=editing.now,
    )
    restored.save()
    today = get_today(article.organisation, editing.now)
    return _take(restored, Step.PUBLISH, editing, from_on=today, published_at=editing.now, details={"restores": past.number})


@transaction.atomic
def publish_due(organisation_id: int, now: datetime) -> int:
    """Publish what was scheduled for today or earlier, and return how many versions. Done twice it does nothing more."""
    scheduled = ArticleVersion.objects.of(organisation_id).filter(state=VersionState.SCHEDULED)
    due = scheduled.select_related("article__organisation").order_by("from_on", "number")
    count = 0
    for version in due:
        if version.from_on and version.from_on <= get_today(version.article.organisation, now):
            _take(version, Step.PUBLISH, Editing(None, now), published_at=now)
            count += 1
    return count


def find_problems(version: ArticleVersion) -> list[Problem]:
    """All that is wrong with what a version says."""
    article = version.article
    return list_problems(version.read(), Audience(article.audience), article.organisation.default_language)


@transaction.atomic
def _take(version: ArticleVersion, step: Step, editing: Editing, *, details: Told | None = None, **values: object) -> ArticleVersion:
    """One step of the table, with the values that come with it.

    :raises VersionMovedError: it is not in a state from which this step leads.
    """
    article = _lock(version.article)
    version = ArticleVersion.objects.get(pk=version.pk)
    states, target = STEPS[step]
    if version.state not in states:
        raise VersionMovedError
    version.article = article
    if target is VersionState.PUBLISHED:
        published = ArticleVersion.objects.of(article.organisation_id).filter(article=article, state=VersionState.PUBLISHED)
        published.update(state=VersionState.PAST)
    for name, value in {**values, "state": target, "changed_at": editing.now}.items():
        setattr(version, name, value)
    version.save()
    if target is VersionState.PUBLISHED:
        renew_entry(article, editing.now)
    _record(f"article-{step}", article, editing, version, details)
    return version


def _check_publishable(version: ArticleVersion) -> None:
    blocking = [problem for problem in find_problems(version) if problem.blocks]
    if blocking:
        raise WordingsDisagreeError(blocking)


def _lock(article: Article) -> Article:
    return Article.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=article.pk)


def _get_next_number(article: Article) -> int:
    latest = ArticleVersion.objects.of(article.organisation_id).filter(article=article).order_by("-number").first()
    return latest.number + 1 if latest else 1


def _write(version: ArticleVersion, content: Content, before: ArticleVersion | None, editing: Editing) -> None:
    """Put a content into a version; each wording that is new or changed is dated today."""
    check_storable(content)
    known = before.read().wordings if before else {}
    dates = dict(before.worded_on) if before else {}
    today = get_today(version.article.organisation, editing.now).isoformat()
    version.worded_on = {
        f"{medium}.{language}": dates.get(f"{medium}.{language}", today) if known.get(medium, {}).get(language) == text else today
        for medium, language, text in content.list_wordings()
    }
    version.content = write_content(content)
    version.author, version.changed_at = editing.account, editing.now


def check_storable(content: Content) -> None:
    """:raises UnstorableContentError: a NUL or half a surrogate pair."""
    if not is_storable(write_content(content)):
        raise UnstorableContentError


def _keep_details(article: Article, details: Details) -> None:
    reasons, territories = _find_reasons(article, details), _find_territories(article, details)
    for name in ("review_on", "source_title", "source_url", "source_changed_on"):
        setattr(article, name, getattr(details, name))
    article.audience, article.owner = details.audience.value, details.owner
    article.save()
    ArticleReason.objects.of(article.organisation_id).filter(article=article).delete()
    ArticleReason.objects.bulk_create(
        ArticleReason(organisation_id=article.organisation_id, article=article, reason_key=key) for key in reasons
    )
    ArticleTerritory.objects.of(article.organisation_id).filter(article=article).delete()
    ArticleTerritory.objects.bulk_create(
        ArticleTerritory(organisation_id=article.organisation_id, article=article, territory=territory) for territory in territories
    )


def _find_reasons(article: Article, details: Details) -> list[str]:
    wanted = sorted(set(details.reasons))
    known = set(Reason.objects.of(article.organisation_id).current().filter(key__in=wanted).values_list("key", flat=True))
    for key in wanted:
        if key not in known:
            raise UnknownReasonError(key=key)
    return wanted


def _find_territories(article: Article, details: Details) -> list[Territory]:
    wanted = sorted(set(details.territories))
    known = {territory.key: territory for territory in Territory.objects.of(article.organisation_id).current().filter(key__in=wanted)}
    for key in wanted:
        if key not in known:
            raise UnknownTerritoryError(key=key)
    return [known[key] for key in wanted]


def _record(verb: str, article: Article, editing: Editing, version: ArticleVersion | None = None, details: Told | None = None) -> None:
    told = {**(details or {}), **({"version": version.number} if version else {})}
    record(article.organisation_id, Act(verb, "article", str(article.pk), editing.account_id, told), editing.now)
