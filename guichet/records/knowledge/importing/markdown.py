"""A Markdown file: front matter in YAML between two lines of `---`, then a section per medium (`# page`, `# chat` ...); without such
headings all of it is the page's wording.

    ---
    title: Je déménage
    reasons: [moving]
    facts:
      delai: {kind: delay, value: 1 months}
    questions:
      - {question: "Quand signaler mon déménagement ?", facts: [delai]}
    ---
    # page
    Signalez votre adresse sous {delai}.
"""

import re
from datetime import date
from typing import Any

import msgspec
import yaml

from guichet.records.knowledge.importing.words import BadFileError, Brought, decode
from guichet.records.knowledge.words import Audience, Content, Fact, Medium, Question

HEADING = re.compile(rf"^# +({'|'.join(Medium)})[ \t]*$", re.MULTILINE)
FENCE = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.MULTILINE | re.DOTALL)

OBJECTIONS = {
    "front-missing": re.compile(r"missing required field `([^`]{1,100})`"),
    "front-unknown": re.compile(r"unknown field `([^`]{1,100})`"),
    "front-wrong": re.compile(r"`\$\.?([^`]{1,100})`"),
}
"""How msgspec words what is wrong."""


class Front(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    language: str = "fr"
    audience: Audience = Audience.PUBLIC
    review_on: date | None = None
    source_title: str = ""
    source_url: str = ""
    source_changed_on: date | None = None
    reasons: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    facts: dict[str, Fact] = {}
    questions: tuple[Question, ...] = ()


def read_markdown(key: str, source: bytes) -> Brought:
    """:raises BadFileError: it is no such file; the error says where."""
    text = decode(source)
    fence = FENCE.match(text)
    if fence is None:
        raise BadFileError("no-front", 1)
    front = read_front(fence[1])
    wordings = {medium: {front.language: said} for medium, said in cut(text[fence.end() :]).items()}
    if not wordings:
        raise BadFileError("empty", text.count("\n") + 1)
    content = Content(title={front.language: front.title}, facts=front.facts, wordings=wordings, questions=front.questions)
    return Brought(
        key,
        content,
        front.audience,
        front.review_on,
        front.source_title[:300],
        front.source_url[:500],
        front.source_changed_on,
        front.reasons,
        front.territories,
    )


def read_front(text: str) -> Front:
    try:
        raw: Any = yaml.safe_load(text)
        return msgspec.convert(raw, Front)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadFileError("bad-front", line) from error
    except msgspec.ValidationError as error:
        raise explain(text, str(error)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadFileError("bad-front", 1) from error


def explain(text: str, said: str) -> BadFileError:
    """What msgspec objects to, as one of our own reasons, with the line of the entry it is about."""
    for why, pattern in OBJECTIONS.items():
        found = pattern.search(said)
        if found is not None:
            return BadFileError(why, find_line(text, found[1]), found[1][:100])
    return BadFileError("front-missing", 1, "title")


def find_line(text: str, place: str) -> int:
    """The line of the file on which the entry of a place begins ("facts" of "facts.delai.kind"); the first when nobody wrote it."""
    name = re.split(r"[.\[]", place)[0]
    begins = re.compile(rf"[ \t{{-]*{re.escape(name)}[ \t]*:")
    return next((number for number, line in enumerate(text.splitlines(), 2) if begins.match(line)), 1)


def cut(body: str) -> dict[Medium, str]:
    """The wordings by their medium; those without text are left out."""
    first, *rest = HEADING.split(body)
    sections = {Medium.PAGE: first.strip()}
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        medium = Medium(name)
        sections[medium] = f"{sections.get(medium, '')}\n\n{text.strip()}".strip()
    return {medium: text for medium, text in sections.items() if text}
