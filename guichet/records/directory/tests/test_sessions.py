from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone

from guichet.records.directory.models import Account, Organisation, Session
from guichet.records.directory.sessions import SessionStore, describe_device, is_locked, lock, touch, unlock
from guichet.records.directory.statements import SEATS_OF_SESSIONS
from guichet.records.directory.tests.factories import PASSWORD, make_account, make_agent, make_organisation
from guichet.records.directory.words import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


def forget_organisation() -> None:
    """As at sign-on: no organisation is known yet."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', '', true)")


def sit(key: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SEATS_OF_SESSIONS, [[key]])
        return [row[1:] for row in cursor.fetchall()]


def sign_on(account: Account) -> str:
    client = Client()
    client.force_login(account)
    return client.cookies["guichet_session"].value


def test_an_account_is_found_by_its_email_before_its_organisation_is_known(organisation: Organisation) -> None:
    account = make_account(organisation, email="Claire@Example.org")
    forget_organisation()
    assert not Account.objects.filter(email="claire@example.org").exists()
    assert authenticate(None, email=" CLAIRE@example.org ", password=PASSWORD) == account
    assert Account.objects.get() == account  # the transaction works for its organisation now


@pytest.mark.parametrize(("email", "password"), [("claire@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("a\0", PASSWORD)])
def test_a_wrong_password_or_email_finds_nobody(organisation: Organisation, email: str, password: str) -> None:
    make_account(organisation, email="claire@example.org")
    assert authenticate(None, email=email, password=password) is None


def test_a_closed_account_does_not_sign_on(organisation: Organisation) -> None:
    make_account(organisation, email="claire@example.org", is_active=False)
    assert authenticate(None, email="claire@example.org", password=PASSWORD) is None


def test_one_statement_says_who_sits_behind_a_session(organisation: Organisation) -> None:
    account = make_account(organisation, Role.AGENT, Role.SUPERVISOR)
    agent = make_agent(organisation, account=account)
    key = sign_on(account)
    forget_organisation()
    assert sit(key) == [(account.pk, organisation.pk, ["agent", "supervisor"], "fr", agent.pk, False)]


def test_an_account_without_an_agent_sits_too(organisation: Organisation) -> None:
    assert [row[4] for row in sit(sign_on(make_account(organisation)))] == [None]


@pytest.mark.parametrize("change", ["account", "expiry", "key"])
def test_nobody_sits_behind_a_closed_account_an_old_session_or_another_key(organisation: Organisation, change: str) -> None:
    account = make_account(organisation)
    key = sign_on(account)
    if change == "account":
        Account.objects.filter(pk=account.pk).update(is_active=False)
    if change == "expiry":
        Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert sit(key if change != "key" else key[::-1] + "x") == []


def test_a_session_ended_elsewhere_is_not_saved_again(organisation: Organisation) -> None:
    store = SessionStore(sign_on(make_account(organisation)))
    store["seen"] = True
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()


def is_held(key: str) -> bool:
    [row] = sit(key)
    return bool(row[5])


def test_a_locked_session_is_held_until_its_account_proves_itself(organisation: Organisation) -> None:
    key, now = sign_on(make_account(organisation)), timezone.now()
    lock(key, now)
    assert is_held(key)
    store = SessionStore(key)
    store["seen"] = True
    store.save()
    assert is_held(key), "a page that saves its session does not unlock it"
    unlock(key, now)
    assert not is_held(key)


def test_a_session_where_nobody_was_for_too_long_is_held(organisation: Organisation) -> None:
    account, now = make_account(organisation), timezone.now()
    key = sign_on(account)
    Session.objects.filter(pk=key).update(active_at=now - timedelta(minutes=12))
    assert not is_held(key), "the organisation does not ask for it"
    Organisation.objects.filter(pk=organisation.pk).update(lock_after_minutes=10)
    account.organisation.refresh_from_db()
    assert is_held(key)
    assert is_locked(key, account, now)
    touch(key, now)
    assert not is_held(key)


def test_an_administrator_without_the_proof_his_organisation_asks_for_is_held(organisation: Organisation) -> None:
    administrator, agent = sign_on(make_account(organisation, Role.ADMINISTRATOR)), sign_on(make_account(organisation))
    Organisation.objects.filter(pk=organisation.pk).update(needs_second_factor=True)
    assert is_held(administrator)
    assert not is_held(agent)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(user_agent: str, name: str) -> None:
    assert describe_device(user_agent) == name
