"""`guichet doctor`: what this machine has, what is missing, and how to get it."""

import argparse
import sys

from guichet.wiring.folder import get_folder
from guichet.wiring.language import gettext as _

HELP = _("say what is missing and how to get it; --install gets it, after asking")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from guichet.wiring.recipes import RECIPES

    parser.add_argument(
        "--install", metavar="NAME", choices=sorted(RECIPES), help=_("get one of: %(names)s") % {"names": ", ".join(sorted(RECIPES))}
    )
    parser.add_argument("--yes", action="store_true", help=_("consent to what --install is about to do"))
    parser.add_argument("--memory", action="store_true", help=_("the memory that the running processes share out among them"))


def run(options: argparse.Namespace) -> int:
    if options.install:
        return install(options.install, consent=options.yes)
    if options.memory:
        return show_memory()
    from guichet.wiring.checkup import State, examine

    findings = examine(get_folder())
    for finding in findings:
        print(f"{finding.state.word:12} {finding.name:12} {finding.sentence}")
    return 1 if any(finding.state is State.MISSING for finding in findings) else 0


def install(name: str, *, consent: bool) -> int:
    """Show the commands of a recipe, ask, and run them."""
    from guichet.wiring.recipes import RECIPES, perform

    recipe = RECIPES[name]
    print(f"{name}: {recipe.purpose}\n" + _("This will run:"))
    for command in recipe.commands():
        print("  " + " ".join(command))
    if not consent and not (sys.stdin.isatty() and input(_("Go ahead? [y/N] ")).strip().lower() in {"y", "yes", "o", "oui"}):
        print(_("Nothing was done. Answer y, or add --yes."))
        return 1
    return perform(recipe)


def show_memory() -> int:
    """Each process of the running instance with its proportional share of memory, and the sum."""
    from guichet.wiring.checkup import list_memory

    rows = list_memory(get_folder())
    for name, mebibytes in rows:
        print(f"{mebibytes:7.1f} MiB  {name}")
    print(f"{sum(mebibytes for _name, mebibytes in rows):7.1f} MiB  " + _("together"))
    return 0
