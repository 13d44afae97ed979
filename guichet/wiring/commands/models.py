"""`guichet models list|install|check|remove`: the models of the engines for words. Nothing is fetched: a file is brought in by hand."""

import argparse
from pathlib import Path

from guichet.language.catalogue import ENGINES
from guichet.language.errors import BadModelError, LanguageError
from guichet.language.shelf import Model, Shelf, check_files
from guichet.wiring.folder import get_folder
from guichet.wiring.language import gettext as _

HELP = _("list, install, check or remove the models of the engines for words")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|install|check|remove")
    verbs.add_parser("list", help=_("what is here, what could be, and what each needs"))
    install = verbs.add_parser("install", help=_("bring in a model from a zip or tar archive, or a folder"))
    install.add_argument("file", type=Path)
    checked = verbs.add_parser("check", help=_("whether the files are what they were, and whether the engine answers"))
    checked.add_argument("name", nargs="?", help=_("default: all of them"))
    remove = verbs.add_parser("remove", help=_("remove a model from the data folder"))
    remove.add_argument("name")


def run(options: argparse.Namespace) -> int:
    shelf = Shelf(get_folder().models)
    match options.verb:
        case "install":
            model = shelf.install(options.file)
            names = {"name": model.manifest.name, "version": model.manifest.version, "folder": model.folder}
            print(_("%(name)s %(version)s is installed in %(folder)s.") % names)
        case "remove":
            shelf.remove(options.name)
            print(_("%(name)s is removed.") % {"name": options.name})
        case "check":
            return check([shelf.get(options.name)] if options.name else shelf.list_models())
        case _:
            show(shelf)
    return 0


def show(shelf: Shelf) -> None:
    """Engines with their packages, then the models of the folder."""
    print(_("Engines:"))
    for engine in ENGINES.values():
        missing = _("missing: `%(command)s`") % {"command": engine.command}
        ready = _("ready, once it has a model") if engine.needs_model else _("ready")
        state = ready if engine.is_there() else missing
        print(f"  {engine.name:10} {engine.job.value:10} {engine.mebibytes:4} MiB  {engine.licence:12} {engine.purpose}; {state}")
    models = shelf.list_models()
    print(_("Models in %(folder)s:") % {"folder": shelf.root})
    for model in models:
        said = model.manifest
        size = model.measure() / 2**20
        print(
            f"  {said.name:10} {said.job.value:10} {size:4.0f} MiB  {said.licence:12} "
            + _("version %(version)s, for %(engine)s") % {"version": said.version, "engine": said.engine}
        )
    if not models:
        print("  " + _("none. `guichet models install FILE` brings one in; an engine's own model needs none."))


def check(models: list[Model]) -> int:
    """Say of each whether its files are whole."""
    failures = 0
    for model in models:
        try:
            check_files(model.manifest, model.folder)
            if model.manifest.engine not in ENGINES:
                raise BadModelError(_("No engine here is named %(name)s.") % {"name": model.manifest.engine})
            print(_("%(name)s: whole") % {"name": model.manifest.name})
        except LanguageError as error:
            print(f"{model.manifest.name}: {error}")
            failures += 1
    if not models:
        print(_("There is no model to check."))
    return 1 if failures else 0
