"""What a mail's headers say about how it came to be: by a program, as a delivery report, from whom a server has checked. Pure."""

import re

from guichet.records.correspondence.anatomy import Part
from guichet.records.correspondence.decoding import decode_body
from guichet.records.correspondence.words import Action, Bounce, MailKind, Problem, Verification

IDS = re.compile(r"<([^<>\s@]{1,120}@[^<>\s@]{1,120})>")
LONGEST_REPORT = 100_000
FIELD = re.compile(r"^([A-Za-z-]{1,40}):[ \t]*(.{0,300})", re.MULTILINE)
ABSENCE = re.compile(
    r"^\s*(?:r[ée]ponse automatique|absence du bureau|absent du bureau|message d['’]absence|out of (?:the )?office|auto(?:matic)?[ -]?reply"
    r"|abwesenheit|automatische antwort|respuesta autom[áa]tica)\b",
    re.IGNORECASE,
)
DAEMONS = frozenset({"mailer-daemon", "postmaster", "mailerdaemon"})
SILENT = re.compile(r"^(?:no[-_.]?reply|ne[-_.]?pas[-_.]?repondre|do[-_.]?not[-_.]?reply|noreponse|bounces?)\b", re.IGNORECASE)
RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]{1,12})\b", re.IGNORECASE)
SIGNED_FOR = re.compile(r"header\.(?:d|i)\s*=\s*@?([A-Za-z0-9.-]{1,200})", re.IGNORECASE)
SENT_FOR = re.compile(r"smtp\.(?:mailfrom|helo)\s*=\s*(?:[^\s;@]{0,64}@)?([A-Za-z0-9.-]{1,200})", re.IGNORECASE)


def list_ids(value: str) -> tuple[str, ...]:
    """The Message-IDs in a header, with their brackets."""
    return tuple(f"<{found}>" for found in IDS.findall(value))


def find_kind(mail: Part, sender: str, subject: str) -> MailKind:
    """By RFC 3834, RFC 2919 and what programs wrote before these. A report is found by `read_bounce`."""
    submitted = mail.get("auto-submitted").partition(";")[0].strip().lower()
    if submitted.startswith("auto-replied") or mail.get("x-autoreply") or mail.get("x-autorespond") or ABSENCE.match(subject):
        return MailKind.AUTO_REPLY
    if mail.get("precedence").strip().lower() == "auto_reply":
        return MailKind.AUTO_REPLY
    is_generated = submitted not in ("", "no") or mail.get("precedence").strip().lower() in ("bulk", "list", "junk")
    is_list = any(mail.get(name) for name in ("list-id", "list-unsubscribe", "list-post", "feedback-id"))
    if is_generated or is_list or sender.partition("@")[0] in DAEMONS:
        return MailKind.GENERATED
    return MailKind.LETTER


def asks_no_reply(mail: Part, sender: str, return_path: str | None) -> bool:
    """Whether an automatic answer would be of no use, or could begin a loop. `return_path` is the envelope's, None when nobody knows."""
    suppressed = mail.get("x-auto-response-suppress").lower()
    is_null = return_path == "" or mail.get("return-path").strip() == "<>"
    return is_null or bool(SILENT.match(sender)) or any(word in suppressed for word in ("all", "autoreply", "oof"))


def read_bounce(mail: Part, sender: str, return_path: str | None) -> Bounce | None:
    """A delivery report (RFC 3464), or what a server writes that never heard of them; None for any other mail."""
    reports = [part for part in mail.walk() if part.get_type() == "message/delivery-status"]
    if mail.get_type() == "multipart/report" and reports:
        return _read_report(mail, reports[0])
    is_null = return_path == "" or mail.get("return-path").strip() == "<>"
    if is_null and sender.partition("@")[0] in DAEMONS:
        ids = _find_ids(mail)
        return Bounce(action=Action.FAILED, status="", message_ids=ids) if ids else None
    return None


def _read_report(mail: Part, report: Part) -> Bounce:
    ignored: list[Problem] = []
    said = decode_body(report, ignored)[:LONGEST_REPORT].decode("utf-8", "replace")
    fields = {name.lower(): value.strip() for name, value in FIELD.findall(said)}
    words = {"failed": Action.FAILED, "delayed": Action.DELAYED}
    action = words.get(fields.get("action", "").lower(), Action.DELIVERED if fields.get("action") else Action.FAILED)
    return Bounce(action=action, status=fields.get("status", "")[:12], message_ids=_find_ids(mail))


def _find_ids(mail: Part) -> tuple[str, ...]:
    """Of the mail that is sent back: in what is enclosed, in the report's own references, else anywhere in its text."""
    ids = [*list_ids(mail.get("in-reply-to")), *list_ids(mail.get("references"))]
    ignored: list[Problem] = []
    for part in mail.walk():
        if not part.children:
            ids += list_ids(decode_body(part, ignored)[:LONGEST_REPORT].decode("utf-8", "replace"))
    return tuple(dict.fromkeys(ids))[:20]


def read_verification(mail: Part, sender: str, trusted: str) -> Verification:
    """What the trusted server says (RFC 8601). Only its topmost word counts: whoever sends can write the others himself."""
    said = next((value for value in mail.list_all("authentication-results") if _is_by(value, trusted)), "") if trusted else ""
    results: dict[str, set[str]] = {}
    for method, result in RESULT.findall(said):
        results.setdefault(method.lower(), set()).add(result.lower())
    domain = sender.rpartition("@")[2]
    if "pass" in results.get("dmarc", ()):
        return Verification.VERIFIED
    if "fail" in results.get("dmarc", ()):
        return Verification.FAILED
    is_signed = "pass" in results.get("dkim", ()) and any(is_within(domain, by) for by in SIGNED_FOR.findall(said))
    is_sent = "pass" in results.get("spf", ()) and any(is_within(domain, by) for by in SENT_FOR.findall(said))
    if domain and (is_signed or is_sent):
        return Verification.VERIFIED
    return Verification.FAILED if "fail" in results.get("spf", set()) | results.get("dkim", set()) else Verification.UNKNOWN


def _is_by(value: str, trusted: str) -> bool:
    return value.partition(";")[0].split()[:1] == [trusted]


def is_within(domain: str, by: str) -> bool:
    """The domain itself, or one above it that is more than a top-level one."""
    by = by.lower().rstrip(".")
    return domain == by or ("." in by and domain.endswith(f".{by}"))
