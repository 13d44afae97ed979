"""Passkeys: keys of a device or a stick that prove an account by themselves (WebAuthn, level 2).

The device asks its holder for a finger or a code first (`user_verification` is required), so that a passkey stands for both proofs. A
challenge is made by `begin_*`, kept by the caller in the session, and taken once by the matching verb.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.errors import PasskeyRefusedError
from guichet.records.directory.factors import drop_useless_codes
from guichet.records.directory.models import Account, Passkey
from guichet.records.separation import set_organisation

MOST = 20
"""Passkeys of one account."""

State = Mapping[str, Any]
Options = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """The address under which people reach us ("https://guichet.example"), and its name on their device."""

    origin: str
    name: str

    def open_server(self) -> Fido2Server:
        host = urlsplit(self.origin).hostname or ""
        return Fido2Server(PublicKeyCredentialRpEntity(name=self.name, id=host), verify_origin=lambda origin: origin == self.origin)


def begin_adding(site: Site, account: Account) -> tuple[Options, State]:
    """What the browser asks the device for, and the state to keep."""
    known = [AttestedCredentialData(bytes(passkey.credential)) for passkey in list_passkeys(account)]
    handle = sha256(f"guichet account {account.pk}".encode()).digest()
    user = PublicKeyCredentialUserEntity(id=handle, name=account.email, display_name=account.name or account.email)
    options, state = site.open_server().register_begin(
        user, known, resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


@transaction.atomic
def add_passkey(site: Site, account: Account, state: State, answer: Mapping[str, Any], name: str, now: datetime) -> Passkey:
    """Keep the key that the device made.

    :raises PasskeyRefusedError: the answer does not fit the challenge, or there are too many.
    """
    if list_passkeys(account).count() >= MOST:
        raise PasskeyRefusedError
    try:
        made = site.open_server().register_complete(state, RegistrationResponse.from_dict(answer))
        credential = made.credential_data
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefusedError from error
    if credential is None or Passkey.objects.filter(credential_id=credential.credential_id).exists():
        raise PasskeyRefusedError
    passkey: Passkey = Passkey.objects.create(
        organisation_id=account.organisation_id,
        account=account,
        credential_id=credential.credential_id,
        credential=bytes(credential),
        sign_count=made.counter,
        name=name,
        created_at=now,
    )
    record(account.organisation_id, Act("passkey-added", "account", str(account.pk), account.pk), now)
    return passkey


@transaction.atomic
def remove_passkey(account: Account, identifier: int, now: datetime) -> None:
    if list_passkeys(account).filter(pk=identifier).delete()[0]:
        record(account.organisation_id, Act("passkey-removed", "account", str(account.pk), account.pk), now)
        drop_useless_codes(account)


def begin_proving(site: Site) -> tuple[Options, State]:
    """Let the device offer whichever passkeys it has for this site: nobody is named before the proof."""
    options, state = site.open_server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return dict(options), state


@transaction.atomic
def prove(site: Site, state: State, answer: Mapping[str, Any], now: datetime) -> Account:
    """Return the account that the device proves. From here on the transaction works for its organisation.

    :raises PasskeyRefusedError: the key is unknown, the answer does not fit the challenge, or the key was copied.
    """
    try:
        response = AuthenticationResponse.from_dict(answer)
        account = _find_account(response.raw_id)
        passkey = list_passkeys(account).select_for_update().get(credential_id=response.raw_id)
        site.open_server().authenticate_complete(state, [AttestedCredentialData(bytes(passkey.credential))], response)
    except (ValueError, KeyError, TypeError, AttributeError, Passkey.DoesNotExist) as error:
        raise PasskeyRefusedError from error
    counter = response.response.authenticator_data.counter
    if counter and counter <= passkey.sign_count:
        raise PasskeyRefusedError
    Passkey.objects.filter(pk=passkey.pk).update(sign_count=counter, last_used_at=now)
    return account


def list_passkeys(account: Account) -> QuerySet[Passkey]:
    """Its passkeys, oldest first."""
    return Passkey.objects.of(account.organisation_id).filter(account=account).order_by("pk")


def _find_account(credential_id: bytes) -> Account:
    """:raises PasskeyRefusedError: no account has this key."""
    found = Account.objects.raw("select * from directory_account_of_passkey(%s)", [credential_id])
    account = next(iter(found), None)
    if account is None:
        raise PasskeyRefusedError
    set_organisation(account.organisation_id)
    return account
