"""What may be said where everybody reads it: nothing about one person, and no question who he is. Pure, in time that the text bounds.

A finding is a reason to look again, never a verdict on a person: what the administration itself publishes (its telephone, its address) is
named by the account as sayable and passes. It knows French and English; in other languages it finds numbers and addresses, not questions.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_LOOKED_AT = 20_000
LONGEST_EXCERPT = 60
MOST_FINDINGS = 20


class Kind(StrEnum):
    MAIL = "mail"
    TELEPHONE = "telephone"
    REFERENCE = "reference"
    IDENTITY = "identity"
    BANK = "bank"
    ADDRESS = "address"
    BIRTH = "birth"
    NAME = "name"
    QUESTION = "question"


SENTENCES: dict[Kind, Promise] = {
    Kind.MAIL: _("This looks like somebody’s e-mail address."),
    Kind.TELEPHONE: _("This looks like somebody’s telephone number."),
    Kind.REFERENCE: _("This looks like the reference of a case."),
    Kind.IDENTITY: _("This looks like a number of social security or of taxes."),
    Kind.BANK: _("This looks like a bank account."),
    Kind.ADDRESS: _("This looks like somebody’s home address."),
    Kind.BIRTH: _("This looks like a date of birth."),
    Kind.NAME: _("This is this person’s name, which he does not show there himself."),
    Kind.QUESTION: _("Nobody is asked in public who he is: ask it in private."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`excerpt` is what it was found in, without accents."""

    kind: Kind
    excerpt: str


URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
MAIL = re.compile(r"(?<![\w.+\-@])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
NUMBER = re.compile(r"(?<![\w.,])(?:\+|00)?\d(?:[ .\-()/]{0,2}\d){5,17}(?!\w)")
TOKEN = re.compile(r"(?<![\w@#/.\-])[A-Za-z0-9][A-Za-z0-9\-/_.]{3,40}(?![\w\-])")
NAMED = re.compile(
    r"\b(?:dossier|reference|ref|allocataire|contrat|facture|demande|case|file|ticket)\b[ .:]{0,3}(?:n[o°.]{1,2}|numero|number|no|#)?"
    r"[ .:]{0,3}([A-Za-z]{0,6}[\-/]?\d[\w\-/]{2,30})",
    re.IGNORECASE,
)
BANK = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
ADDRESS = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|av\.?|boulevard|bd|place|chemin|impasse|allee|route|quai|cours"
    r"|square|residence|street|road) [^\n,.;]{2,50}",
    re.IGNORECASE,
)
BIRTH = re.compile(
    r"\b(?:nee? le|nee\(e\) le|ne\(e\) le|born on|date of birth|date de naissance)\b[ :]{0,3}(\d{1,2}[ /.\-])", re.IGNORECASE
)
DATE = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}|(?:19|20)\d\d[/\-](?:19|20)?\d\d)")
LAW = re.compile(r"[LRDA]\.?\d{1,4}(?:-\d{1,4}){0,3}")
SENTENCE = re.compile(r"[^.!?\n]{1,2000}[.!?\n]?")
OWN = re.compile(
    r"\b(?:votre|vos|ton|tes|your)\b[^,;:]{0,40}?\b(?:nom|prenom|noms|prenoms|numero|numeros|date de naissance|adresse|telephone|mail"
    r"|e-mail|courriel|rib|iban|identifiant|identite|mot de passe|carte vitale|coordonnees|name|number"
    r"|date of birth|address|phone|email|password|identity|id)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\b(?:quels?|quelles?|donne[rz]?|indique[rz]?|communique[rz]?|envoye[rz]?|envoie|precise[rz]?|transmett\w{1,3}|rappele[rz]|ecri\w{1,4}|pouvez|pourriez"
    r"|merci de|veuillez|avons besoin|il nous faut|avez-vous|what|give|send|tell|share|provide|need|could you|please)\b",
    re.IGNORECASE,
)
PRIVATE = re.compile(r"\b(?:prive\w?|confidentiel\w{0,3}|direct|mp|dm|private\w{0,2}|privately)\b", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:ne|n'|jamais|pas|sans|never|not|don't|without)(?:\b|(?<='))", re.IGNORECASE)


def find_personal(text: str, sayable: Sequence[str] = (), names: Sequence[str] = ()) -> list[Finding]:
    """What should not be said in public, in the order of its kinds.

    :param sayable: what the administration publishes of itself. :param names: names of this person that his profile there does not show.
    """
    plain = _remove(_fold(text[:LONGEST_LOOKED_AT]), sayable)
    found = [*_find_patterns(plain), *_find_names(plain, names), *_find_questions(plain)]
    return list(dict.fromkeys(found))[:MOST_FINDINGS]


def _fold(text: str) -> str:
    """Without accents, with one kind of blank and of dash: written otherwise, it says the same."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each) and each not in ZERO_WIDTH)
    return re.sub(r"[^\S\n]+", " ", plain.translate(SAME))


ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SAME = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘ʼ", "'"))


def _remove(plain: str, sayable: Sequence[str]) -> str:
    """Without what may be said; numbers also in another grouping."""
    for phrase in sayable:
        folded = _fold(phrase).strip()
        digits = _read_digits(folded)
        if len(digits) >= 4 and not re.search(r"[A-Za-z]", folded):
            said = {found for found in NUMBER.findall(plain) if _read_digits(found) == digits}
            for each in said:
                plain = plain.replace(each, " ")
        if len(folded) > 3:
            plain = re.sub(re.escape(folded), " ", plain, flags=re.IGNORECASE)
    return plain


def _read_digits(text: str) -> str:
    """A number however it is grouped, and with or without the prefix of its country."""
    digits = re.sub(r"[^\d+]", "", text)
    return re.sub(r"^(?:\+|00)33(?=\d{9}$)", "0", digits)


def _find_patterns(plain: str) -> Iterator[Finding]:
    for kind, pattern in ((Kind.MAIL, MAIL), (Kind.BANK, BANK), (Kind.ADDRESS, ADDRESS), (Kind.BIRTH, BIRTH)):
        for found in pattern.finditer(plain):
            yield Finding(kind, found[0].strip()[:LONGEST_EXCERPT])
        plain = pattern.sub(" ", plain)
    plain = URL.sub(" ", plain)
    for found in NUMBER.finditer(plain):
        seems = classify_number(found[0])
        if seems is not None:
            yield Finding(seems, found[0].strip()[:LONGEST_EXCERPT])
    plain = NUMBER.sub(" ", plain)
    for found in NAMED.finditer(plain):
        yield Finding(Kind.REFERENCE, found[1][:LONGEST_EXCERPT])
    for found in TOKEN.finditer(NAMED.sub(" ", plain)):
        if _is_reference(found[0]):
            yield Finding(Kind.REFERENCE, found[0][:LONGEST_EXCERPT])


def classify_number(said: str) -> Kind | None:
    """What a long number seems to be; None for a date or a year."""
    if DATE.fullmatch(said.strip()) or re.fullmatch(r"(?:\d{4} ?- ?\d{4}|\d{1,3}(?: \d{3}){1,2})", said.strip()):
        return None
    digits = _read_digits(said)
    if re.fullmatch(r"[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)\d{8}(?:\d{2})?", digits) or re.fullmatch(r"[0-3]\d{12}", digits):
        return Kind.IDENTITY
    if re.fullmatch(r"0[1-9]\d{8}|(?:\+|00)\d{7,15}", digits):
        return Kind.TELEPHONE
    return Kind.REFERENCE


def _is_reference(token: str) -> bool:
    """Letters and digits mixed, or digits in groups: a plain word, a date, an article of law, a file name are none."""
    bare = token.strip(".-/_")
    digits = sum(each.isdigit() for each in bare)
    return digits >= 4 and len(bare) >= 6 and not DATE.fullmatch(bare) and not LAW.fullmatch(bare)


def _find_names(plain: str, names: Sequence[str]) -> Iterator[Finding]:
    """A family name is also a word ("Petit"): it counts where it is written with a capital."""
    parts = {part for name in names[:20] for part in _fold(name).split() if len(part) > 2}
    for part in sorted(parts):
        for found in re.finditer(rf"(?<![\w@]){re.escape(part)}(?!\w)", plain, re.IGNORECASE):
            if found[0][:1].isupper():
                yield Finding(Kind.NAME, found[0][:LONGEST_EXCERPT])
                break


def _find_questions(plain: str) -> Iterator[Finding]:
    for sentence in SENTENCE.findall(plain):
        asked = OWN.search(sentence)
        if asked and ASKS.search(sentence) and not PRIVATE.search(sentence) and not NEGATED.search(sentence):
            yield Finding(Kind.QUESTION, asked[0][:LONGEST_EXCERPT])
