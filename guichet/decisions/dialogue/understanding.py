"""What somebody means who writes, says or keys something at a question.

Zero, or words for a person, mean a person everywhere; `*` or "back" the question before; `#` or "repeat" the same one again. A choice is
understood by its number, in digits or words, by its text, or by words that only one option has.
"""

import unicodedata
from collections.abc import Iterator
from enum import Enum

from guichet.decisions.dialogue.acts import Mistake
from guichet.decisions.dialogue.folding import fold, list_stems, read_position
from guichet.decisions.dialogue.phrases import get_phrases
from guichet.decisions.dialogue.words import Choose, Language, Option, Word

PERSON_KEY = "0"
BACK_KEY = "*"
REPEAT_KEY = "#"
END_KEY = "#"
"""Keyed after an answer on the telephone."""


UNABLE, UNABLE_KEY = "unable", "1"
"""Of somebody who is asked for an address, or a code, that he does not have."""


class Wish(Enum):
    """What may be wanted at any question instead of an answer."""

    PERSON = "person"
    BACK = "back"
    REPEAT = "repeat"


WISHES = {
    PERSON_KEY: Wish.PERSON,
    BACK_KEY: Wish.BACK,
    REPEAT_KEY: Wish.REPEAT,
    "une personne": Wish.PERSON,
    **dict.fromkeys(("retour", "precedent", "question precedente", "revenir", "back", "go back", "previous"), Wish.BACK),
    **dict.fromkeys(("repeter", "repetez", "encore", "repeat", "again"), Wish.REPEAT),
}
PERSONS = """
advisor agent conseiller conseillere human humain operateur operator operatrice person personne quelqu somebody someone standard
"""
PEOPLE = frozenset(PERSONS.split())
TALKING = """
appeler autre avoir directement joindre parler real speak talk vrai vraie voir with
"""
TALK = frozenset(TALKING.split())
NOBODY = frozenset({"personne"})
"""On its own it may be an answer: nobody."""
NEGATIONS = frozenset({"aucun", "aucune", "jamais", "not", "pas"})


THANKED = """
bye compris entendu great merci ok okay parfait perfect remercie revoir super thank thanks thx
"""
THANKS = frozenset(THANKED.split())
SAID_BESIDE = """
a accord aide and au aux beaucoup bien bonne bonsoir bonjour c cest d day est et for good help infiniment journee je l la le mille much
note pour recu reponse s so soiree the toute tres very vous votre we welcome you your
"""
BESIDE_THANKS = frozenset(SAID_BESIDE.split())


class Name(Word, frozen=True):
    """A way to say an option."""

    option: Option
    text: str
    folded: str
    stems: frozenset[str]


def find_wish(text: str, folded: str) -> Wish | None:
    """What is wanted instead of an answer, when that is all that was said."""
    said = text.strip()
    if wish := WISHES.get(said) or WISHES.get(drop_end_key(said)):
        return wish
    return WISHES.get(folded) or (Wish.PERSON if wants_person(folded) else None)


def wants_person(folded: str) -> bool:
    """Whether nothing was said but that somebody is wanted: "un agent", "je voudrais parler à quelqu'un"."""
    if folded.isdecimal():
        return False
    stems = list_stems(folded)
    people = stems & PEOPLE
    return bool(people) and stems <= PEOPLE | TALK and (people != NOBODY or bool(stems & TALK))


def is_thanks(text: str, folded: str) -> bool:
    """Whether nothing was said but thanks or a farewell, in words or by a picture, which want no answer."""
    words = set(folded.split())
    if not words:
        return any(unicodedata.category(sign) == "So" for sign in text) and "?" not in text
    return bool(words & THANKS) and words <= THANKS | BESIDE_THANKS


def is_unable(text: str, language: Language) -> bool:
    """Whether somebody cannot be sent a code, or got none."""
    said = drop_end_key(text)
    return said == UNABLE_KEY or fold(said) in {
        fold(get_phrases(language).unable),
        "non",
        "no",
        "rien",
        "aucun",
        "aucune",
        "je ne peux pas",
    }


def drop_end_key(text: str) -> str:
    return text.strip().removesuffix(END_KEY)


def read_choice(choose: Choose, folded: str, language: Language) -> Option | Mistake:
    """The option that is meant."""
    names = list_names(choose, language)
    for name in names:
        if folded == name.folded:
            return name.option
    position = read_position(folded)
    if position is not None:
        return choose.options[position - 1] if 1 <= position <= len(choose.options) else Mistake.NOT_AN_OPTION
    stems = list_stems(folded)
    meant = {name.option.name: name.option for name in names if _tells(stems, name.stems)}
    if len(meant) == 1:
        return next(iter(meant.values()))
    return Mistake.SEVERAL_OPTIONS if meant else Mistake.NOT_AN_OPTION


def list_names(choose: Choose, language: Language) -> tuple[Name, ...]:
    """Every way to say each option in a language, on any medium. Worked out once for a script: nothing that a citizen said is kept."""
    names: tuple[Name, ...] | None = choose.memory.get(language)
    if names is None:
        names = choose.memory[language] = tuple(_write_names(choose, language))
    return names


def _write_names(choose: Choose, language: Language) -> Iterator[Name]:
    for option in choose.options:
        wording = option.text.get(language)
        texts = () if wording is None else (wording.text, *wording.media.values())
        for text in (*texts, *option.words.get(language, ())):
            folded = fold(text)
            yield Name(option=option, text=text, folded=folded, stems=list_stems(folded))


def _tells(said: frozenset[str], name: frozenset[str]) -> bool:
    """Part of the name was said, or the name among other words, and neither denies what the other does not."""
    if not said or not name or said & NEGATIONS != name & NEGATIONS:
        return False
    return said <= name or name <= said
