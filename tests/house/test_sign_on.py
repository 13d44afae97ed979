"""Signing on and off, and the wait of whoever guesses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.records.directory.models import Account, Session
from guichet.records.directory.tests.factories import PASSWORD, make_account, make_organisation
from guichet.records.directory.words import Role
from guichet.wiring.sign_on.models import Failure
from guichet.wiring.sign_on.throttle import LONGEST_WAIT_SECONDS, Attempt, may_try, network_of, record_failure, record_success

pytestmark = pytest.mark.django_db

EMAIL = "agent@example.org"
NOT_ACCEPTED = "were not accepted"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SignIn = Callable[..., HttpResponse]
"""Sends the form as somebody whose browser speaks English."""


@pytest.fixture
def account() -> Account:
    return make_account(make_organisation(), Role.AGENT, email=EMAIL)


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def send(email: str = EMAIL, password: str = PASSWORD, next_page: str = "", address: str = "192.0.2.1") -> HttpResponse:
        form = {"email": email, "password": password, "next": next_page}
        response = client.post("/sign-in", form, headers={"accept-language": "en"}, REMOTE_ADDR=address)
        assert isinstance(response, HttpResponse)
        return response

    return send


def attempt(email: str = EMAIL, address: str = "192.0.2.1", *, known: bool = False) -> Attempt:
    return Attempt.of(email, address, device_is_known=known)


def fail_until_blocked(tried: Attempt, now: datetime) -> int:
    """How many wrong passwords may be tried at one instant."""
    for count in range(100):
        if not may_try(tried, now):
            return count
        record_failure(tried, now)
    raise AssertionError("never blocked")


def test_the_right_password_opens_a_session_with_its_account_and_organisation(account: Account, sign_in: SignIn, client: Client) -> None:
    response = sign_in(email=" Agent@Example.org ")
    assert response.status_code == 302
    assert response["Location"] == "/home"
    session = Session.objects.get(pk=client.session.session_key)
    assert (session.account_id, session.organisation_id) == (account.pk, account.organisation_id)
    cookie = client.cookies["guichet_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.usefixtures("account")
def test_the_key_of_the_session_changes_at_signing_on(sign_in: SignIn, client: Client) -> None:
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["guichet_session"] = session.session_key or ""
    sign_in()
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(
    ("roles", "home"),
    [((Role.AGENT,), "/desk"), ((Role.SUPERVISOR,), "/board"), ((Role.ADMINISTRATOR,), "/board"), ((Role.AGENT, Role.SUPERVISOR), "/desk")],
)
def test_everybody_arrives_at_the_screen_of_their_role(client: Client, sign_in: SignIn, roles: tuple[Role, ...], home: str) -> None:
    make_account(make_organisation(), *roles, email=EMAIL)
    sign_in()
    assert client.get("/home")["Location"] == home


def test_a_receptionist_is_told_what_there_is_for_him(client: Client, sign_in: SignIn) -> None:
    make_account(make_organisation(), Role.RECEPTIONIST, email=EMAIL)
    sign_in()
    page = client.get("/home")
    assert page.status_code == 200
    assert 'href="/"' in page.content.decode()


def test_every_failure_gets_the_same_answer(account: Account, sign_in: SignIn) -> None:
    Account.objects.filter(pk=make_account(account.organisation, email="closed@example.org").pk).update(is_active=False)
    wrong, unknown, closed = (
        sign_in(password="wrong"),
        sign_in(email="nobody@example.org", address="192.0.2.2"),
        sign_in(email="closed@example.org", address="192.0.2.3"),
    )
    for _ in range(5):
        too_early = sign_in(password="wrong")
    assert {response.status_code for response in (wrong, unknown, closed, too_early)} == {200}
    assert all(NOT_ACCEPTED in response.content.decode() for response in (wrong, unknown, closed, too_early))


@pytest.mark.usefixtures("account")
def test_the_right_password_is_not_looked_at_during_the_wait(sign_in: SignIn) -> None:
    for _ in range(4):
        sign_in(password="wrong")
    assert sign_in().status_code == 200


def test_the_wait_doubles_up_to_its_longest() -> None:
    now, waits = NOW, []
    for _ in range(16):
        assert may_try(attempt(), now)
        blocked_until = Failure.objects.get(pk=attempt().pair).blocked_until
        waits.append((blocked_until - now).total_seconds())
        now = max(now, blocked_until)
    assert waits[:6] == [0, 0, 0, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT_SECONDS


def test_an_attempt_during_the_wait_does_not_prolong_it() -> None:
    fail_until_blocked(attempt(), NOW)
    until = Failure.objects.get(pk=attempt().pair).blocked_until
    assert not may_try(attempt(), NOW + timedelta(seconds=1))
    assert Failure.objects.get(pk=attempt().pair).blocked_until == until
    assert may_try(attempt(), until)


def test_a_success_forgets_the_failures_before_it() -> None:
    fail_until_blocked(attempt(), NOW)
    record_success(attempt())
    assert may_try(attempt(), NOW)


def test_guessing_one_password_from_many_networks_waits_but_not_its_owner_on_a_known_device() -> None:
    now = NOW
    for number in range(40):
        guess = attempt(address=f"198.51.100.{number}")
        if not may_try(guess, now):
            break
        record_failure(guess, now)
    else:
        raise AssertionError("forty networks were never slowed down")
    assert not may_try(attempt(address="203.0.113.9"), now)
    assert may_try(attempt(address="203.0.113.9", known=True), now)


def test_guessing_many_passwords_from_one_network_waits() -> None:
    for number in range(40):
        guess = attempt(email=f"account-{number}@example.org")
        if not may_try(guess, NOW):
            break
        record_failure(guess, NOW)
    else:
        raise AssertionError("forty accounts were never protected")
    assert may_try(attempt(email="account-1@example.org", address="192.0.2.77"), NOW)


def test_failures_are_forgotten_after_a_day_and_name_nobody() -> None:
    fail_until_blocked(attempt(), NOW)
    assert not Failure.objects.filter(key__contains="agent").exists()
    record_failure(attempt(email="other@example.org", address="192.0.2.9"), NOW + timedelta(days=2))
    assert not Failure.objects.filter(pk=attempt().pair).exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", "unknown"), ("nonsense", "unknown")],
)
def test_a_network_is_an_address_or_a_subscribers_64(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.usefixtures("account")
def test_a_device_that_signed_on_is_known_afterwards(sign_in: SignIn, client: Client) -> None:
    sign_in()
    client.post("/sign-out")
    cookie = client.cookies["guichet_device"]
    assert cookie["httponly"]
    assert cookie["path"] == "/sign-in"
    fail_until_blocked(attempt(), NOW)
    assert sign_in().status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
@pytest.mark.usefixtures("account")
def test_signing_on_leads_to_no_other_site(sign_in: SignIn, target: str) -> None:
    assert sign_in(next_page=target)["Location"] == "/home"


@pytest.mark.usefixtures("account")
def test_signing_on_leads_back_to_the_page_that_asked_for_it(sign_in: SignIn, client: Client) -> None:
    assert client.get("/desk")["Location"] == "/sign-in?next=/desk"
    assert sign_in(next_page="/desk")["Location"] == "/desk"


@pytest.mark.usefixtures("account")
def test_signing_out_ends_the_session_and_takes_a_post(sign_in: SignIn, client: Client) -> None:
    sign_in()
    key = client.session.session_key
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.usefixtures("account")
def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in", {"email": EMAIL, "password": PASSWORD}, headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_a_new_password_ends_the_other_sessions_of_the_account(account: Account, sign_in: SignIn, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(account, backend="guichet.records.directory.sign_on.LocalAccountBackend")
    sign_in()
    new = "another horse, another battery"
    response = client.post("/password", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert response["Location"] == "/account"
    assert client.get("/home").status_code == 302
    assert client.get("/home")["Location"] == "/desk"
    assert not Session.objects.filter(pk=elsewhere.session.session_key).exists()


@pytest.mark.parametrize(
    "email", ["\0", "a" * 300 + "@example.org", "not an address", "a@b\r\nBcc: c@d.fr", "'; drop table x; --@example.org"]
)
def test_hostile_input_is_refused_by_the_form(sign_in: SignIn, email: str) -> None:
    assert sign_in(email=email).status_code == 200
