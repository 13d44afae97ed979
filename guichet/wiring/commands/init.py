"""`guichet init`: bring an organisation into being from a terminal, with its first administrator.

It asks for what is not given. No password is made: the administrator chooses one behind a link that is printed. The guide in the browser
does the same and more; `guichet serve` prints its link while nobody can sign in.
"""

import argparse
import sys

from guichet.wiring.language import gettext as _

HELP = _("set up an organisation and its first administrator")


class InitError(Exception):
    """It cannot be set up; the message says why and what to do."""

    code = "cannot-set-up"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", help=_("of the organisation, as people know it"))
    parser.add_argument("--slug", help=_("its short name in addresses; default: made from the name"))
    parser.add_argument("--email", help=_("of its first administrator"))
    parser.add_argument("--address", default="http://localhost:8000", help=_("where people reach Guichet (default: %(default)s)"))
    parser.add_argument("--link", metavar="ADDRESS", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    if options.link:
        with enter():
            print_link(options.link)
        return 0
    name = options.name or ask(_("Name of the organisation"), "--name")
    email = options.email or ask(_("E-mail address of its first administrator"), "--email")
    with enter(as_owner=True, up_to_date=True):
        print(set_up(name, options.slug, email, options.address))
    return 0


def ask(question: str, option: str) -> str:
    """Ask on a terminal; elsewhere say which option is missing."""
    if not sys.stdin.isatty():
        raise InitError(_("%(question)s: give it with %(option)s.") % {"question": question, "option": option})
    answer = input(f"{question}: ").strip()
    return answer or ask(question, option)


def print_link(address: str) -> None:
    """The link that begins the guide; nothing once somebody can sign in."""
    from guichet.records.directory.founding import is_staffed
    from guichet.screens.settings.set_up.passes import make_token

    if not is_staffed():
        link = f"{address.rstrip('/')}/set-up/begin/{make_token()}"
        print(_("Nobody can sign in yet. Once it is open, begin here: %(link)s") % {"link": link}, flush=True)


def set_up(name: str, slug: str | None, email: str, address: str) -> str:
    """Bring the organisation into being and say what its administrator does next."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from guichet.records.directory.founding import is_staffed
    from guichet.records.directory.models import Organisation
    from guichet.screens.settings.set_up.forms import make_slug
    from guichet.screens.settings.set_up.passes import make_token

    organisation = Organisation(slug=slug or make_slug(name), name=name, set_up_step=2)
    try:
        validate_email(email)
        organisation.full_clean(exclude={field.name for field in Organisation._meta.fields} - {"slug", "name"})
    except ValidationError as error:
        raise InitError(" ".join(error.messages)) from None
    with transaction.atomic():
        organisation.save()
        if is_staffed():
            command = f"guichet account add {email} --organisation {organisation.slug} --role administrator --role supervisor"
            sentence = _("%(name)s is there. Others can sign in here already, so open its first account with: %(command)s")
            return sentence % {"name": name, "command": command}
        link = f"{address.rstrip('/')}/set-up/begin/{make_token(organisation.slug, email)}"
    sentence = _("%(name)s is there. Start Guichet, then let %(email)s choose a password behind this link: %(link)s")
    return sentence % {"name": name, "email": email, "link": link}
