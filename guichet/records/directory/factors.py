"""The second proof of an account: codes of an application (RFC 6238) and recovery codes. Passkeys are in `passkeys.py`."""

import base64
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account, CodeApplication, Passkey, RecoveryCode
from guichet.records.directory.seals import seal, unseal
from guichet.records.directory.sign_on import find_account
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

STEP_SECONDS, DIGITS, STEPS_ASIDE = 30, 6, 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is read as something else on paper."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password."""

    has_application: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.has_application or bool(self.passkeys)


def get_factors(account: Account) -> Factors:
    """Recovery codes alone are no second proof: they only replace one that is lost."""
    return Factors(
        has_application=CodeApplication.objects.of(account.organisation_id).filter(account=account, confirmed_at__isnull=False).exists(),
        passkeys=Passkey.objects.of(account.organisation_id).filter(account=account).count(),
        recovery_codes=RecoveryCode.objects.of(account.organisation_id).filter(account=account, used_at__isnull=True).count(),
    )


def needs_factor(account: Account) -> bool:
    """Whether its organisation asks this account for a second proof that it has not got yet."""
    asks = account.organisation.needs_second_factor and account.has_role(Role.ADMINISTRATOR)
    return asks and not get_factors(account).any


def begin_application(account: Account, now: datetime) -> bytes | None:
    """Return the secret of an application that is being set up: the same one until its first code is confirmed, None once it is."""
    application, _ = CodeApplication.objects.get_or_create(
        account=account,
        organisation_id=account.organisation_id,
        defaults={"secret": seal(secrets.token_bytes(SECRET_BYTES)), "created_at": now},
    )
    return None if application.confirmed_at else unseal(bytes(application.secret))


@transaction.atomic
def confirm_application(account: Account, code: str, now: datetime) -> list[str] | None:
    """Take the first code of an application. Return the new recovery codes, to be shown once, or None when the code is wrong."""
    application = CodeApplication.objects.of(account.organisation_id).filter(account=account, confirmed_at__isnull=True).first()
    if application is None or not _take_code(application, code, now):
        return None
    CodeApplication.objects.filter(pk=account.pk).update(confirmed_at=now)
    _record(account, "code-application-added", now)
    return make_recovery_codes(account, now)


@transaction.atomic
def remove_application(account: Account, now: datetime) -> None:
    CodeApplication.objects.of(account.organisation_id).filter(account=account).delete()
    _record(account, "code-application-removed", now)
    drop_useless_codes(account)


@transaction.atomic
def release(email: str, now: datetime) -> bool:
    """Take every second proof from the account with this e-mail: for whoever lost them all. False when there is no such account."""
    account = find_account(email)
    if account is None:
        return False
    set_organisation(account.organisation_id)
    for model in (CodeApplication, Passkey, RecoveryCode):
        model._default_manager.filter(organisation_id=account.organisation_id, account=account).delete()
    record(account.organisation_id, Act("second-proof-released", "account", str(account.pk)), now)
    return True


@transaction.atomic
def make_recovery_codes(account: Account, now: datetime) -> list[str]:
    """Replace the recovery codes; they are shown once, and only their digests are kept."""
    RecoveryCode.objects.of(account.organisation_id).filter(account=account).delete()
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(organisation_id=account.organisation_id, account=account, digest=_digest(account, code), created_at=now)
        for code in codes
    )
    _record(account, "recovery-codes-made", now)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def drop_useless_codes(account: Account) -> None:
    """Recovery codes replace nothing once the last proof is gone."""
    if not get_factors(account).any:
        RecoveryCode.objects.of(account.organisation_id).filter(account=account).delete()


def take_code(account: Account, code: str, now: datetime) -> bool:
    """Whether this is a code of the account's application, or one of its recovery codes. Either is taken once."""
    folded = "".join(code.lower().split()).replace("-", "")
    if folded.isascii() and folded.isdigit() and len(folded) == DIGITS:
        application = CodeApplication.objects.of(account.organisation_id).filter(account=account, confirmed_at__isnull=False).first()
        return application is not None and _take_code(application, folded, now)
    unused = RecoveryCode.objects.of(account.organisation_id).filter(account=account, used_at__isnull=True)
    if not unused.filter(digest=_digest(account, folded)).update(used_at=now):
        return False
    _record(account, "recovery-code-used", now)
    return True


def make_code(secret: bytes, step: int) -> str:
    """The code of a time step (RFC 6238 with RFC 4226's truncation)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def write_address(account: Account, secret: bytes) -> str:
    """The address that applications read from a picture (the key URI format)."""
    issuer = account.organisation.name
    names = {"secret": write_secret(secret), "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{quote(issuer)}:{quote(account.email)}?{urlencode(names, quote_via=quote)}"


def write_secret(secret: bytes) -> str:
    """The secret as people type it."""
    return base64.b32encode(secret).decode()


def _take_code(application: CodeApplication, code: str, now: datetime) -> bool:
    secret = unseal(bytes(application.secret))
    if secret is None:
        return False
    folded, step = "".join(code.split()), int(now.timestamp()) // STEP_SECONDS
    for candidate in range(step - STEPS_ASIDE, step + STEPS_ASIDE + 1):
        if hmac.compare_digest(make_code(secret, candidate).encode(), folded.encode()):
            newer = CodeApplication.objects.filter(pk=application.pk, last_step__lt=candidate)
            return bool(newer.update(last_step=candidate))
    return False


def _digest(account: Account, code: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"recovery\n{account.pk}\n{code}".encode(), hashlib.sha256).digest()


def _record(account: Account, verb: str, now: datetime) -> None:
    record(account.organisation_id, Act(verb, "account", str(account.pk), account.pk), now)
