"""What makes a text hard for who reads little, learns the language, or has an intellectual disability. After "Information for all, European
standards for making information easy to read and understand" (Inclusion Europe, 2009; in French FALC): short sentences of everyday words,
one idea each, no abbreviation, no note in brackets. A machine counts; people of the public concerned read each text before it is called
easy to read."""

import re
from collections.abc import Iterator

from guichet.decisions.dialogue.folding import drop_accents

LONGEST_SENTENCE = 15
"""Words."""
LONGEST_WORD = 16
"""Letters; a longer one is hardly an everyday word."""
SENTENCE = re.compile(r"[^.!?…\n]+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
ABBREVIATION = re.compile(r"\b[A-Z]{3,}\b")
BRACKETS = re.compile(r"\([^()\n]+\)")
MARKUP = re.compile(r"^[ \t]*(?:#+|[-*+]|\d+[.)])[ \t]+|\*\*|__|\]\([^)\n]*\)|\[", re.MULTILINE)
HARD = {
    "fr": {
        "nonobstant": "malgré",
        "susmentionne": "dont nous parlons",
        "susvise": "dont nous parlons",
        "prealablement": "avant",
        "ulterieurement": "plus tard",
        "anterieurement": "avant",
        "prealable": "avant",
        "justificatif": "preuve",
        "justificatifs": "preuves",
        "allocataire": "personne qui reçoit l’aide",
        "beneficiaire": "personne qui reçoit l’aide",
        "administre": "personne",
        "percevoir": "recevoir",
        "percu": "reçu",
        "effectuer": "faire",
        "solliciter": "demander",
        "notifier": "écrire",
        "proceder": "faire",
        "afferent": "qui va avec",
        "conformement": "comme le dit",
        "dematerialise": "sur internet",
        "teleservice": "site internet",
        "eligible": "avoir droit",
        "eligibilite": "droit",
        "recours": "demande de changer la décision",
        "quotient": "calcul",
        "imputable": "à cause de",
        "requerant": "personne qui demande",
        "delivrer": "donner",
        "mensualite": "somme de chaque mois",
    },
    "en": {
        "notwithstanding": "despite",
        "aforementioned": "that we speak of",
        "pursuant": "as … says",
        "hereby": "now",
        "beneficiary": "person who gets the help",
        "eligible": "can get it",
        "eligibility": "right",
        "prior": "before",
        "commence": "begin",
        "submit": "send",
        "undertake": "do",
    },
}
"""Words of offices, folded, each with an everyday one."""


def list_long_sentences(text: str) -> Iterator[str]:
    """Sentences of more than `LONGEST_SENTENCE` words. A line of a list is one."""
    for sentence in SENTENCE.findall(MARKUP.sub("", text)):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield sentence.strip()


def list_hard_words(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Each word of offices once, with an everyday one."""
    known = HARD.get(language, {})
    for word in dict.fromkeys(WORD.findall(text)):
        if simple := known.get(drop_accents(word).lower()):
            yield word, simple


def list_hard_signs(text: str) -> Iterator[tuple[str, str]]:
    """Each as (code, what was found): words longer than anybody speaks, abbreviations, and what stands in brackets."""
    plain = MARKUP.sub("", text)
    for word in dict.fromkeys(WORD.findall(plain)):
        if len(word) > LONGEST_WORD:
            yield "easy-word-long", word
    for code, pattern in (("easy-abbreviation", ABBREVIATION), ("easy-brackets", BRACKETS)):
        for found in dict.fromkeys(pattern.findall(plain)):
            yield code, found
