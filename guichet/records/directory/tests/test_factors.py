"""The second proof of an account: right codes taken once, recovery codes on paper, and links that open an account once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from guichet.records.directory import factors
from guichet.records.directory.errors import AccountLinkSpentError
from guichet.records.directory.links import find_link, make_link, revoke_links, use_link
from guichet.records.directory.models import Account, CodeApplication, Organisation
from guichet.records.directory.tests.factories import PASSWORD, make_account, make_organisation
from guichet.records.directory.words import AccountLinkPurpose, Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
STEP = int(NOW.timestamp()) // factors.STEP_SECONDS
INVITATION, PASSWORD_LINK = AccountLinkPurpose.INVITATION, AccountLinkPurpose.PASSWORD
NEW = "another horse, another battery"


@pytest.fixture
def account() -> Account:
    return make_account(make_organisation(), Role.ADMINISTRATOR)


def set_up(account: Account) -> tuple[bytes, list[str]]:
    """An application whose first code was taken, with the recovery codes shown then."""
    secret = factors.begin_application(account, NOW)
    assert secret is not None
    codes = factors.confirm_application(account, factors.make_code(secret, STEP - 1), NOW)
    assert codes is not None
    return secret, codes


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")])
def test_codes_are_those_of_rfc_6238(at: int, code: str) -> None:
    assert factors.make_code(b"12345678901234567890", at // 30) == code


def test_an_application_counts_from_its_first_right_code_on(account: Account) -> None:
    secret = factors.begin_application(account, NOW)
    assert secret is not None
    assert secret == factors.begin_application(account, NOW), "reloading the page keeps the picture"
    assert factors.confirm_application(account, "000000", NOW) is None
    assert not factors.get_factors(account).any
    set_up(account)
    assert factors.get_factors(account) == factors.Factors(has_application=True, passkeys=0, recovery_codes=10)
    assert factors.begin_application(account, NOW) is None, "a secret in use is not shown again"


def test_a_code_is_taken_once_and_only_near_its_time(account: Account) -> None:
    secret, _ = set_up(account)
    assert not factors.take_code(account, factors.make_code(secret, STEP - 1), NOW), "it was shown already"
    assert not factors.take_code(account, factors.make_code(secret, STEP + 2), NOW)
    assert factors.take_code(account, f" {factors.make_code(secret, STEP)[:3]} {factors.make_code(secret, STEP)[3:]}", NOW)
    assert not factors.take_code(account, factors.make_code(secret, STEP), NOW)


def test_a_recovery_code_is_taken_once_however_it_is_typed(account: Account) -> None:
    _, codes = set_up(account)
    assert factors.take_code(account, codes[0].upper().replace("-", " "), NOW)
    assert not factors.take_code(account, codes[0], NOW)
    assert factors.get_factors(account).recovery_codes == 9


def test_recovery_codes_go_with_the_last_proof(account: Account) -> None:
    _, codes = set_up(account)
    factors.remove_application(account, NOW)
    assert not factors.take_code(account, codes[0], NOW)


def test_codes_of_another_account_are_not_taken(account: Account) -> None:
    secret, codes = set_up(account)
    other = make_account(account.organisation)
    assert not factors.take_code(other, factors.make_code(secret, STEP), NOW)
    assert not factors.take_code(other, codes[0], NOW)


@pytest.mark.parametrize("code", ["", " ", "abc", "١٢٣٤٥٦", "1" * 10_000, "\0", "12345é"])
def test_nonsense_is_no_code(account: Account, code: str) -> None:
    set_up(account)
    assert not factors.take_code(account, code, NOW)


def test_the_secret_is_not_readable_in_its_table(account: Account) -> None:
    secret, _ = set_up(account)
    assert secret not in bytes(CodeApplication.objects.get().secret)


def test_the_address_of_a_picture_names_the_organisation_and_the_account(account: Account) -> None:
    Organisation.objects.filter(pk=account.organisation_id).update(name="Val & Rives")
    account.organisation.refresh_from_db()
    address = factors.write_address(account, b"12345678901234567890")
    assert address.startswith("otpauth://totp/Val%20%26%20Rives:")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address


def test_a_link_opens_its_account_once(account: Account) -> None:
    token = make_link(account, INVITATION, NOW)
    link, again = find_link(token, INVITATION, NOW), find_link(token, INVITATION, NOW)
    use_link(link, NEW, NOW, name="Léa Petit")
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert account.name == "Léa Petit"
    with pytest.raises(AccountLinkSpentError):
        use_link(again, PASSWORD, NOW)
    with pytest.raises(AccountLinkSpentError):
        find_link(token, INVITATION, NOW)


def test_a_new_link_revokes_the_one_before(account: Account) -> None:
    first = make_link(account, PASSWORD_LINK, NOW)
    second = make_link(account, PASSWORD_LINK, NOW)
    with pytest.raises(AccountLinkSpentError):
        find_link(first, PASSWORD_LINK, NOW)
    assert find_link(second, PASSWORD_LINK, NOW).account == account
    revoke_links(account)
    with pytest.raises(AccountLinkSpentError):
        find_link(second, PASSWORD_LINK, NOW)


@pytest.mark.parametrize("why", ["late", "other purpose", "forged", "closed", "nonsense"])
def test_a_link_that_is_not_good_opens_nothing(account: Account, why: str) -> None:
    token = make_link(account, PASSWORD_LINK, NOW)
    if why == "closed":
        Account.objects.filter(pk=account.pk).update(is_active=False)
    token = {"forged": token[:-2] + "xx", "nonsense": "a.b.c"}.get(why, token)
    purpose = INVITATION if why == "other purpose" else PASSWORD_LINK
    with pytest.raises(AccountLinkSpentError):
        find_link(token, purpose, NOW + timedelta(hours=3 if why == "late" else 0))


def test_a_weak_password_does_not_spend_the_link(account: Account) -> None:
    token = make_link(account, PASSWORD_LINK, NOW)
    with pytest.raises(ValidationError):
        use_link(find_link(token, PASSWORD_LINK, NOW), "short", NOW)
    assert find_link(token, PASSWORD_LINK, NOW).account == account


def test_whoever_lost_every_proof_is_let_in_by_the_operator(account: Account) -> None:
    set_up(account)
    assert factors.release(account.email, NOW)
    assert factors.get_factors(account) == factors.Factors(has_application=False, passkeys=0, recovery_codes=0)
    assert not factors.release("nobody@example.org", NOW)
