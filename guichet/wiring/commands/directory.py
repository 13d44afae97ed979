"""`guichet directory import|export`: the whole directory of an organisation as one YAML file."""

import argparse
import sys
from pathlib import Path

from guichet.wiring.language import gettext as _

HELP = _("import or export an organisation's directory as one YAML file")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|export")
    into = verbs.add_parser("import", help=_("make the directory what the file says; nothing changes when the file has a mistake"))
    into.add_argument("file", type=Path)
    into.add_argument("--new", action="store_true", help=_("the file brings its organisation into being"))
    into.add_argument("--preview", action="store_true", help=_("change nothing, and say what it would do to people who wait"))
    into.add_argument("--agreed", default="", metavar="FIGURES", help=_("do it though it harms people who wait, as it was said before"))
    out = verbs.add_parser("export", help=_("write the directory of an organisation"))
    out.add_argument("organisation", metavar="SLUG")
    out.add_argument("file", type=Path, nargs="?", help=_("default: standard output"))


def run(options: argparse.Namespace) -> int:
    """Only the owner may bring an organisation into being."""
    from guichet.wiring.commands.house import enter

    with enter(as_owner=options.verb == "import" and options.new, up_to_date=True):
        return import_file(options) if options.verb == "import" else export_file(options.organisation, options.file)


def import_file(options: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils import timezone

    from guichet.records.contacts.consent import ForeseenError, NeedsConsentError, ask_consent, only_foresee, sum_up
    from guichet.records.directory.actions import get_organisation, import_directory
    from guichet.records.directory.exchange.problems import DirectoryFileError
    from guichet.records.directory.exchange.reading import read_directory
    from guichet.records.directory.models import Organisation

    file: Path = options.file
    source = file.read_bytes()
    try:
        wanted = read_directory(source).organisation
    except DirectoryFileError as error:
        for problem in error.problems:
            print(f"{file}:{problem.line}: {problem.path}: {problem.message}", file=sys.stderr)
        raise
    try:
        with transaction.atomic():
            if options.new:
                Organisation.objects.create(slug=wanted.slug, name=wanted.name)
            organisation = get_organisation(wanted.slug)
            inspect = only_foresee(organisation.pk) if options.preview else ask_consent(organisation.pk, options.agreed)
            print(import_directory(organisation, source, timezone.now(), inspect=inspect))
    except ForeseenError as error:
        print(error)
    except NeedsConsentError as error:
        print(_("If you want it all the same, add: --agreed %(figures)s") % {"figures": sum_up(error.effect)}, file=sys.stderr)
        raise
    return 0


def export_file(slug: str, file: Path | None) -> int:
    from django.db import transaction

    from guichet.records.directory.actions import get_organisation
    from guichet.records.directory.exchange.loading import load_directory
    from guichet.records.directory.exchange.writing import write_directory

    with transaction.atomic():
        text = write_directory(load_directory(get_organisation(slug)))
    if file is None:
        sys.stdout.write(text)
    else:
        file.write_text(text)
    return 0
