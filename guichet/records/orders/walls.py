"""Links to wall displays: made by a supervisor for a while, in sight of all who steer, and revoked at once.

A link is a signed word. It holds nothing but the organisation and its own id, so that a row decides at every look what it opens, and
whether it still does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.core.signing import BadSignature, Signer

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.texts import check_text
from guichet.records.directory.models import Queue, SeparatedQuerySet
from guichet.records.orders.errors import NoSuchOrderError, TooManyWallLinksError, UnknownSubjectError
from guichet.records.orders.giving import Giving, begin, tell
from guichet.records.orders.models import WallLink
from guichet.records.orders.words import MOST_WALL_LINKS

SALT = "guichet.orders.wall"
LONGEST_WORD = 128


@dataclass(frozen=True, slots=True)
class WallAsked:
    """What a link is to show, and for how long. No queues: all of the organisation."""

    name: str
    queues: Sequence[int]
    life: timedelta


def make_wall_link(giving: Giving, asked: WallAsked) -> WallLink:
    """Make a link under the id that the giving names; the same again is the same link.

    :raises RefusedError: a queue is unknown, the name cannot be kept, or as many are open as may be.
    """
    begin(giving)
    links = WallLink.objects.of(giving.organisation_id)
    if known := links.filter(pk=giving.order_id).first():
        return known
    check_text(asked.name)
    queues = sorted(set(asked.queues))
    if Queue.objects.of(giving.organisation_id).current().filter(pk__in=queues).count() != len(queues):
        raise UnknownSubjectError
    if list_wall_links(giving.organisation_id, giving.now).count() >= MOST_WALL_LINKS:
        raise TooManyWallLinksError(most=MOST_WALL_LINKS)
    link = WallLink.objects.create(
        organisation_id=giving.organisation_id,
        id=giving.order_id,
        name=asked.name.strip(),
        queues=queues,
        by_id=giving.account_id,
        made_at=giving.now,
        expires_at=giving.now + asked.life,
    )
    details = {"queues": len(queues), "days": asked.life.days}
    record(giving.organisation_id, Act("wall-link-made", "wall-link", str(link.pk), giving.account_id, details), giving.now)
    return link


def revoke_wall_link(giving: Giving) -> WallLink:
    """Close a link for good: its displays go dark. Again changes nothing.

    :raises NoSuchOrderError: there is none of that id.
    """
    begin(giving)
    link = WallLink.objects.of(giving.organisation_id).filter(pk=giving.order_id).first()
    if link is None:
        raise NoSuchOrderError
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by_id = giving.now, giving.account_id
        link.save(update_fields=["revoked_at", "revoked_by"])
        record(giving.organisation_id, Act("wall-link-revoked", "wall-link", str(link.pk), giving.account_id), giving.now)
        tell(giving.organisation_id)
    return link


def list_wall_links(organisation_id: int, now: datetime) -> SeparatedQuerySet[WallLink]:
    """Those that open, the latest first."""
    open_ones = WallLink.objects.of(organisation_id).filter(revoked_at__isnull=True, expires_at__gt=now)
    return open_ones.select_related("by").order_by("-made_at", "pk")


def sign_wall_link(link: WallLink) -> str:
    """The word that stands in the address."""
    return Signer(salt=SALT, sep=".").sign(f"{link.organisation_id}.{link.pk.hex}")


@lru_cache(maxsize=1024)
def read_wall_link(word: str) -> tuple[int, UUID] | None:
    """The organisation and the id of a link; None when the word is not one of ours. Whether it still opens, its row says."""
    if len(word) > LONGEST_WORD:
        return None
    try:
        organisation, _, link = Signer(salt=SALT, sep=".").unsign(word).partition(".")
        return int(organisation), UUID(link)
    except (BadSignature, ValueError):
        return None
