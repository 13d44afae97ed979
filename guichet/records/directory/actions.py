"""Changing the directory. Each verb posts, in the same transaction, what the router must know of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.decisions.routing.inputs import AgentConfigured, AgentRemoved, Input, QueueClosed, QueueConfigured, ReservesConfigured
from guichet.decisions.routing.words import AgentId, QueueId
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.errors import ForeignDirectoryError, OrganisationUnknownError
from guichet.records.directory.exchange.loading import load_directory
from guichet.records.directory.exchange.reading import read_directory
from guichet.records.directory.exchange.storing import Change, store
from guichet.records.directory.models import Account, Agent, Organisation
from guichet.records.directory.queries import Configuration, list_router_configuration
from guichet.records.directory.words import Role
from guichet.records.journal.actions import post
from guichet.records.separation import set_organisation

REMOVED = "removed"


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
def import_directory(organisation: Organisation, source: bytes, now: datetime, actor: Account | None = None) -> Imported:
    """Make the directory of the organisation what the file says, or change nothing.

    :raises DirectoryFileError: the file is not a directory; it says what is wrong and where.
    :raises ForeignDirectoryError: it is the directory of another organisation.
    """
    wanted = read_directory(source)
    if wanted.organisation.slug != organisation.slug:
        raise ForeignDirectoryError(slug=wanted.organisation.slug, expected=organisation.slug)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = list_router_configuration(organisation.pk)
    changes = tuple(store(organisation, load_directory(organisation), wanted, now))
    if not changes:
        return Imported(changes=(), posted=0)
    facts = [*list_differences(before, list_router_configuration(organisation.pk))]
    for fact in facts:
        post(organisation.pk, fact, uuid4())
    counts = Counter(change.kind for change in changes)
    act = Act("directory-imported", "organisation", str(organisation.pk), actor.pk if actor else None, dict(counts))
    record(organisation.pk, act, now)
    return Imported(changes=changes, posted=len(facts))


def list_differences(before: Sequence[Configuration], after: Sequence[Configuration]) -> Iterable[Input]:
    """What the router must be told to get from one configuration to the other."""
    known = {_get_subject(fact): fact for fact in before}
    wanted = {_get_subject(fact): fact for fact in after}
    for subject, fact in wanted.items():
        if known.get(subject) != fact:
            yield fact
    for subject in known.keys() - wanted.keys():
        match subject:
            case ("queue", queue):
                yield QueueClosed(queue=QueueId(queue), reason=REMOVED)
            case ("agent", agent):
                yield AgentRemoved(agent=AgentId(agent))


def _get_subject(fact: Configuration) -> tuple[str, int]:
    match fact:
        case QueueConfigured(policy=policy):
            return ("queue", policy.queue)
        case AgentConfigured(profile=profile):
            return ("agent", profile.agent)
        case ReservesConfigured():
            return ("reserves", 0)


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
