"""`guichet directory import|export`: the whole directory of an organisation as one YAML file."""

import argparse
import sys
from pathlib import Path

HELP = "import or export an organisation's directory as one YAML file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|export")
    into = verbs.add_parser("import", help="make the directory what the file says; nothing changes when the file has a mistake")
    into.add_argument("file", type=Path)
    out = verbs.add_parser("export", help="write the directory of an organisation")
    out.add_argument("organisation", metavar="SLUG")
    out.add_argument("file", type=Path, nargs="?", help="default: standard output")


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter():
        return import_file(options.file) if options.verb == "import" else export_file(options.organisation, options.file)


def import_file(file: Path) -> int:
    from guichet.records.directory.exchange import import_directory

    print(import_directory(file.read_text()))
    return 0


def export_file(slug: str, file: Path | None) -> int:
    from guichet.records.directory.exchange import export_directory

    text = export_directory(slug)
    if file is None:
        sys.stdout.write(text)
    else:
        file.write_text(text)
    return 0
