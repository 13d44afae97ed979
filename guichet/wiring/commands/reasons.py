"""`guichet reasons learn`: learn now, as each night, which reason a text has, and say how right it would have been."""

import argparse
import json
import sys

from guichet.wiring.language import gettext as _

HELP = _("learn from confirmed contacts which reason a text has, and say how right it would have been")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="learn")
    learn = verbs.add_parser("learn", help=_("learn now, as each night"))
    learn.add_argument("organisation", metavar="SLUG")
    learn.add_argument("--json", action="store_true", help=_("print the measures for programs"))


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        return learn(options.organisation, as_json=options.json)


def learn(slug: str, *, as_json: bool) -> int:
    """1 when nothing could be learned."""
    import msgspec
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from guichet.language.errors import LanguageError
    from guichet.records.directory.actions import get_organisation
    from guichet.records.qualification.learning import find_embedder, learn_reasons, open_learner

    try:
        with open_learner() as learner:
            measured = learn_reasons(get_organisation(slug).pk, learner, find_embedder(), timezone.now())
    except LanguageError as error:
        print(error, file=sys.stderr)
        return 1
    told = msgspec.to_builtins(measured)
    if as_json:
        print(json.dumps(told))
        return 0
    shares = {name: f"{100 * value:.0f}" if isinstance(value, float) else value for name, value in told.items()}
    print(_("Learned from %(learned)s texts. Of %(tested)s that were not seen:") % shares)
    print(_("the first reason was right for %(first)s %%, one of the first three for %(in_three)s %%;") % shares)
    print(_("it is sure enough to propose something for %(said)s %%, and then right for %(right_when_said)s %%.") % shares)
    return 0
