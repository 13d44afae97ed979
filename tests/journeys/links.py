"""What the doorkeeper does, once Django is ready."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from guichet.engine.doors import HttpDoors
from guichet.engine.jobs import gather_words
from guichet.engine.proving import prove_answers
from guichet.records.directory.links import make_link
from guichet.records.directory.models import Account, Organisation, Session
from guichet.records.directory.sessions import SessionStore
from guichet.records.directory.sign_on import find_account
from guichet.records.directory.words import AccountLinkPurpose
from guichet.records.knowledge.sentences import explain_fault
from guichet.records.notices.invitations import Invitation
from guichet.records.notices.invitations import invite as send_invitation
from guichet.records.separation import set_organisation
from guichet.wiring.sign_on.asking import PROVED
from tests.journeys.town import SUPERVISOR


def get_account(email: str) -> Account:
    account = find_account(email)
    assert account is not None
    set_organisation(account.organisation_id)
    return account


@transaction.atomic
def invite(email: str, role: str, site: str) -> str:
    return send_invitation(get_account(SUPERVISOR), Invitation(email=email, roles=[role]), site, timezone.now()).address


@transaction.atomic
def age(email: str, site: str) -> str:  # noqa: ARG001 - like the others
    """Everybody who signed in with this address proved himself long ago."""
    account = get_account(email)
    for key in Session.objects.filter(account=account).values_list("pk", flat=True):
        session = SessionStore(key)
        session[PROVED] = 0.0
        session.save()
    return ""


def gather() -> str:
    """Contacts are found by what was said in them up to now, as they are every minute."""
    gather_words.func(timestamp=0)
    return ""


def prove(site: str) -> str:
    """The golden questions of every article are asked at the site's own doors; what was wrong is said by article."""
    organisation = Organisation.objects.get()
    found = prove_answers(organisation.pk, HttpDoors(site, pause=0.0))
    return "; ".join(sorted(f"{version.article.key}: {', '.join(map(explain_fault, faults))}" for version, faults in found))


@transaction.atomic
def forgotten(email: str, site: str) -> str:
    return site + reverse("new-password", args=[make_link(get_account(email), AccountLinkPurpose.PASSWORD, timezone.now())])
