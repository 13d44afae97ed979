"""`guichet models list|install|check|remove`: the models of the engines for words. Nothing is fetched: a file is brought in by hand."""

import argparse
from pathlib import Path

from guichet.language.catalogue import ENGINES
from guichet.language.errors import BadModelError, LanguageError
from guichet.language.shelf import Model, Shelf, check_files
from guichet.wiring.folder import get_folder

HELP = "list, install, check or remove the models of the engines for words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|install|check|remove")
    verbs.add_parser("list", help="what is here, what could be, and what each needs")
    install = verbs.add_parser("install", help="bring in a model from a zip or tar archive, or a folder")
    install.add_argument("file", type=Path)
    checked = verbs.add_parser("check", help="whether the files are what they were, and whether the engine answers")
    checked.add_argument("name", nargs="?", help="default: all of them")
    remove = verbs.add_parser("remove", help="remove a model from the data folder")
    remove.add_argument("name")


def run(options: argparse.Namespace) -> int:
    shelf = Shelf(get_folder().models)
    match options.verb:
        case "install":
            model = shelf.install(options.file)
            print(f"{model.manifest.name} {model.manifest.version} is installed in {model.folder}.")
        case "remove":
            shelf.remove(options.name)
            print(f"{options.name} is removed.")
        case "check":
            return check([shelf.get(options.name)] if options.name else shelf.list_models())
        case _:
            show(shelf)
    return 0


def show(shelf: Shelf) -> None:
    """Engines with their packages, then the models of the folder."""
    print("Engines:")
    for engine in ENGINES.values():
        state = "ready" if engine.is_there() else f"missing: `pip install {engine.package}` beside Guichet"
        print(f"  {engine.name:10} {engine.job.value:10} {engine.mebibytes:4} MiB  {engine.licence:12} {engine.purpose}; {state}")
    models = shelf.list_models()
    print(f"Models in {shelf.root}:")
    for model in models:
        said = model.manifest
        size = model.measure() / 2**20
        print(f"  {said.name:10} {said.job.value:10} {size:4.0f} MiB  {said.licence:12} version {said.version}, for {said.engine}")
    if not models:
        print("  none. `guichet models install FILE` brings one in; an engine's own model needs none.")


def check(models: list[Model]) -> int:
    """Say of each whether its files are whole."""
    failures = 0
    for model in models:
        try:
            check_files(model.manifest, model.folder)
            if model.manifest.engine not in ENGINES:
                raise BadModelError(f"No engine here is named {model.manifest.engine}.")
            print(f"{model.manifest.name}: whole")
        except LanguageError as error:
            print(f"{model.manifest.name}: {error}")
            failures += 1
    if not models:
        print("There is no model to check.")
    return 1 if failures else 0
