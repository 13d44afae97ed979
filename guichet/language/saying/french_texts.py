"""What has to be put into words in a French text."""

import re

from guichet.language.saying.french import (
    is_plural,
    say_amount,
    say_date,
    say_hour,
    say_number,
    say_pairs,
    say_postal_code,
    say_rank,
)
from guichet.language.saying.lexicon import WORDS, say_acronym, spell
from guichet.language.saying.numbers import MOST, say
from guichet.language.saying.rules import SPACE, Reader, Rule, clean, read_date, say_address

NUMBER = rf"(?:[0-9]{{1,3}}(?:(?:{SPACE}[0-9]{{3}}){{1,3}}|(?:\.[0-9]{{3}}){{1,3}})(?![0-9])|[0-9]+)(?:,[0-9]+)?"
UNITS = {
    "km/h": ("kilomètre-heure", "kilomètres-heure"),
    "kWh": ("kilowattheure", "kilowattheures"),
    "m²": ("mètre carré", "mètres carrés"),
    "m2": ("mètre carré", "mètres carrés"),
    "m³": ("mètre cube", "mètres cubes"),
    "°C": ("degré", "degrés"),
    "km": ("kilomètre", "kilomètres"),
    "cm": ("centimètre", "centimètres"),
    "mm": ("millimètre", "millimètres"),
    "kg": ("kilo", "kilos"),
    "ha": ("hectare", "hectares"),
    "Go": ("gigaoctet", "gigaoctets"),
    "Mo": ("mégaoctet", "mégaoctets"),
    "min": ("minute", "minutes"),
    "mn": ("minute", "minutes"),
    "h": ("heure", "heures"),
    "m": ("mètre", "mètres"),
    "g": ("gramme", "grammes"),
    "l": ("litre", "litres"),
    "L": ("litre", "litres"),
    "s": ("seconde", "secondes"),
    "j": ("jour", "jours"),
}
FEMININE = frozenset({"min", "mn", "h", "s"})
SHORT = {
    "MM.": "messieurs",
    "Mme": "madame",
    "Mmes": "mesdames",
    "Mlle": "mademoiselle",
    "Dr": "docteur",
    "tél.": "téléphone",
    "Tél.": "téléphone",
    "art.": "article",
    "Art.": "article",
    "p. ex.": "par exemple",
    "c.-à-d.": "c’est-à-dire",
    "etc.": "et cetera.",
    "env.": "environ",
    "max.": "au maximum",
    "min.": "au minimum",
    "réf.": "référence",
    "Réf.": "référence",
    "cf.": "voir",
    "bd": "boulevard",
    "s/c": "sous couvert",
}
SIGNS = {
    "&": "et",
    "+": "plus",
    "=": "égale",
    "@": "arobase",
    "#": "dièse",
    "*": "étoile",
    "°": "degrés",
    "€": "euros",
    "$": "dollars",
    "£": "livres",
    "%": "pour cent",
    "‰": "pour mille",
    "<": "inférieur à",
    ">": "supérieur à",
    "§": "paragraphe",
}
PLACES = {"@": "arobase", ".": "point", "-": "tiret", "_": "tiret bas", "/": "barre oblique", "+": "plus", "?": "point d’interrogation"}
SCALES = {"k": "mille", "M": "million", "Md": "milliard"}
SHORTEST_WORD = 4
"""Letters: shorter ones are spelled within a reference."""
CUES = "|".join(rf"(?<=\b{word} )" for word in ["au", "Au", "le", "Le", "du", "numéro", "appelez", "Appelez", "composez", "Composez"])


def _say_part(part: str) -> str:
    """A piece of an address: a name we know, a word, or letters where nobody could pronounce it."""
    known = WORDS["fr"].get(part.upper())
    return known or (part.lower() if re.search(r"[aeiouyà-ÿ]", part.lower()) else spell(part, "fr"))


def _address(found: re.Match[str]) -> str:
    return say_address(found[0], PLACES, say_pairs, _say_part)


def _telephone(found: re.Match[str]) -> str:
    digits = re.sub("[^0-9]", "", found[0])
    return f"plus {say_pairs(digits[:2])}, {say_pairs(digits[2:])}" if found[0][0] == "+" else say_pairs(digits)


def _date(found: re.Match[str]) -> str:
    day = read_date(found)
    return say_date(day) if day else ", ".join(say_number(part) for part in re.findall("[0-9]+", found[0]))


def _hour(found: re.Match[str]) -> str:
    return say_hour(int(found["hour"]), int(found["minute"] or 0))


def _amount(found: re.Match[str]) -> str:
    written, more, scale = found["amount"], found["more"] or "", SCALES.get(found["scale"] or "")
    whole, _, cents = clean(written).partition(",")
    if scale:
        ending = "s" if scale != "mille" and is_plural(written) else ""
        return f"{say_number(written)} {scale}{ending} {'' if scale == 'mille' else 'd’'}euros" + (f", {say_number(more)}" if more else "")
    if len(whole) > len(str(MOST)) or (len(whole) > 1 and whole[0] == "0") or len(cents) > 2 or (cents and more):
        return f"{say_number(written)} euros" + (f", {say_number(more)}" if more else "")
    return say_amount(int(whole), int((cents or more or "0").ljust(2, "0")))


def _share(found: re.Match[str]) -> str:
    return f"{say_number(found['share'])} pour {'mille' if '‰' in found[0] else 'cent'}"


def _quantity(found: re.Match[str]) -> str:
    written, unit = found["count"], found["unit"]
    count = "une" if clean(written) == "1" and unit in FEMININE else say_number(written)
    return f"{count} {UNITS[unit][is_plural(written)]}"


def _rank(found: re.Match[str]) -> str:
    number, ending = int(found["rank"]), found["ending"]
    if number == 1:
        return "première" if ending in ("re", "ère") else "premier"
    if number == 2 and ending in ("nd", "nde"):
        return f"seco{ending}"
    return say_rank(number)


def _range(found: re.Match[str]) -> str:
    low, high = found["low"], found["high"]
    is_range = max(len(low), len(high)) <= 4 and int(low) < int(high)
    return say_number(low) + (" à " if is_range else ", tiret ") + say_number(high)


def _reference(found: re.Match[str]) -> str:
    said = []
    for part in re.findall("[0-9]+|[A-Z]+", found[0]):
        if part.isdecimal():
            said.append(say_pairs(part) if part[0] == "0" or len(part) > 4 else say(int(part)))
        else:
            said.append(say_acronym(part, "fr") if len(part) >= SHORTEST_WORD else spell(part, "fr"))
    return ", ".join(said)


def _acronym(found: re.Match[str]) -> str:
    return say_acronym(found[0].replace(".", ""), "fr")


def _number(found: re.Match[str]) -> str:
    """One of more than six digits in a row is no quantity: it is dictated."""
    digits = found[0]
    return say_pairs(digits) if digits.isdecimal() and len(digits) > 6 else say_number(digits)


RULES = tuple(
    Rule(re.compile(pattern), say)
    for pattern, say in (
        (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", _address),
        (r"(?:https?://|(?<![\w.-])www\.)[^\s<>\"«»()]{0,500}[\w/]", _address),
        (r"(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,6}(?:fr|com|org|eu|net|info)(?:/[\w./-]{0,200}[\w/])?(?![\w-])", _address),
        (rf"\+33{SPACE}?(?:\(0\){SPACE}?)?[1-9](?:(?:{SPACE}|[.-])?[0-9]{{2}}){{4}}(?![0-9])", _telephone),
        (rf"(?<![\w+])\+[0-9]{{1,3}}(?:(?:{SPACE}|[.-])?[0-9]{{2,4}}){{2,5}}(?![0-9])", _telephone),
        (rf"(?<![\w.,])0[1-9](?:(?:{SPACE}|[.-])?[0-9]{{2}}){{4}}(?![0-9])", _telephone),
        (rf"(?:{CUES})3[0-9]{SPACE}?[0-9]{{2}}(?!\w|,[0-9]|{SPACE}?[€%]|{SPACE}[0-9])", _telephone),
        (r"(?<![\w.,/])(?P<day>[0-9]{1,2})(?P<by>[/.-])(?P<month>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})(?![\w/])", _date),
        (r"(?<![\w.,/-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w/-])", _date),
        (rf"(?<![\w,.])(?P<hour>[01]?[0-9]|2[0-4]){SPACE}?[hH](?:{SPACE}?(?P<minute>[0-5][0-9])(?:{SPACE}?min)?)?(?!\w)", _hour),
        (r"(?<![\w,.:])(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?![\w:])", _hour),
        (rf"(?<![\w,.])(?P<amount>{NUMBER}){SPACE}?(?P<scale>k|Md|M)?(?:€|(?:EUR|euros?)\b)(?P<more>[0-9]{{1,2}}(?![0-9]))?", _amount),
        (rf"(?<![\w,.])(?P<share>{NUMBER}){SPACE}?[%‰]", _share),
        (rf"(?<![\w,.])(?P<count>{NUMBER}){SPACE}?(?P<unit>{'|'.join(map(re.escape, UNITS))})(?!\w)(?!’)", _quantity),
        (r"(?<![\w,.])(?P<rank>[0-9]{1,4})(?P<ending>ers?|ère|re|ième|ème|es?|nde?)(?!\w)", _rank),
        (r"(?<![\w,.-])[0-9]{5}(?= (?:[A-ZÀ-Ý]|l[ae]s? [A-Z]))", lambda found: say_postal_code(found[0])),
        (r"(?<![\w,.-])(?P<low>[0-9]{1,9})[-–](?P<high>[0-9]{1,9})(?![\w-]|[.,][0-9])", _range),
        (r"(?<![\w-])(?=[A-Z-]{0,12}[0-9])(?=[0-9-]{0,24}[A-Z])[A-Z0-9]{1,24}(?:[-/][A-Z0-9]{1,24}){0,6}(?![\w-])", _reference),
        (r"(?<![\w])-(?=[0-9])", lambda _found: "moins "),
        (rf"(?<=[0-9hj]){SPACE}?/{SPACE}?(?=[0-9])", lambda _found: " sur "),
        (r"(?<!\w)[nN](?:°|º|o(?=\.? ?[0-9]))\.?", lambda _found: "numéro "),
        (r"№", lambda _found: "numéro "),
        (r"(?<!\w)M\.(?= [A-ZÀ-Ý])", lambda _found: "monsieur"),
        (rf"(?<!\w)(?:{'|'.join(map(re.escape, SHORT))})(?!\w)", lambda found: SHORT[found[0]]),
        (r"(?<![\w.])[A-Z](?:\.[A-Z]){1,7}\.?(?!\w)", _acronym),
        (r"(?<!\w)[A-Z]{2,24}(?!\w)", _acronym),
        (NUMBER, _number),
    )
)
FRENCH = Reader(RULES, SIGNS)
