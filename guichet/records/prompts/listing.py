"""What administrators see of what callers hear: each text with who says it now, and recordings that nobody hears any more."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from guichet.records.directory.models import Organisation
from guichet.records.prompts.making import get_choice, read_style
from guichet.records.prompts.models import Prompt, Recording
from guichet.records.prompts.wordings import list_said
from guichet.records.prompts.words import Group, Said


@dataclass(frozen=True, slots=True)
class Heard:
    """`recording`: as the administration says it; `voice`: as a voice does, empty while that is not made yet."""

    said: Said
    recording: Recording | None = None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by group, how many of all are not made yet, and recordings of texts that nobody says any more."""

    counts: dict[Group, int]
    recorded: int
    missing: int
    stale: list[Recording]


def list_heard(organisation: Organisation, group: Group, query: str = "") -> list[Heard]:
    """Those of a group that hold these words."""
    wanted = query.casefold().split()
    all_said = [each for each in list_said(organisation) if each.group is group]
    said = [each for each in all_said if all(word in f"{each.place} {each.text}".casefold() for word in wanted)]
    recordings = {row.key: row for row in _list_recordings(organisation).filter(key__in=[each.key for each in said])}
    made = dict(Prompt.objects.of(organisation.pk).values_list("digest", "voice"))
    style = read_style(get_choice(organisation.pk))
    found = []
    for each in said:
        voice = style.choose(each.language)
        spoken = made.get(style.name(each.text, each.language, voice), "") if voice else ""
        found.append(Heard(each, recordings.get(each.key), spoken))
    return found


def sum_up(organisation: Organisation) -> Overview:
    said = list_said(organisation)
    keys = {each.key for each in said}
    recordings = list(_list_recordings(organisation))
    recorded = {row.key for row in recordings}
    made = set(Prompt.objects.of(organisation.pk).values_list("digest", flat=True))
    style = read_style(get_choice(organisation.pk))
    missing = 0
    for each in said:
        voice = style.choose(each.language)
        is_made = voice is not None and style.name(each.text, each.language, voice) in made
        missing += each.key not in recorded and not is_made
    counts = Counter(each.group for each in said)
    stale = [row for row in recordings if row.key not in keys]
    return Overview({group: counts[group] for group in Group}, len(recorded & keys), missing, stale)


def find_said(organisation: Organisation, key: str) -> Said | None:
    return next((each for each in list_said(organisation) if each.key == key), None)


def _list_recordings(organisation: Organisation) -> QuerySet[Recording]:
    return Recording.objects.of(organisation.pk).defer("audio").order_by("-recorded_at")
