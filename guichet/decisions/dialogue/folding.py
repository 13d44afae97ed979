"""Words without what people vary: capitals, accents, punctuation, articles, plurals; and numbers that are said as words."""

import re
import unicodedata

COUNTED = """
zero un deux trois quatre cinq six sept huit neuf dix
zero one two three four five six seven eight nine ten
"""
NUMERALS = {word: number for line in COUNTED.splitlines() for number, word in enumerate(line.split())} | {"une": 1}
RANKED = """
premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme
premiere seconde troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme
first second third fourth fifth sixth seventh eighth ninth
"""
ORDINALS = {word: number for line in RANKED.splitlines() for number, word in enumerate(line.split(), start=1)}
TOLD_NOTHING = """
a an au aux avec bonjour bonsoir ce ces cet cette choisis d de des du en est et for hello hi i il is it j je l la le les leur like lui m ma
me mes moi mon my n no nous numero number of on option or ou par please plait pour prends qu que qui s sa salut se ses si son sur svp t te
the to un une veux voudrais vous want would
"""
EMPTY = frozenset(TOLD_NOTHING.split())
"""Words that say nothing about which option is meant."""
ONE = frozenset({"un", "une"})
"""Articles that may be the number."""


APART = re.compile(r"[\W_]+")
MARKS = re.compile(r"[\u0300-\u036f]")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """What people write, as all of the house compares it: small letters without accents, words parted by one space."""
    plain = drop_accents(text)
    return plain if plain.isalnum() and plain.isascii() else APART.sub(" ", plain).strip()


def drop_accents(text: str) -> str:
    """Small letters without accents and ligatures; punctuation and spaces stay."""
    small = text.casefold()
    return small if small.isascii() else MARKS.sub("", unicodedata.normalize("NFKD", small.translate(LIGATURES)))


def list_stems(folded: str) -> frozenset[str]:
    """The words of a folded text that tell something, without the mark of the plural."""
    return frozenset([_cut(word) for word in folded.split() if word not in EMPTY])


def _cut(word: str) -> str:
    return word[:-1] if word[-1] in "sx" and len(word) > 3 else word


def read_position(folded: str) -> int | None:
    """The number that a folded answer is, when it is nothing else: "2", "deux", "la deuxième", "n° 2"."""
    if folded.isdecimal():
        return int(folded) if folded.isascii() and len(folded) <= 2 else None
    told = [word for word in folded.split() if word not in EMPTY or word in ONE]
    if len(told) > 1 and told[0] in ONE:
        told = told[1:]
    if len(told) != 1:
        return None
    [word] = told
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 2 else NUMERALS.get(word, ORDINALS.get(word))
