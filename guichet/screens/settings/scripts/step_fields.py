"""The fields of a step's form, drawn from the step; a field that was refused shows what was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.words import (
    VERIFIED,
    Answer,
    Ask,
    Branch,
    Choose,
    Day,
    End,
    Free,
    HandOver,
    Identify,
    Kinds,
    Language,
    LookUp,
    Number,
    RequestCallback,
    Say,
    Script,
    SendLink,
    Steps,
    Texts,
)
from guichet.records.directory.models import Organisation, Reason
from guichet.records.scripts.articles import list_articles
from guichet.records.scripts.describing import KINDS, TESTS, get_title
from guichet.records.scripts.models import ScriptLink
from guichet.records.scripts.sources import list_sources
from guichet.records.scripts.words import CALL_NUMBER, MEDIA
from guichet.screens.settings.scripts.step_reading import MOST_ROWS, OVERRIDDEN

SPARE_ROWS = 2
MADE = tuple(KINDS)
"""What can be added."""
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: text, area, number, select, tick or ticks (several of `choices`)."""

    name: str
    label: str
    value: Any = ""
    kind: str = "text"
    choices: Choices = ()
    help: str = ""
    language: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """`is_folded`: shown when asked for."""

    legend: str
    fields: Sequence[Field]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a step may name: the steps, articles, links, sources and reasons that there are."""

    script: Script
    ways: Choices
    articles: Choices
    links: Choices
    sources: Choices
    reasons: Choices

    @property
    def names(self) -> list[str]:
        """Of all answers, those that look-ups find included."""
        asked = [step.name for step in self.script.steps.values() if isinstance(step, Choose | Ask)]
        looked_up = {step.source for step in self.script.steps.values() if isinstance(step, LookUp)}
        found = [name for source in list_sources() if source.name in looked_up for name in source.finds]
        proved = [VERIFIED] if any(isinstance(step, Identify) for step in self.script.steps.values()) else []
        return list(dict.fromkeys([*asked, *found, *proved]))


def make_room(organisation: Organisation, script: Script) -> Room:
    nothing = [("", _("Choose…"))]
    reasons = Reason.objects.of(organisation.pk).current().order_by("position", "pk")
    links = ScriptLink.objects.of(organisation.pk).current().order_by("key")
    return Room(
        script=script,
        ways=nothing + [(name, f"{number}. {get_title(step)}") for number, (name, step) in enumerate(script.steps.items(), start=1)],
        articles=nothing + [(key, title) for key, title in list_articles(organisation.pk).items()],
        links=nothing + [(link.key, link.get_label()) for link in links],
        sources=nothing + [(source.name, str(source.label)) for source in list_sources()],
        reasons=[("", _("The one that the citizen came with")), *((str(reason.pk), reason.get_label()) for reason in reasons)],
    )


def draw_step(step: Steps, room: Room, errors: Mapping[str, str], sent: QueryDict | None = None) -> list[Group]:
    """Its fields. A field that was refused shows what was typed."""
    groups = list(_draw(step, room))
    if not errors or sent is None:
        return groups
    return [Group(group.legend, [_mark(each, errors, sent) for each in group.fields], group.is_folded) for group in groups]


def _mark(each: Field, errors: Mapping[str, str], sent: QueryDict) -> Field:
    if each.name not in errors:
        return each
    return Field(each.name, each.label, sent.get(each.name, ""), each.kind, each.choices, each.help, each.language, errors[each.name])


def _draw(step: Steps, room: Room) -> Iterator[Group]:
    if hasattr(step, "text"):
        yield from _draw_texts(step.text, room)
    match step:
        case Choose():
            yield Group(_("The answer"), [_draw_name(step.name)])
            yield from _draw_options(step, room)
        case Ask():
            yield Group(_("The answer"), [_draw_name(step.name), *_draw_kind(step.kind)])
            yield Group(_("Then"), [_draw_way("next", _("Goes on with"), step.next, room)])
        case Say():
            yield Group(_("Then"), [_draw_way("next", _("Goes on with"), step.next, room)])
        case Answer():
            article = Field("article", _("Article"), step.article, "select", _with(room.articles, step.article))
            yield Group(_("The answer"), [article])
            yield Group(_("Then"), [_draw_way("next", _("Goes on with"), step.next, room)])
        case SendLink():
            yield Group(_("The link"), [Field("link", _("Link"), step.link, "select", _with(room.links, step.link))])
            ways = (("next", _("When it is done"), step.next), ("failed", _("When it fails, as on the telephone"), step.failed))
            yield Group(_("Then"), [_draw_way(*way, room) for way in ways])
        case RequestCallback():
            ways = (("done", _("When it is done"), step.done), ("failed", _("When it fails"), step.failed))
            yield Group(_("Then"), [_draw_way(*way, room) for way in ways])
        case Identify():
            ways = (("known", _("When the code was given back"), step.known), ("unknown", _("When no code can be had"), step.unknown))
            yield Group(_("Then"), [_draw_way(*way, room) for way in ways])
        case LookUp():
            yield from _draw_look_up(step, room)
        case Branch():
            yield from _draw_cases(step, room)
        case HandOver():
            yield Group(_("For which reason"), [Field("reason", _("Reason"), str(step.reason or ""), "select", room.reasons)])
        case End():
            yield Group(_("For figures"), [Field("settled", _("Counts as settled by the script"), step.settled, "tick")])


def _draw_texts(texts: Texts, room: Room) -> Iterator[Group]:
    yield Group(_("What is said"), [_draw_text(f"text.{language}", texts, language) for language in room.script.languages])
    yield Group(
        _("Other words for one channel"),
        [
            Field(
                f"text.{language}.{medium.value}",
                f"{MEDIA[medium]} ({language})",
                texts[language].media.get(medium, "") if language in texts else "",
                "area",
                language=language,
            )
            for language in room.script.languages
            for medium in OVERRIDDEN
        ],
        is_folded=True,
    )


def _draw_text(name: str, texts: Texts, language: Language) -> Field:
    wording = texts.get(language)
    return Field(name, _("Text (%(language)s)") % {"language": language}, wording.text if wording else "", "area", language=language)


def _draw_name(name: str) -> Field:
    help = _("Agents do not see it; branches and look-ups name it. A number to call back is kept as “%(name)s”.") % {"name": CALL_NUMBER}
    return Field("name", _("Kept under the name"), name, help=help)


def _draw_kind(kind: Kinds) -> list[Field]:
    kinds = [
        ("Free", _("Free words")),
        ("Number", _("A number")),
        ("Day", _("A date")),
        ("PostalCode", _("A postal code")),
        ("Reference", _("A reference")),
    ]
    only = _("Only for: %(kind)s")
    limits = {} if kind == Day() else {name: getattr(kind, name, "") for name in ("days_before", "days_after")}
    return [
        Field("kind", _("What the answer must be"), type(kind).__name__, "select", kinds),
        Field("least", _("Smallest"), getattr(kind, "least", ""), "number", help=only % {"kind": _("A number")}),
        Field("most", _("Largest"), kind.most if isinstance(kind, Number) else "", "number", help=only % {"kind": _("A number")}),
        Field("days_before", _("Days ago at most"), limits.get("days_before", ""), "number", help=only % {"kind": _("A date")}),
        Field("days_after", _("Days ahead at most"), limits.get("days_after", ""), "number", help=only % {"kind": _("A date")}),
        Field("shape", _("Shape"), getattr(kind, "shape", ""), help=_("9 stands for a digit, A for a letter: 9999999 A.")),
        Field(
            "longest", _("Characters at most"), kind.most if isinstance(kind, Free) else "", "number", help=only % {"kind": _("Free words")}
        ),
    ]


def _draw_options(step: Choose, room: Room) -> Iterator[Group]:
    for row in range(min(len(step.options) + SPARE_ROWS, MOST_ROWS)):
        option = step.options[row] if row < len(step.options) else None
        name, texts = f"option.{row}", option.text if option else {}
        fields = [_draw_text(f"{name}.text.{language}", texts, language) for language in room.script.languages]
        fields.append(_draw_way(f"{name}.next", _("Leads to"), option.next if option else "", room))
        for language in room.script.languages:
            words = ", ".join(option.words.get(language, ())) if option else ""
            label = _("Other words for it (%(language)s)") % {"language": language}
            fields.append(Field(f"{name}.words.{language}", label, words, help=_("With commas between them."), language=language))
        help = _("Whoever chooses it gets a person at once, wherever it leads.")
        fields.append(Field(f"{name}.vulnerable", _("Needs a person"), bool(option and option.vulnerable), "tick", help=help))
        if option:
            fields += [Field(f"{name}.name", "", option.name, "hidden"), Field(f"{name}.remove", _("Remove this choice"), False, "tick")]
        yield Group(
            _("Choice %(place)d") % {"place": row + 1} if option else _("One more choice"), fields, is_folded=row > len(step.options)
        )


def _draw_cases(step: Branch, room: Room) -> Iterator[Group]:
    for row in range(min(len(step.cases) + SPARE_ROWS, MOST_ROWS)):
        case = step.cases[row] if row < len(step.cases) else None
        name = f"case.{row}"
        names = [("", _("Choose…")), *((each, each) for each in room.names)]
        fields = [
            Field(f"{name}.name", _("When the answer"), case.name if case else "", "select", _with(names, case.name if case else "")),
            Field(
                f"{name}.test",
                _("Test"),
                case.test.value if case else "is",
                "select",
                [(test, str(label)) for test, label in TESTS.items()],
            ),
            Field(f"{name}.value", _("Value"), case.value if case else "", help=_("A date as 2027-01-31.")),
            _draw_way(f"{name}.next", _("Leads to"), case.next if case else "", room),
        ]
        if case:
            fields.append(Field(f"{name}.remove", _("Remove this case"), False, "tick"))
        yield Group(_("Case %(place)d") % {"place": row + 1} if case else _("One more case"), fields, is_folded=row > len(step.cases))
    yield Group(_("Otherwise"), [_draw_way("otherwise", _("Leads to"), step.otherwise, room)])


def _draw_look_up(step: LookUp, room: Room) -> Iterator[Group]:
    names = [(name, name) for name in dict.fromkeys([*room.names, *step.arguments])]
    yield Group(
        _("What is looked up"),
        [
            Field("source", _("Source"), step.source, "select", _with(room.sources, step.source)),
            Field("arguments", _("With the answers"), list(step.arguments), "ticks", names),
        ],
    )
    ways = (
        ("found", _("When it is found"), step.found),
        ("missing", _("When there is nothing"), step.missing),
        ("failed", _("When it fails"), step.failed),
    )
    yield Group(_("Then"), [_draw_way(*way, room) for way in ways])


def _draw_way(name: str, label: str, value: str, room: Room) -> Field:
    return Field(name, label, value, "select", _with(room.ways, value))


def _with(choices: Choices, value: str) -> Choices:
    """What is chosen stays in the list even when it is gone."""
    return choices if any(each == value for each, _label in choices) else [*choices, (value, _("%(name)s (gone)") % {"name": value})]
