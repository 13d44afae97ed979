"""The list of what is to be printed and posted: each letter moves on once, by somebody who is named; a step too far is taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account
from guichet.records.letters.answering import has_town, lay_out
from guichet.records.letters.errors import NoAddressError, PostingMovedOnError
from guichet.records.letters.models import Letter, Posting
from guichet.records.letters.words import LONGEST_BLOCK, PostingKind, PostingState
from guichet.records.storable import is_storable

SHOWN_POSTED = timedelta(days=7)
MOVES = {
    PostingState.PRINTED: (PostingState.READY,),
    PostingState.POSTED: (PostingState.PRINTED, PostingState.READY),
    PostingState.LEFT: (PostingState.UNADDRESSED, PostingState.READY, PostingState.PRINTED),
    PostingState.READY: (PostingState.PRINTED, PostingState.POSTED, PostingState.LEFT),
}
"""To which state from which ones; back to ready is the undo."""


def list_postings(organisation_id: int, now: datetime) -> QuerySet[Posting]:
    """What is to be done, then what was posted lately."""
    everything = Posting.objects.of(organisation_id).defer("pdf", "text").select_related("contact__queue", "moved_by")
    lately = Q(state__in=[PostingState.POSTED, PostingState.LEFT], prepared_at__gt=now - SHOWN_POSTED)
    return everything.filter(Q(state__in=["unaddressed", "ready", "printed"]) | lately).order_by("prepared_at")


@transaction.atomic
def move(account: Account, postings: Sequence[UUID], state: PostingState, now: datetime) -> int:
    """Say of letters that they were printed, posted or left, or are to be printed again. Returns how many moved; the others had moved on.

    :raises PostingMovedOnError: none of them stands where that can be said of it.
    """
    instants: dict[str, datetime | None] = {}
    match state:
        case PostingState.PRINTED:
            instants = {"printed_at": now}
        case PostingState.POSTED:
            instants = {"posted_at": now}
        case PostingState.READY:
            instants = {"printed_at": None, "posted_at": None}
    chosen = Posting.objects.of(account.organisation_id).filter(pk__in=postings, state__in=MOVES[state])
    if state == PostingState.READY:
        chosen = chosen.exclude(pdf__isnull=True)
    moved = list(chosen.select_for_update().values_list("pk", flat=True))
    if not moved:
        raise PostingMovedOnError
    Posting.objects.of(account.organisation_id).filter(pk__in=moved).update(state=state, moved_by=account, **instants)
    for pk in moved:
        record(account.organisation_id, Act(f"posting-{state.value}", "posting", str(pk), account.pk), now)
    return len(moved)


@transaction.atomic
def address(account: Account, posting_id: UUID, recipient: str, now: datetime) -> None:
    """Say where a letter goes, and lay it out.

    :raises NoAddressError: nobody could bring it there. :raises PostingMovedOnError: it is addressed already.
    """
    posting = Posting.objects.of(account.organisation_id).select_for_update().filter(pk=posting_id, state=PostingState.UNADDRESSED).first()
    if posting is None:
        raise PostingMovedOnError
    tidy = "\n".join(line.strip() for line in recipient.strip().splitlines())[:LONGEST_BLOCK]
    if not has_town(tidy) or not is_storable(tidy):
        raise NoAddressError
    letter = Letter.objects.of(account.organisation_id).select_related("contact__organisation", "contact__queue").get(pk=posting.contact_id)
    posting.recipient, posting.state = tidy, PostingState.READY
    posting.pdf = lay_out(letter, PostingKind(posting.kind), posting.text, tidy, now, posting.enclosures)
    posting.save(update_fields=["recipient", "state", "pdf"])
    record(account.organisation_id, Act("posting-addressed", "posting", str(posting.pk), account.pk), now)


def get_pdf(account: Account, posting_id: UUID, now: datetime) -> bytes:
    """The letter to print; who took it is written down.

    :raises PostingMovedOnError: there is none, or it is not laid out.
    """
    pdf = Posting.objects.for_user(account).filter(pk=posting_id).values_list("pdf", flat=True).first()
    if pdf is None:
        raise PostingMovedOnError
    record(account.organisation_id, Act("posting-read", "posting", str(posting_id), account.pk), now)
    return bytes(pdf)
