"""`guichet knowledge import`: articles from a folder of Markdown files and practical sheets, each as a draft, with a report."""

import argparse
import sys
from pathlib import Path

HELP = "import articles from a folder of Markdown files and practical sheets (XML)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
    into = verbs.add_parser("import", help="make a draft of each file; a file with a mistake is refused whole, with its place")
    into.add_argument("organisation", metavar="SLUG")
    into.add_argument("folder", type=Path)


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        return import_folder(options.organisation, options.folder)


def import_folder(slug: str, folder: Path) -> int:
    """1 when a file was refused: the others are drafts all the same."""
    from django.db import transaction
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from guichet.records.directory.actions import get_organisation
    from guichet.records.directory.writers import Editing
    from guichet.records.knowledge.importing.storing import READERS, import_files

    files = {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.suffix.lower() in READERS}
    with transaction.atomic():
        report = import_files(get_organisation(slug), files, Editing(None, timezone.now()))
    for line in report:
        if line.refusal:
            print(f"{folder / line.name}:{line.line}: {line.refusal}", file=sys.stderr)
    kept, refused = sum(line.version is not None for line in report), sum(bool(line.refusal) for line in report)
    counts = {"kept": kept, "refused": refused, "same": len(report) - kept - refused}
    print(_("Drafts: %(kept)d. Refused: %(refused)d. Unchanged: %(same)d.") % counts)
    return 1 if refused else 0
