"""Where somebody was before he asks: it goes along in the address from page to page, as names only, and is kept with the contact."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from msgspec import structs

from guichet.decisions.routing.words import ContactId
from guichet.records.directory.models import Organisation
from guichet.records.pages.actions import note_origin
from guichet.records.pages.words import LONGEST_NAME, CameFrom, clean_place


def read_came_from(request: HttpRequest) -> CameFrom:
    """What the address says of it; what cannot be meant is left out."""
    said = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in CameFrom.__struct_fields__}
    names = {name: said[name] if len(said[name]) <= LONGEST_NAME else "" for name in ("page", "article", "letter")}
    return CameFrom(**names, step=clean_place(said["step"]), field=clean_place(said["field"]))


def write_along(came: CameFrom, **more: str) -> str:
    """The end of an address that takes it along, with its question mark; empty for nothing."""
    said = {name: value for name, value in {**structs.asdict(came), **more}.items() if value}
    return f"?{urlencode(said)}" if said else ""


def keep_origin(request: HttpRequest, organisation: Organisation, contact: ContactId, *, read: str = "") -> None:
    """:param read: the key of the answer that the page itself showed."""
    came = read_came_from(request)
    if read and not came.article:
        came = structs.replace(came, article=read)
    note_origin(organisation.pk, contact, came, timezone.now())
