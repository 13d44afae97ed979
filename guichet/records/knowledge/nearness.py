"""What a mistyped word may have been: everything that is one mistake away (Damerau, CACM 1964), to be looked up as it stands.

A list of a few hundred words that an index is asked for costs less than comparing with every word, and finds what trigrams do not:
letters that changed places in a short word ("prmie").
"""

from string import ascii_lowercase

SHORTEST, LONGEST = 4, 24
"""Letters. A shorter word is one mistake away from too many others."""


def list_variants(word: str) -> list[str]:
    """A letter left out, added, taken for another, or two that changed places; none for a word that is too short or holds digits."""
    if not (SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()):
        return []
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    shorter = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in parts if tail for letter in ascii_lowercase}
    longer = {head + letter + tail for head, tail in parts for letter in ascii_lowercase}
    return sorted((shorter | swapped | other | longer) - {word})
