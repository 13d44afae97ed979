"""A script in words: what each step does, and what differs between two versions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.dialogue.words import (
    Address,
    Answer,
    Ask,
    Branch,
    Choose,
    Code,
    Day,
    End,
    Free,
    HandOver,
    Identify,
    Kinds,
    LookUp,
    Number,
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
)
from guichet.records.scripts.naming import Names
from guichet.records.scripts.words import MEDIA

KINDS: dict[str, str | Promise] = {
    "Choose": gettext_lazy("Offer choices"),
    "Ask": gettext_lazy("Ask a question"),
    "Say": gettext_lazy("Say something"),
    "Answer": gettext_lazy("Give an article’s answer"),
    "SendLink": gettext_lazy("Send a link"),
    "RequestCallback": gettext_lazy("Have somebody call back"),
    "LookUp": gettext_lazy("Look something up"),
    "Branch": gettext_lazy("Go on according to an answer"),
    "HandOver": gettext_lazy("Hand over to a person"),
    "End": gettext_lazy("End"),
    "Identify": gettext_lazy("Identify by a code"),
}
"""What a step does, by the name of its class."""
TESTS: dict[str, str | Promise] = {
    Test.IS: gettext_lazy("is"),
    Test.BEGINS: gettext_lazy("begins with"),
    Test.AT_LEAST: gettext_lazy("is at least"),
    Test.AT_MOST: gettext_lazy("is at most"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`target`: the step that it leads to, which `text` names as people see it."""

    label: str
    text: str
    target: str = ""

    @property
    def meaning(self) -> str:
        """What it says, however the step that it leads to is worded today."""
        return self.target or self.text


NOTHING = Line("", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs at one step; `before` or `after` is empty where the line was not there."""

    step: str
    label: str
    before: str
    after: str


def name_kind(step: Steps) -> str:
    return str(KINDS[type(step).__name__])


def get_title(step: Steps) -> str:
    """What it says, or what it does."""
    texts: Texts = getattr(step, "text", {})
    text = next((wording.text for wording in texts.values() if wording.text.strip()), "")
    return text[:90] + ("…" if len(text) > 90 else "") if text else name_kind(step)


def name_steps(script: Script) -> dict[str, str]:
    """What people call each step: its title, with its place among the steps where others have the same one."""
    titles = {name: get_title(step) for name, step in script.steps.items()}
    counts = Counter(titles.values())
    places = {name: place for place, name in enumerate(titles, start=1)}
    numbered = _("%(title)s (step %(place)d)")
    return {name: numbered % {"title": title, "place": places[name]} if counts[title] > 1 else title for name, title in titles.items()}


def describe(script: Script, name: StepId, names: Names) -> list[Line]:
    """Everything that a step says and where it leads, by the titles of the steps."""
    step, titles = script.steps[name], name_steps(script)
    lines = [Line(_("What it does"), name_kind(step)), *_describe_texts(getattr(step, "text", {})), *_describe_rest(step, names)]
    return [replace(line, text=titles.get(line.target, line.target)) if line.target else line for line in lines]


def compare(before: Script, after: Script, names: Names) -> list[Difference]:
    """In the order of the steps of `after`, those taken out at the end."""
    was, now = name_steps(before), name_steps(after)
    found = [
        Difference("", label, names_before.get(old, old), names_after.get(new, new))
        for label, old, new, names_before, names_after in (
            (_("Languages"), ", ".join(before.languages), ", ".join(after.languages), {}, {}),
            (_("Begins with"), before.start, after.start, was, now),
            (_("Way to a person"), before.person, after.person, was, now),
        )
        if old != new
    ]
    for name in [*after.steps, *(name for name in before.steps if name not in after.steps)]:
        old, new = (_list_lines(script, name, names) for script in (before, after))
        labels = [*new, *(label for label in old if label not in new)]
        for label in labels:
            one, other = (lines.get(label, NOTHING) for lines in (old, new))
            if one.meaning != other.meaning:
                found.append(Difference(name, label, one.text, other.text))
    return found


def _list_lines(script: Script, name: StepId, names: Names) -> dict[str, Line]:
    return {line.label: line for line in describe(script, name, names)} if name in script.steps else {}


def _describe_texts(texts: Texts, label: str = "") -> Iterator[Line]:
    label = label or _("Text")
    for language, wording in texts.items():
        yield Line(f"{label} ({language})", wording.text)
        for medium, text in wording.media.items():
            yield Line(f"{label} ({language}, {MEDIA[medium]})", text)


def _describe_rest(step: Steps, names: Names) -> Iterator[Line]:
    match step:
        case Choose():
            other, way = _("other words"), _("leads to")
            for place, option in enumerate(step.options, start=1):
                label = _("Choice %(place)d") % {"place": place}
                yield from _describe_texts(option.text, label)
                for language, words in option.words.items():
                    yield Line(f"{label} ({language}, {other})", ", ".join(words))
                at_once = Line(f"{label}, {way}", _("to a person at once"))
                yield at_once if option.vulnerable else Line(f"{label}, {way}", "", option.next)
        case Ask():
            yield Line(_("Answer"), f"{step.name} : {describe_kind(step.kind)}")
            yield Line(_("leads to"), "", step.next)
        case Say(next=following):
            yield Line(_("leads to"), "", following)
        case Answer(next=following):
            yield Line(_("Article"), names.name(step))
            yield Line(_("leads to"), "", following)
        case LookUp():
            yield Line(_("Looks up"), f"{names.name(step)} ({', '.join(step.arguments)})")
            yield from _describe_ways(found=step.found, missing=step.missing, failed=step.failed)
        case SendLink():
            yield Line(_("Link"), names.name(step))
            yield from _describe_ways(found=step.next, failed=step.failed)
        case RequestCallback():
            yield from _describe_ways(found=step.done, failed=step.failed)
        case Identify():
            yield Line(_("When the code was given back"), "", step.known)
            yield Line(_("When no code can be had"), "", step.unknown)
        case Branch():
            for case in step.cases:
                yield Line(f"{case.name} {TESTS[case.test]} {case.value}", "", case.next)
            yield Line(_("Otherwise"), "", step.otherwise)
        case HandOver(reason=reason) if reason is not None:
            yield Line(_("Reason"), names.name(step))
        case End(settled=settled):
            yield Line(_("Counts as settled"), _("yes") if settled else _("no"))


def _describe_ways(**ways: str) -> Iterator[Line]:
    labels = {"found": _("When it is done"), "missing": _("When there is nothing"), "failed": _("When it fails")}
    for name, following in ways.items():
        yield Line(labels[name], "", following)


def describe_kind(kind: Kinds) -> str:
    """What an answer must be."""
    match kind:
        case Number() if kind == Number():
            return _("a number")
        case Day() if kind == Day():
            return _("a date")
        case Number(least=least, most=most):
            return _("a number from %(least)d to %(most)d") % {"least": least, "most": most}
        case Day(days_before=before, days_after=after):
            return _("a date, at most %(before)d days ago and %(after)d days ahead") % {"before": before, "after": after}
        case PostalCode():
            return _("a postal code")
        case Reference(shape=shape):
            return _("a reference of the shape %(shape)s") % {"shape": shape}
        case Address():
            return _("an e-mail address or a telephone number")
        case Code():
            return _("a code of 6 digits")
        case Free(most=most):
            return _("free words, %(most)d characters at most") % {"most": most}
