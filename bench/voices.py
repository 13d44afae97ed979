"""What the voices that are installed here cost: seconds of work for a second of speech, bytes of a second as it is kept for the telephone,
and how fast texts are put into words."""

import argparse
import time
from typing import Any

from guichet.language.saying.texts import put_into_words
from guichet.language.shelf import Shelf
from guichet.language.sound import encode
from guichet.language.speaking import LANGUAGES, Speakers, list_voices
from guichet.wiring.folder import get_folder

TEXTS = {
    "fr": (
        "Bonjour, vous êtes au service du logement. Cet appel n’est pas enregistré.",
        "Il y a 3 personnes devant vous. L’attente est de 5 à 10 minutes.",
        "Votre aide est de 1 234,50 € par mois, versée le 5 de chaque mois à partir du 1er janvier 2027.",
        "Nous sommes ouverts de 8 h 30 à 17 h. Appelez le 01 23 45 67 89 ou le 3939, ou écrivez à la CAF, 54000 Nancy.",
    ),
    "en": ("There are 3 people before you. The wait is 5 to 10 minutes.", "Call 01 23 45 67 89 on 01/02/2027; the fee is €12.50."),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=3.0, help="for which texts are put into words (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    root = get_folder().models
    voices = list_voices(Shelf(root))
    figures: dict[str, float] = {"texts_per_second": round(count_texts(options.seconds))}
    speakers = Speakers(root)
    for voice in voices:
        language = next(each for each in (*TEXTS, *LANGUAGES) if each in voice.languages)
        figures |= {f"{voice.name}_{name}": value for name, value in measure(speakers, voice.name, language).items()}
    speakers.close()
    return {"figures": figures, "conditions": {"voices": [voice.name for voice in voices], "seconds": options.seconds}}


def count_texts(seconds: float) -> float:
    """How many texts a second are put into words, one after the other."""
    began, done = time.perf_counter(), 0
    while time.perf_counter() < began + seconds:
        done += sum(bool(put_into_words(text, language)) for language, texts in TEXTS.items() for text in texts)
    return done / (time.perf_counter() - began)


def measure(speakers: Speakers, voice: str, language: str) -> dict[str, float]:
    """After a first text, which loads the model."""
    texts = [put_into_words(text, language) for text in TEXTS.get(language, TEXTS["en"])]
    speakers.speak(voice, texts[0], language)
    began = time.perf_counter()
    spoken = [speakers.speak(voice, text, language).sound for text in texts]
    ended = time.perf_counter()
    kept = sum(len(encode(sound)) for sound in spoken)
    seconds = sum(sound.seconds for sound in spoken)
    return {
        "real_time_factor": round((ended - began) / seconds, 4),
        "encoding_factor": round((time.perf_counter() - ended) / seconds, 4),
        "bytes_per_second": round(kept / seconds),
    }
