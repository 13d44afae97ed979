"""What a script's page shows of a turn: what was said, the question with its field or its buttons, and the ways on at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.phrases import get_phrases
from guichet.decisions.dialogue.rendering import Choice, Prompt
from guichet.decisions.dialogue.words import Address, Ask, Code, Day, Free, Kinds, Medium, Number, PostalCode, Reference
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.scripts.words import CALL_NUMBER, Part, Piece, SessionState, Talk
from guichet.screens.public.markup import write_html
from guichet.screens.public.views import get_opening, offer_ways
from guichet.screens.public.ways import describe_ways


@dataclass(frozen=True, slots=True)
class Field:
    """How an answer is written."""

    hint: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """The choices that a page shows at once. `following`: the place of those that come next, None where there are no others."""

    choices: tuple[Choice, ...]
    following: int | None = None


def describe_talk(organisation: Organisation, reason: Reason | None, talk: Talk, token: str, screen: str) -> dict[str, object]:
    """The page of a talk, whatever its state."""
    language = get_language() or organisation.default_language
    question = next((piece for piece in talk.pieces if piece.part is Part.QUESTION), None)
    page: dict[str, object] = {
        "reason": reason,
        "reason_label": reason.get_label(language) if reason else "",
        "is_open": talk.state is SessionState.OPEN,
        "is_handed_over": talk.state is SessionState.HANDED_OVER,
        "told": [tell(piece) for piece in talk.pieces if piece.part in (Part.TEXT, Part.LINK, Part.ANSWER)],
        "mistakes": [piece.text for piece in talk.pieces if piece.part is Part.MISTAKE],
        "question": question,
        "number": len(talk.given) + 1,
        "field": describe_field(talk.asks) if talk.asks else None,
        "shown": choose_screen(question, talk.medium, screen) if question else None,
    }
    if talk.state is SessionState.OPEN:
        return page
    page["told"] = [tell(piece) for piece in list_results(talk)]
    page |= find_ways_on(organisation, reason, talk, token) if reason else {}
    last = (piece for piece in talk.pieces if piece.part in (Part.END, Part.HAND_OVER))
    page["closing"] = [close(piece, talk, reaches_somebody=bool(page.get("reaches_somebody"))) for piece in last]
    return page


def close(piece: Piece, talk: Talk, *, reaches_somebody: bool) -> str:
    """Its last words. That nobody takes over here is not said beside the ways to those who are there."""
    is_left_alone = piece.part is Part.HAND_OVER and not talk.contact
    return get_phrases(talk.language).choose if is_left_alone and reaches_somebody else piece.text


def find_ways_on(organisation: Organisation, reason: Reason, talk: Talk, token: str) -> dict[str, object]:
    """How to reach a person from the end of a script; nothing where one takes over already."""
    if talk.contact:
        return {}
    queue = get_queue(reason)
    opening = get_opening(organisation, queue)
    offer = replace(offer_ways(reason, queue, is_open=opening.is_open), has_script=False)
    ways = describe_ways(organisation, reason, offer, token)
    return {"opening": opening, "reaches_somebody": opening.is_open and bool(ways["ways"]), **ways}


def list_results(talk: Talk) -> Iterator[Piece]:
    """The answers and links that the whole script gave, each once, and what it said last."""
    seen = set[tuple[str, str]]()
    for piece in talk.lines:
        if piece.part in (Part.ANSWER, Part.LINK) and (piece.article, piece.address) not in seen:
            seen.add((piece.article, piece.address))
            yield piece
    yield from (piece for piece in talk.pieces if piece.part is Part.TEXT)


def tell(piece: Piece) -> dict[str, object]:
    """A piece; the answer of an article is written in Markdown."""
    html: SafeString | str = write_html(piece.text, below=1) if piece.part is Part.ANSWER else ""
    return {"part": piece.part.value, "text": piece.text, "html": html, "answer": piece, "address": piece.address}


def describe_field(ask: Ask) -> Field:
    if ask.name == CALL_NUMBER:
        return Field(attributes={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    return describe_kind(ask.kind)


def describe_kind(kind: Kinds) -> Field:
    match kind:
        case Number():
            return Field(_("A whole number, in digits."), {"inputmode": "numeric"})
        case Day():
            return Field(_("For example 31/12/2026."), {"inputmode": "numeric"})
        case PostalCode():
            return Field(_("Five digits, for example 69003."), {"inputmode": "numeric", "autocomplete": "postal-code"})
        case Reference(shape=shape):
            sample = "".join("1" if letter == "9" else letter for letter in shape)
            return Field(_("As it stands on your letter, for example %(sample)s.") % {"sample": sample})
        case Address():
            return Field(
                _("An e-mail address, or a telephone number."), {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
            )
        case Code():
            return Field(_("Six digits, without spaces."), {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"})
        case Free(most=most):
            return Field(is_long=most > 200)


def choose_screen(question: Piece, medium: Medium, wanted: str) -> Screen:
    """All choices on a page; a few at a time at the kiosk. The way to a person is a button of its own everywhere."""
    options = tuple(choice for choice in question.choices if choice.option)
    if medium is not Medium.KIOSK or not options:
        return Screen(options)
    screens = Prompt(text=question.text, choices=options).list_screens()
    place = int(wanted) % len(screens) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else 0
    return Screen(screens[place], (place + 1) % len(screens) if len(screens) > 1 else None)
