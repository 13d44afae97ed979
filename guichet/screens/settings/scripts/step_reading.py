"""The step that a filled form makes, and a new one to begin from.

Reading forgives: what is missing is an empty text or a way that leads nowhere, which the checks then say beside the step. Only a number
that is none is refused, so that nothing typed is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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
    Identify,
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

MOST_ROWS = 12
"""Choices or cases that a form shows."""
OVERRIDDEN = (Medium.SMS, Medium.VOICE, Medium.KIOSK)
"""Media for which a step may have other words."""


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
        "Identify": Identify(text=texts, known=following, unknown=script.person),
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
        case Identify():
            return Identify(text=form.texts("text", known.text), known=form.way("known"), unknown=form.way("unknown"))
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
