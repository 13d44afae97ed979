"""What a wall display's link opens, looked up at every request and at every heartbeat of a stream."""

from dataclasses import dataclass
from urllib.parse import parse_qs
from uuid import UUID

from starlette.types import Scope

from guichet.doors.reader import read
from guichet.doors.writer import Pool
from guichet.records.orders.errors import WallLinkOverError
from guichet.records.orders.statements import GET_WALL_LINK
from guichet.records.orders.walls import read_wall_link


@dataclass(frozen=True, slots=True)
class WallPass:
    """An open link. `queues` are those it shows; none: all. Names are in the organisation's language: nobody reads it in person."""

    organisation: int
    link: UUID
    name: str
    queues: frozenset[int]
    organisation_name: str
    language: str

    def shows(self, queue: int) -> bool:
        return not self.queues or queue in self.queues


def get_word(scope: Scope) -> str:
    """The signed word in the address of a door."""
    query: str = scope["query_string"].decode("latin-1")
    return parse_qs(query).get("link", [""])[0]


async def find_pass(pool: Pool, word: str) -> WallPass:
    """:raises WallLinkOverError: it is none of ours, expired or revoked. :raises UnavailableError: the database is away."""
    named = read_wall_link(word)
    if named is None:
        raise WallLinkOverError
    organisation, link = named
    rows = await read(pool, organisation, GET_WALL_LINK, link=str(link))
    if not rows:
        raise WallLinkOverError
    name, queues, organisation_name, language = rows[0]
    return WallPass(organisation, link, name, frozenset(queues), organisation_name, language)
