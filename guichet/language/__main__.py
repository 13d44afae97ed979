"""The process of an engine: `python -m guichet.language NAME FOLDER`. It ends when its parent does, whose pipe then closes."""

import base64
import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from guichet.language.catalogue import open_engine
from guichet.language.contracts import Example, Purpose
from guichet.language.errors import LanguageError
from guichet.language.shelf import Shelf


def main(name: str, root: str) -> None:
    """Answer questions until the pipe closes. Whatever a library prints goes where nobody reads it."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    engine: Any = None
    for line in sys.stdin:
        try:
            engine = engine or open_engine(Shelf(Path(root)), name)
            answer = carry_out(engine, json.loads(line))
        except LanguageError as error:
            answer = {"error": [error.code, str(error)]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def carry_out(engine: Any, question: dict[str, Any]) -> dict[str, Any]:
    if question["do"] == "embed":
        vectors = engine.embed(question["texts"], Purpose(question["purpose"]))
        written = [base64.b64encode(vector.tobytes()).decode() for vector in vectors]
        return {"vectors": written, "name": engine.name, "dimensions": engine.dimensions, "alike": engine.alike}
    if question["do"] == "learn":
        examples = [Example(name, dict(row), is_given) for name, row, is_given in question["examples"]]
        learned, measured = engine.learn(examples, weighs_rarity=question["weighs_rarity"])
        return {"learned": msgspec.to_builtins(learned), "measured": msgspec.to_builtins(measured)}
    if question["do"] == "speak":
        sound = engine.speak(question["texts"][0], question["language"], question["pace"])
        return {"rate": sound.rate, "samples": base64.b64encode(sound.samples).decode()}
    return {"detected": engine.detect(question["texts"][0], question["among"])}


if __name__ == "__main__":
    main(*sys.argv[1:])
