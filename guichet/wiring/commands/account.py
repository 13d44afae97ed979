"""`guichet account`: the first accounts of an organisation, and the way back for who lost every second proof, from the machine itself."""

import argparse
import getpass
import sys

from guichet.wiring.language import gettext as _

HELP = _("add an account to an organisation")


class AccountError(Exception):
    """The account cannot be added; the message says why."""

    code = "cannot-add-account"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|release")
    add = verbs.add_parser("add", help=HELP)
    add.add_argument("email")
    add.add_argument("--organisation", required=True, metavar="SLUG")
    add.add_argument(
        "--role", action="append", required=True, dest="roles", help=_("agent, supervisor, administrator or receptionist; repeatable")
    )
    add.add_argument("--name", default="")
    release = verbs.add_parser("release", help=_("take the second proof from an account whose owner has lost it"))
    release.add_argument("email")


def run(options: argparse.Namespace) -> int:
    return release(options.email) if options.verb == "release" else add(options)


def release(email: str) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        from django.utils import timezone

        from guichet.records.directory import factors

        if not factors.release(email, timezone.now()):
            raise AccountError(_("Nobody signs in with %(email)s.") % {"email": email})
    print(_("%(email)s signs in with the password alone now.") % {"email": email})
    return 0


def add(options: argparse.Namespace) -> int:
    from guichet.wiring.commands.house import enter

    with enter(up_to_date=True):
        from django.core.exceptions import ValidationError

        from guichet.records.directory.actions import add_account, make_password

        password = ask_password() if sys.stdin.isatty() else make_password(options.email, options.name)
        try:
            add_account(options.organisation, options.email, password, options.roles, name=options.name)
        except ValidationError as error:
            raise AccountError(" ".join(error.messages)) from None
    names = {"email": options.email, "password": password}
    print((_("%(email)s may sign in.") if sys.stdin.isatty() else _("%(email)s may sign in, with this password: %(password)s")) % names)
    return 0


def ask_password() -> str:
    """Ask twice, on a terminal."""
    password = getpass.getpass(_("Password: "))
    if password != getpass.getpass(_("Again: ")):
        raise AccountError(_("The two passwords differ."))
    return password
