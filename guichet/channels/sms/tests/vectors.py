"""Cases on which the browser's twin of the alphabet is proved equal: `python -m guichet.channels.sms.tests.vectors` writes them."""

import json
from pathlib import Path
from random import Random

from guichet.channels.sms.alphabet import EASE, ease
from guichet.records.knowledge.sms import BASIC, EXTENDED, count_sms

FILE = Path(__file__).parents[4] / "web" / "channels" / "sms" / "alphabet.json"
ODD = "êçœÊÔï’‘ʼ“”„–—‑…\u00a0\u202f\u2009\u200b\ufeff\t👋🏽Ж中"
LENGTHS = (66, 67, 68, 69, 70, 71, 134, 135, 152, 153, 154, 160, 161, 306, 307)


def make_vectors() -> list[dict[str, object]]:
    """Each character alone, then texts around every border, of short, extended and odd characters."""
    chance = Random(27)
    short, extended = sorted(BASIC), sorted(EXTENDED)
    texts = [*short, *extended, *ODD, *map(chr, EASE), "a\r\nb\r", "\r\n\r\n"]
    for length in LENGTHS:
        texts += ["".join(chance.choices(short, k=length)), "".join(chance.choices([*short, *extended * 3], k=length))]
        texts += ["".join(chance.choices([*short, *ODD], k=length)), "".join(chance.choices("👋ê", k=length))]
    return [describe(text) for text in texts]


def describe(text: str) -> dict[str, object]:
    eased = ease(text)
    cost = count_sms(eased)
    return {"text": text, "eased": eased, "units": cost.units, "segments": cost.segments, "costly": list(cost.costly)}


def write_vectors() -> str:
    return json.dumps(make_vectors(), ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(write_vectors())
