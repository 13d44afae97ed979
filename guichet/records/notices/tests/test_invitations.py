"""Inviting somebody, and the way back for whoever forgot the password."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from guichet.records.audit.models import AuditEntry
from guichet.records.directory.errors import AccountLinkSpentError, AddressTakenError
from guichet.records.directory.links import find_link
from guichet.records.directory.models import Account, AccountLink
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation
from guichet.records.directory.words import AccountLinkPurpose, Role
from guichet.records.notices.errors import UnusableAddressError
from guichet.records.notices.invitations import Invitation, invite, send_password_link
from guichet.records.notices.models import Mail
from guichet.records.notices.queries import list_troubled
from guichet.records.notices.words import MailState, Purpose

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SITE = "https://guichet.example"


@pytest.fixture
def inviter() -> Account:
    return make_account(make_organisation(name="Mairie d'Évry"), Role.ADMINISTRATOR, name="Anne Royer")


def asked(**values: object) -> Invitation:
    return Invitation(**({"email": "Lea@Example.org ", "roles": ["agent"], "name": "Léa Petit"} | values))  # type: ignore[arg-type]


def read_token(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def test_an_invitation_opens_an_account_without_a_password_and_writes_its_link(inviter: Account) -> None:
    agent = make_agent(inviter.organisation, key="lea-petit")
    invited = invite(inviter, asked(agent_key="lea-petit"), SITE, NOW)
    account = Account.objects.get(email="lea@example.org")
    assert (account, account.roles, account.has_usable_password()) == (invited.account, ["agent"], False)
    agent.refresh_from_db()
    assert agent.account == account
    assert invited.address.startswith(f"{SITE}/invitation/")
    assert invited.address in invited.mail.text
    assert (invited.mail.state, invited.must_be_passed_on) == (MailState.NO_SERVER, True)
    assert find_link(read_token(invited.address), AccountLinkPurpose.INVITATION, NOW).account == account
    entry = AuditEntry.objects.get(verb="account-invited")
    assert (entry.actor_id, entry.subject_id) == (inviter.pk, str(account.pk))


def test_nothing_is_left_to_decide_about_an_invitation_whose_reader_has_come(inviter: Account) -> None:
    """Without a mail server each invitation is passed on by hand, and stood among the mails to decide about for ever."""
    first, second = (invite(inviter, asked(email=f"{name}@example.org"), SITE, NOW) for name in ("lea", "max"))
    assert set(list_troubled(inviter.organisation_id, NOW)) == {first.mail, second.mail}
    Account.objects.filter(pk=first.account.pk).update(last_login=NOW)
    assert list(list_troubled(inviter.organisation_id, NOW)) == [second.mail]


def test_an_invitation_is_settled_once_a_newer_link_has_closed_its_own(inviter: Account) -> None:
    first, other = (invite(inviter, asked(email=f"{name}@example.org"), SITE, NOW) for name in ("lea", "max"))
    again = invite(inviter, asked(email="lea@example.org"), SITE, NOW)
    assert first.mail not in list_troubled(inviter.organisation_id, NOW)
    assert set(list_troubled(inviter.organisation_id, NOW)) == {other.mail, again.mail}


def test_inviting_again_revokes_the_first_link_and_says_what_is_said_now(inviter: Account) -> None:
    first = invite(inviter, asked(), SITE, NOW)
    second = invite(inviter, asked(roles=["supervisor"], name="Léa Grand"), SITE, NOW)
    assert first.account == second.account
    account = Account.objects.get(pk=second.account.pk)
    assert (account.roles, account.name) == (["supervisor"], "Léa Grand")
    with pytest.raises(AccountLinkSpentError):
        find_link(read_token(first.address), AccountLinkPurpose.INVITATION, NOW)


def test_somebody_who_signs_in_already_is_not_invited(inviter: Account) -> None:
    make_account(inviter.organisation, email="lea@example.org")
    with pytest.raises(AddressTakenError):
        invite(inviter, asked(), SITE, NOW)


@pytest.mark.parametrize("is_active", [True, False])
def test_an_account_of_another_organisation_is_neither_taken_nor_seen(is_active: bool) -> None:
    make_account(make_organisation(), email="lea@example.org", is_active=is_active)
    inviter = make_account(make_organisation(), Role.ADMINISTRATOR)
    with pytest.raises(AddressTakenError):
        invite(inviter, asked(), SITE, NOW)


def test_an_address_or_a_role_that_cannot_be_used_is_refused(inviter: Account) -> None:
    with pytest.raises(UnusableAddressError):
        invite(inviter, asked(email="lea"), SITE, NOW)
    for roles in ([], ["king"]):
        with pytest.raises(ValidationError):
            invite(inviter, asked(roles=roles), SITE, NOW)
    assert not AccountLink.objects.exists()


def test_whoever_forgot_the_password_gets_a_link_in_his_language(inviter: Account) -> None:
    send_password_link(inviter.email, SITE, NOW)
    mail = Mail.objects.get()
    assert (mail.purpose, mail.recipient) == (Purpose.NEW_PASSWORD, inviter.email)
    [address] = re.findall(rf"{SITE}/new-password/\S+", mail.text)
    assert find_link(read_token(address), AccountLinkPurpose.PASSWORD, NOW).account == inviter


def test_nobody_else_gets_one(inviter: Account) -> None:
    invited = make_account(inviter.organisation, email="lea@example.org", password=None)
    make_account(inviter.organisation, email="closed@example.org", is_active=False)
    for email in (invited.email, "closed@example.org", "nobody@example.org"):
        send_password_link(email, SITE, NOW)
    assert not Mail.objects.exists()
