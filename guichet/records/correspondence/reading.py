"""Reading a mail. Pure, and total: whatever the bytes are, something is read, in time and memory that their number bounds."""

import re
from dataclasses import dataclass, field
from email.utils import getaddresses

from guichet.records.correspondence.anatomy import Part, read_parameters, take_apart
from guichet.records.correspondence.decoding import decode_body, decode_text, decode_words, tidy
from guichet.records.correspondence.folding import fold
from guichet.records.correspondence.marks import asks_no_reply, find_kind, list_ids, read_bounce, read_verification
from guichet.records.correspondence.pages import is_heavy, to_text
from guichet.records.correspondence.words import (
    LONGEST_ADDRESS,
    LONGEST_ID,
    LONGEST_SUBJECT,
    MOST_FILES,
    MOST_REFERENCES,
    MailKind,
    Problem,
    ReadFile,
    ReadMail,
    Verification,
)

LONGEST_TEXT = 400_000
"""Characters of a body that are read; the mail itself is kept whole."""
ADDRESS = re.compile(r"[^\s<>\"(),:;@\[\]\\]{1,64}@[^\s<>\"(),:;@\[\]\\]{1,189}")


@dataclass(slots=True)
class Bodies:
    """What the parts of a mail are for."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)


def read_mail(raw: bytes, return_path: str | None = None) -> ReadMail:
    """Read a mail. `return_path`: the envelope's sender, "" for none, None when nobody knows."""
    tree, problems = take_apart(raw)
    sender_name, sender = read_address(tree.get("from") or tree.get("sender"))
    subject = decode_words(tree.get("subject"))[:LONGEST_SUBJECT]
    bodies = Bodies()
    _sort(tree, bodies, problems)
    text, page = _choose(bodies, problems)
    folded = fold(text)
    bounce = read_bounce(tree, sender, return_path)
    kind = MailKind.BOUNCE if bounce else find_kind(tree, sender, subject)
    if not sender:
        problems.append(Problem.NO_SENDER)
    return ReadMail(
        kind=kind,
        subject=subject,
        sender=sender,
        sender_name=sender_name,
        recipients=read_addresses([*tree.list_all("to")[:5], *tree.list_all("cc")[:5], *tree.list_all("delivered-to")[:5]]),
        message_id=next((each for each in list_ids(tree.get("message-id")) if len(each) <= LONGEST_ID), ""),
        references=tuple(dict.fromkeys([*list_ids(tree.get("in-reply-to")), *reversed(list_ids(tree.get("references")))]))[
            :MOST_REFERENCES
        ],
        text=folded.fresh,
        quoted=folded.quoted,
        html=page,
        files=tuple(bodies.files),
        asks_no_reply=kind is not MailKind.LETTER or asks_no_reply(tree, sender, return_path),
        bounce=bounce,
        problems=tuple(dict.fromkeys(problems)),
    )


def verify(raw: bytes, sender: str, trusted: str) -> Verification:
    """What the server that is trusted by this name says of the sender."""
    return read_verification(take_apart(raw[: 512 * 1024])[0], sender, trusted)


def read_address(value: str) -> tuple[str, str]:
    """Name and address of the first sender, the address in lower case; empty where there is none."""
    found = ADDRESS.search(value[:4_000])
    address = found[0].lower() if found else ""
    if len(address) > LONGEST_ADDRESS or not address.isprintable():
        address = ""
    name = value[: found.start()] if found else value
    bare = decode_words(re.sub(r"\([^()]{0,200}\)", "", name).replace("<", " ").strip(' "\t,'))
    return bare.replace('"', "").strip()[:200], address


def read_addresses(values: list[str]) -> tuple[str, ...]:
    try:
        found = [address.lower() for _, address in getaddresses([value[:4_000] for value in values])]
    except Exception:  # the standard library raises several on broken headers
        found = [match.lower() for value in values for match in ADDRESS.findall(value[:4_000])]
    return tuple(dict.fromkeys(address for address in found if "@" in address and len(address) <= LONGEST_ADDRESS))[:50]


def _sort(part: Part, bodies: Bodies, problems: list[Problem]) -> None:
    """Of several alternatives all are gathered: the plain ones are read first."""
    for child in part.children:
        _sort(child, bodies, problems)
    if part.children:
        return
    kind, name, is_attached = part.get_type(), find_name(part), _is_attached(part)
    if kind in ("text/plain", "text/html") and not is_attached and not name:
        text = decode_text(decode_body(part, problems)[: 4 * LONGEST_TEXT], part.get_parameter("charset") or "utf-8", problems)
        (bodies.plain if kind == "text/plain" else bodies.pages).append(text)
    elif not part.body or kind in ("message/delivery-status", "multipart/signed"):
        return
    elif len(bodies.files) < MOST_FILES:
        bodies.files.append(ReadFile(name=name or _call(kind), content=decode_body(part, problems)))
    else:
        problems.append(Problem.TOO_MANY_FILES)


def _is_attached(part: Part) -> bool:
    return part.get("content-disposition").partition(";")[0].strip().lower() == "attachment"


def find_name(part: Part) -> str:
    """What the sender calls a file, in one line."""
    try:
        said = read_parameters(part.get("content-disposition") or "inline", "content-disposition").get_filename("") or part.get_parameter(
            "name"
        )
    except Exception:  # the standard library raises several on lying parameters
        said = ""
    return decode_words(tidy(str(said)))[:200]


def _call(kind: str) -> str:
    return "courriel.txt" if kind == "message/rfc822" else "document"


def _choose(bodies: Bodies, problems: list[Problem]) -> tuple[str, str]:
    """The text that is read and the page that is shown on demand."""
    page = "\n".join(bodies.pages)
    if page and is_heavy(page):
        problems.append(Problem.HEAVY_HTML)
    text = "\n\n".join(plain for plain in bodies.plain if plain.strip()) or (to_text(page) if page else "")
    if len(text) > LONGEST_TEXT:
        problems.append(Problem.LONG_TEXT)
        text = text[:LONGEST_TEXT]
    if not text.strip():
        problems.append(Problem.NO_TEXT)
    return text, page
