"""`guichet knowledge import` and `check`: articles from files, each as a draft, with a report; and the golden questions asked at the real
doors at once, as each night."""

import argparse
import sys
from pathlib import Path

from guichet.wiring.language import gettext as _

HELP = _("import articles from files, or ask the golden questions at the public pages")


class FolderError(Exception):
    """There is nothing to import; the message says why."""

    code = "nothing-to-import"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|check")
    into = verbs.add_parser("import", help=_("make a draft of each file; a file with a mistake is refused whole, with its place"))
    into.add_argument("organisation", metavar="SLUG")
    into.add_argument("folder", type=Path)
    check = verbs.add_parser(
        "check", help=_("ask the golden questions at the public pages now; 1 when one does not say what was published")
    )
    check.add_argument("organisation", metavar="SLUG")
    check.add_argument("--doors", metavar="ADDRESS", help=_("default: GUICHET_DOORS, or this machine's own"))


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        if options.verb == "check":
            return check_answers(options.organisation, options.doors)
        return import_folder(options.organisation, options.folder)


def import_folder(slug: str, folder: Path) -> int:
    """1 when a file was refused: the others are drafts all the same."""
    from django.db import transaction
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from guichet.records.directory.actions import get_organisation
    from guichet.records.directory.writers import Editing
    from guichet.records.knowledge.importing.storing import READERS, import_files

    if not folder.is_dir():
        raise FolderError(_("There is no folder %(folder)s. Write its whole path.") % {"folder": folder})
    found = [file for file in sorted(folder.rglob("*")) if file.suffix.lower() in READERS and file.is_file()]
    if not found:
        raise FolderError(_("The folder %(folder)s holds no file that can be read: only .md and .xml files are.") % {"folder": folder})
    files = {str(file.relative_to(folder)): file.read_bytes() for file in found}
    with transaction.atomic():
        report = import_files(get_organisation(slug), files, Editing(None, timezone.now()))
    for line in report:
        if line.refusal:
            place = f"{folder / line.name}:{line.line}" if line.line else str(folder / line.name)
            print(f"{place}: {line.refusal}", file=sys.stderr)
    kept, refused = sum(line.version is not None for line in report), sum(bool(line.refusal) for line in report)
    counts = {"kept": kept, "refused": refused, "same": len(report) - kept - refused}
    print(_("Drafts: %(kept)d. Refused: %(refused)d. Unchanged: %(same)d.") % counts)
    return 1 if refused else 0


def check_answers(slug: str, address: str | None) -> int:
    """1 when a page does not say what was published, 2 when nobody answers."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from guichet.engine.doors import HttpDoors
    from guichet.engine.proving import prove_answers
    from guichet.records.directory.actions import get_organisation
    from guichet.records.knowledge.proving import DoorsError
    from guichet.records.knowledge.sentences import explain_fault

    asked = wrong = 0
    try:
        for version, faults in prove_answers(get_organisation(slug).pk, HttpDoors(address or settings.DOORS_ADDRESS)):
            asked, wrong = asked + 1, wrong + bool(faults)
            for fault in faults:
                print(f"{version.article.key}: {explain_fault(fault)}", file=sys.stderr)
    except DoorsError as error:
        print(_("Nobody answers at %(reason)s. Start Guichet, or name its address with --doors.") % {"reason": error}, file=sys.stderr)
        return 2
    print(_("Articles asked for: %(asked)d. Not as published: %(wrong)d.") % {"asked": asked, "wrong": wrong})
    return 1 if wrong else 0
