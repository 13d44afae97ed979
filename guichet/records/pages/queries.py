"""Reading of this room, and what makes people contact us, the most costly first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import Least

from guichet.records.directory.models import Organisation
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.states import VersionState
from guichet.records.pages.models import HelpPage, Letter, Opened, Origin, PublicText
from guichet.records.pages.words import OWN_LETTERS, Source, TextKind, read_code, read_number

PERIOD = timedelta(days=90)
LONGEST_COUNTED = timedelta(hours=1)
"""A contact that stays open for longer is not worked on all the time."""
WORKED_ON = Q(contact__first_answer_at__isnull=False, contact__ended_at__isnull=False)


def get_texts(organisation_id: int) -> tuple[dict[TextKind, str], int]:
    """The texts that were written, and their edition together."""
    rows = list(PublicText.objects.of(organisation_id))
    return {TextKind(row.kind): row.text for row in rows if row.text}, sum(row.edition for row in rows)


def list_help_pages(organisation_id: int) -> list[HelpPage]:
    return list(HelpPage.objects.of(organisation_id).current().order_by("name", "key"))


def find_help_page(organisation_id: int, key: str) -> HelpPage | None:
    return HelpPage.objects.of(organisation_id).current().filter(key=key).first() if key else None


def list_letters(organisation_id: int) -> list[Letter]:
    return list(Letter.objects.of(organisation_id).current().order_by("-made_at", "-pk"))


def read_organisation(typed: str) -> int | None:
    """Whose code this is, by its id; None for what cannot be one."""
    code = read_code(typed)
    number = read_number(code[:-OWN_LETTERS]) if len(code) > OWN_LETTERS else 0
    return number if 0 < number < 2**63 else None


def find_letter(organisation_id: int, typed: str) -> Letter | None:
    """The letter of a code, however it was typed."""
    return Letter.objects.of(organisation_id).current().filter(key=read_code(typed).lower()).first()


@dataclass(frozen=True, slots=True)
class Cost:
    """What made people contact us. `where`: step and field; `opened`: how often it was opened, None where that is not counted.

    `minutes`: what agents spent on these contacts until now.
    """

    source: Source
    key: str
    name: str
    where: str
    contacts: int
    minutes: int
    opened: int | None


def list_costs(organisation: Organisation, now: datetime) -> list[Cost]:
    """Of the last ninety days, the most costly first."""
    since = now - PERIOD
    costs = [*_list_pages(organisation.pk, since), *_list_articles(organisation, since), *_list_letters(organisation.pk, since)]
    return sorted(costs, key=lambda cost: (-cost.minutes, -cost.contacts, cost.source, cost.name, cost.where))


def _count(organisation_id: int, since: datetime, *by: str) -> Iterator[dict[str, object]]:
    spent = ExpressionWrapper(F("contact__ended_at") - F("contact__first_answer_at"), output_field=DurationField())
    held = Least(spent, LONGEST_COUNTED, output_field=DurationField())
    origins = Origin.objects.of(organisation_id).filter(at__gte=since).exclude(**{by[0]: ""})
    counted = origins.values(*by).annotate(contacts=Count("pk"), spent=Sum(held, filter=WORKED_ON))
    for row in counted.order_by(*by):
        minutes = int(row["spent"].total_seconds() // 60) if row["spent"] else 0
        yield {**row, "minutes": max(0, minutes)}


def _list_opened(organisation_id: int, source: Source, since: datetime) -> dict[str, int]:
    rows = Opened.objects.of(organisation_id).filter(source=source.value, on_date__gte=since.date())
    return dict(rows.values_list("key").annotate(total=Sum("count")))


def _list_pages(organisation_id: int, since: datetime) -> Iterator[Cost]:
    names = dict(HelpPage.objects.of(organisation_id).values_list("key", "name"))
    opened = _list_opened(organisation_id, Source.PAGE, since)
    for row in _count(organisation_id, since, "page", "step", "field"):
        key = str(row["page"])
        where = " · ".join(str(row[each]) for each in ("step", "field") if row[each])
        yield Cost(Source.PAGE, key, names.get(key, key), where, int(str(row["contacts"])), int(str(row["minutes"])), opened.get(key, 0))


def _list_articles(organisation: Organisation, since: datetime) -> Iterator[Cost]:
    published = ArticleVersion.objects.of(organisation.pk).filter(state=VersionState.PUBLISHED.value).select_related("article")
    rows = list(_count(organisation.pk, since, "article"))
    wanted = published.filter(article__key__in=[row["article"] for row in rows])
    names = {version.article.key: version.read().get_title(organisation.default_language) for version in wanted}
    for row in rows:
        key = str(row["article"])
        yield Cost(Source.ARTICLE, key, names.get(key, key), "", int(str(row["contacts"])), int(str(row["minutes"])), None)


def _list_letters(organisation_id: int, since: datetime) -> Iterator[Cost]:
    letters = {letter.key: letter for letter in Letter.objects.of(organisation_id)}
    opened = _list_opened(organisation_id, Source.LETTER, since)
    rows = {str(row["letter"]): row for row in _count(organisation_id, since, "letter")}
    for key in sorted(rows.keys() | opened.keys()):
        row = rows.get(key, {"contacts": 0, "minutes": 0})
        name = f"{letters[key].name} ({key.upper()})" if key in letters else key.upper()
        yield Cost(Source.LETTER, key, name, "", int(str(row["contacts"])), int(str(row["minutes"])), opened.get(key, 0))
