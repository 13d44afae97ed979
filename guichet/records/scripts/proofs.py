"""Codes that prove an address to be somebody's: six digits, ten minutes, five tries; sent to whoever is asked to identify himself.

A code is sent to any address that can be reached, known to us or not, in the same words, so that nobody learns who is known here. What is
kept of a code is its digest. Few are sent to one address, in one session and in one hour, so that nobody can have us write to strangers.
The address that was proved leads to its citizen; where a message comes from never does.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from secrets import randbelow
from typing import cast
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from guichet.decisions.dialogue.inputs import WorkDone, WorkFailed
from guichet.decisions.dialogue.words import VERIFIED, Language
from guichet.records.contacts.claims import Given, prove_address
from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import read_number
from guichet.records.directory.models import Organisation
from guichet.records.errors import RefusedError
from guichet.records.people.words import ContactPointKind, normalise
from guichet.records.scripts.models import Proof, ScriptSession
from guichet.records.scripts.runs import Run

LIFE = timedelta(minutes=10)
MOST_WRONG = 5
"""Codes that are not the one that was sent; then it serves no more."""
MOST_OF_SESSION = 3
MOST_OF_HOUR, MOST_OF_DAY = 3, 6
"""Codes to one address."""
MOST_OF_HOUSE = 200
"""Codes of one organisation in an hour: what somebody can make it pay who begins many sessions."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """A code on its way. `address` is as `people` keeps it."""

    key: UUID
    address: str
    code: str
    language: Language


Courier = Callable[[Organisation, CodeLetter], bool]
"""Puts a code out, in the caller's transaction, and says whether it could."""


def send(run: Run, typed: str, language: Language) -> WorkDone | WorkFailed:
    """Have a code sent to an address as it was typed. Fails where nothing can be sent there, or enough was."""
    given = read_address(typed)
    if given is None:
        return WorkFailed()
    kind, address = given
    _lock(run.organisation.pk, address)
    if _is_enough(run, given):
        return WorkFailed()
    letter = CodeLetter(uuid4(), address, f"{randbelow(1_000_000):06}", language)
    courier = cast(Courier, import_string(settings.CODE_COURIERS[kind.value]))
    if not courier(run.organisation, letter):
        return WorkFailed()
    Proof.objects.create(
        organisation=run.organisation,
        session=run.row,
        kind=kind,
        address=address,
        digest=_digest(run.row, letter.code),
        sent_at=run.now,
        expires_at=run.now + LIFE,
    )
    return WorkDone()


def check(run: Run, code: str) -> WorkDone | WorkFailed:
    """Whether this is the code that was sent last; nothing found when it is another one. Fails once it serves no more."""
    proof = Proof.objects.of(run.organisation.pk).filter(session=run.row).order_by("-sent_at", "-pk").first()
    if proof is None or proof.proved_at is not None or proof.expires_at <= run.now or proof.wrong >= MOST_WRONG:
        return WorkFailed()
    if not hmac.compare_digest(bytes(proof.digest), _digest(run.row, code)):
        proof.wrong += 1
        proof.save(update_fields=["wrong"])
        return WorkDone(found=None)
    proof.proved_at = run.now
    proof.save(update_fields=["proved_at"])
    return WorkDone(found={VERIFIED: proof.address})


def get_proved(session: ScriptSession) -> Given | None:
    """The address that was proved in a session."""
    proof = Proof.objects.of(session.organisation_id).filter(session=session, proved_at__isnull=False).order_by("-proved_at").first()
    return None if proof is None else (ContactPointKind(proof.kind), proof.address)


def give_proof(run: Run, contact: Contact) -> None:
    """Lead the contact to whoever proved an address in this session."""
    proved = get_proved(run.row)
    if proved is not None:
        prove_address(contact, proved, run.now)


def read_address(typed: str) -> Given | None:
    """An address to which a code can be sent, as it is kept."""
    kind = ContactPointKind.EMAIL if "@" in typed else ContactPointKind.TELEPHONE
    try:
        return kind, normalise(kind, read_number(typed) if kind is ContactPointKind.TELEPHONE else typed)
    except RefusedError:
        return None


def _is_enough(run: Run, given: Given) -> bool:
    sent = Proof.objects.of(run.organisation.pk)
    lately = sent.filter(sent_at__gt=run.now - HOUR)
    to_address = sent.filter(kind=given[0], address=given[1])
    return (
        sent.filter(session=run.row).count() >= MOST_OF_SESSION
        or to_address.filter(sent_at__gt=run.now - HOUR).count() >= MOST_OF_HOUR
        or to_address.filter(sent_at__gt=run.now - DAY).count() >= MOST_OF_DAY
        or lately.count() >= MOST_OF_HOUSE
    )


def _lock(organisation_id: int, address: str) -> None:
    """One code to an address at a time: two at once would both be the last that may be sent."""
    digest = hashlib.sha256(f"guichet.scripts.proof\n{organisation_id}\n{address}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def _digest(session: ScriptSession, code: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"guichet.scripts.proof\n{session.pk}\n{code}".encode(), "sha256")
