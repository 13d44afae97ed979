"""The form of a step: its fields drawn from a step, and the step that a filled form makes.

Reading forgives: what is missing is an empty text or a way that leads nowhere, which the checks then say beside the step. Only a number
that is none is refused, so that nothing typed is lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.words import (
    Answer,
    Ask,
    Branch,
    Case,
    Choose,
    Day,
    End,
    Free,
    HandOver,
    Kinds,
    Language,
    LookUp,
    Medium,
    Number,
    Option,
    PostalCode,
    Reference,
    RequestCallback,
    Say,
    Script,
    SendLink,
    StepId,
    Steps,
    Test,
    Texts,
    Wording,
)
from guichet.records.directory.models import Organisation, Reason
from guichet.records.scripts.articles import list_articles
from guichet.records.scripts.describing import KINDS, TESTS, get_title
from guichet.records.scripts.models import ScriptLink
from guichet.records.scripts.sources import list_sources
from guichet.records.scripts.words import CALL_NUMBER, MEDIA

SPARE_ROWS = 2
MOST_ROWS = 12
MADE = tuple(name for name in KINDS if name != "Identify")
"""What can be added today."""
OVERRIDDEN = (Medium.SMS, Medium.VOICE, Medium.KIOSK)
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
        return list(dict.fromkeys([*asked, *found]))


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


def make_step(kind: str, script: Script, following: StepId) -> Steps:
    """A new step of a kind, with nothing said yet, before `following`."""
    texts: Texts = {language: Wording(text="") for language in script.languages}
    blank: dict[str, Steps] = {
        "Choose": Choose(name="choice", text=texts, options=()),
        "Ask": Ask(name="answer", text=texts, kind=Free(), next=following),
        "Say": Say(text=texts, next=following),
        "Answer": Answer(article="", next=following),
        "SendLink": SendLink(link="", next=following, failed=script.person),
        "RequestCallback": RequestCallback(done=following, failed=script.person),
        "LookUp": LookUp(source="", arguments=(), found=following, missing=script.person, failed=script.person),
        "Branch": Branch(cases=(), otherwise=following),
        "HandOver": HandOver(text=texts),
        "End": End(text=texts),
    }
    return blank[kind]


@dataclass(slots=True)
class Reading:
    """A filled form being read; `errors` by the name of the field."""

    sent: QueryDict
    script: Script
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, most: int = 4_000) -> str:
        return self.sent.get(name, "").replace("\r\n", "\n").strip()[:most]

    def number(self, name: str, usual: int) -> int:
        typed = self.text(name)
        if not typed:
            return usual
        if not (typed.isascii() and typed.isdecimal()) or len(typed) > 9:
            self.errors[name] = _("Write a number, in digits.")
            return usual
        return int(typed)

    def texts(self, name: str, known: Texts, overridden: Sequence[Medium] = OVERRIDDEN) -> Texts:
        """In each language of the script. What the form does not show, as words for other media or languages, stays as it is known."""
        texts: Texts = dict(known)
        for language in self.script.languages:
            media = {medium: text for medium in overridden if (text := self.text(f"{name}.{language}.{medium.value}"))}
            kept = {medium: text for medium, text in known[language].media.items() if medium not in overridden} if language in known else {}
            texts[language] = Wording(text=self.text(f"{name}.{language}"), media={**kept, **media})
        return texts

    def way(self, name: str) -> StepId:
        return StepId(self.text(name, 100))

    def key(self, name: str, usual: str) -> str:
        return slugify(self.text(name, 60)) or usual


def read_step(known: Steps, sent: QueryDict, script: Script) -> tuple[Steps, dict[str, str]]:
    """The step that a filled form makes, and what is wrong with its fields."""
    form = Reading(sent, script)
    return _read(known, form), form.errors


def _read(known: Steps, form: Reading) -> Steps:
    match known:
        case Say():
            return Say(text=form.texts("text", known.text), next=form.way("next"))
        case Choose():
            return Choose(name=form.key("name", "choice"), text=form.texts("text", known.text), options=tuple(_read_options(known, form)))
        case Ask():
            return Ask(name=form.key("name", "answer"), text=form.texts("text", known.text), kind=_read_kind(form), next=form.way("next"))
        case Answer():
            return Answer(article=form.text("article", 100), next=form.way("next"))
        case SendLink():
            return SendLink(link=form.text("link", 100), next=form.way("next"), failed=form.way("failed"))
        case RequestCallback():
            return RequestCallback(done=form.way("done"), failed=form.way("failed"))
        case LookUp():
            ways = {name: form.way(name) for name in ("found", "missing", "failed")}
            return LookUp(source=form.text("source", 100), arguments=tuple(form.sent.getlist("arguments")[:20]), **ways)
        case Branch():
            return Branch(cases=tuple(_read_cases(form)), otherwise=form.way("otherwise"))
        case HandOver():
            reason = form.text("reason", 18)
            return HandOver(text=form.texts("text", known.text), reason=int(reason) if reason.isascii() and reason.isdecimal() else None)
        case End():
            return End(text=form.texts("text", known.text), settled="settled" in form.sent)
    return known


def _read_options(known: Choose, form: Reading) -> Iterator[Option]:
    taken: set[str] = set()
    options = {option.name: option for option in known.options}
    for row in range(MOST_ROWS):
        before = options.get(form.text(f"option.{row}.name", 60))
        texts = form.texts(f"option.{row}.text", before.text if before else {}, ())
        first = next((texts[language].text for language in form.script.languages if texts[language].text), "")
        if not first or f"option.{row}.remove" in form.sent:
            continue
        stem = form.text(f"option.{row}.name", 60) or slugify(first)[:40] or "choice"
        name = stem if stem not in taken else f"{stem}-{row + 1}"
        taken.add(name)
        yield Option(
            name=name,
            text=texts,
            next=form.way(f"option.{row}.next"),
            words=dict(_read_words(form, row)),
            vulnerable=f"option.{row}.vulnerable" in form.sent,
        )


def _read_words(form: Reading, row: int) -> Iterator[tuple[Language, tuple[str, ...]]]:
    for language in form.script.languages:
        words = tuple(word.strip() for word in form.text(f"option.{row}.words.{language}").split(",") if word.strip())
        if words:
            yield language, words


def _read_cases(form: Reading) -> Iterator[Case]:
    for row in range(MOST_ROWS):
        name, test = form.text(f"case.{row}.name", 60), form.text(f"case.{row}.test", 20)
        if name and test in set(Test) and f"case.{row}.remove" not in form.sent:
            yield Case(name=name, test=Test(test), value=form.text(f"case.{row}.value", 200), next=form.way(f"case.{row}.next"))


def _read_kind(form: Reading) -> Kinds:
    match form.text("kind"):
        case "Number":
            return Number(least=form.number("least", 1), most=form.number("most", 999_999_999))
        case "Day":
            return Day(days_before=form.number("days_before", 36_525), days_after=form.number("days_after", 3_653))
        case "PostalCode":
            return PostalCode()
        case "Reference":
            return Reference(shape=form.text("shape", 40))
        case _:
            return Free(most=form.number("longest", 1_000))


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
    return [
        Field("kind", _("What the answer must be"), type(kind).__name__, "select", kinds),
        Field("least", _("Smallest"), getattr(kind, "least", ""), "number", help=only % {"kind": _("A number")}),
        Field("most", _("Largest"), kind.most if isinstance(kind, Number) else "", "number", help=only % {"kind": _("A number")}),
        Field("days_before", _("Days ago at most"), getattr(kind, "days_before", ""), "number", help=only % {"kind": _("A date")}),
        Field("days_after", _("Days ahead at most"), getattr(kind, "days_after", ""), "number", help=only % {"kind": _("A date")}),
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
