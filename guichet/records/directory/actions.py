"""Changing the directory. Each verb posts, in the same transaction, what the router must know of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.editing import Author, Inspect, bring_about
from guichet.records.directory.errors import ForeignDirectoryError, OrganisationUnknownError
from guichet.records.directory.exchange.loading import load_directory
from guichet.records.directory.exchange.reading import read_directory
from guichet.records.directory.exchange.storing import Change
from guichet.records.directory.models import Account, Agent, Organisation
from guichet.records.directory.words import ChangeKind, Role
from guichet.records.separation import set_organisation


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed, and how many facts it posted to the router."""

    changes: tuple[Change, ...]
    posted: int

    def __str__(self) -> str:
        count = len(self.changes)
        return ngettext("%(count)d entry was changed.", "%(count)d entries were changed.", count) % {"count": count}


def get_organisation(slug: str) -> Organisation:
    """The organisation with this slug; from here on the transaction works for it.

    :raises OrganisationUnknownError: there is none.
    """
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise OrganisationUnknownError(slug=slug)
    set_organisation(organisation.pk)
    return organisation


@transaction.atomic
def import_directory(
    organisation: Organisation, source: bytes, now: datetime, actor: Account | None = None, inspect: Inspect | None = None
) -> Imported:
    """Make the directory of the organisation what the file says, or change nothing; what `inspect` raises prevents it.

    :raises DirectoryFileError: the file is not a directory; it says what is wrong and where.
    :raises ForeignDirectoryError: it is the directory of another organisation.
    """
    wanted = read_directory(source)
    if wanted.organisation.slug != organisation.slug:
        raise ForeignDirectoryError(slug=wanted.organisation.slug, expected=organisation.slug)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    stored = bring_about(organisation, load_directory(organisation), wanted, Author(actor, ChangeKind.IMPORTED), now, inspect)
    if stored.changes:
        counts = Counter(change.kind for change in stored.changes)
        act = Act("directory-imported", "organisation", str(organisation.pk), actor.pk if actor else None, dict(counts))
        record(organisation.pk, act, now)
    return Imported(changes=stored.changes, posted=stored.posted)


def make_password(email: str, name: str = "") -> str:
    """A random one that every rule for passwords lets pass: by chance one may be too much like the address."""
    while True:
        password = token_urlsafe(12)
        try:
            validate_password(password, Account(email=email, name=name))
        except ValidationError:
            continue
        return password


@transaction.atomic
def add_account(slug: str, email: str, password: str, roles: Iterable[str], name: str = "", agent_key: str | None = None) -> Account:
    """Open an account; `agent_key` names the agent whose contacts it answers.

    :raises OrganisationUnknownError: no organisation has this slug.
    :raises ValidationError: the e-mail, a role or the password cannot be used; the messages say why.
    """
    organisation = get_organisation(slug)
    wanted = sorted(set(roles))
    if not wanted or not set(wanted) <= set(Role.values):
        raise ValidationError(_("The roles are: %(roles)s.") % {"roles": ", ".join(Role.values)})
    validate_email(email)
    validate_password(password, Account(organisation=organisation, email=email, name=name))
    account = Account.objects.create_account(organisation, email, password, wanted)
    account.name = name
    account.save(update_fields=["name"])
    if agent_key is not None:
        Agent.objects.of(organisation.pk).current().filter(key=agent_key).update(account=account)
    return account
