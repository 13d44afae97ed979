"""Drafts of agents: what is typed is kept every few seconds, and found again on another computer (R13).

Each browser writes a row of its own, so that nothing is ever overwritten. A browser that takes over the words of another says so
(`replaces`): its row then stands alone. Two rows with different words are a conflict, which the agent settles with both in sight.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import ContactId, Instant
from guichet.records.contacts.words import DraftKind

KEEP_DRAFT = """
with gone as (
  delete from contacts_draft where organisation_id = %(organisation_id)s and agent_id = %(agent)s and contact_id = %(contact)s
    and kind = %(kind)s and (screen = any(%(replaces)s::uuid[]) and screen <> %(screen)s or screen = %(screen)s and %(text)s = '')
), allowed as materialized (
  select id from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s
    and (agent_id = %(agent)s or exists (select from contacts_draft draft where draft.organisation_id = %(organisation_id)s
      and draft.agent_id = %(agent)s and draft.contact_id = %(contact)s))
), kept as (
  insert into contacts_draft (organisation_id, agent_id, contact_id, kind, screen, text, updated_at)
  select %(organisation_id)s, %(agent)s, id, %(kind)s, %(screen)s, %(text)s, now() from allowed where %(text)s <> ''
  on conflict (agent_id, contact_id, kind, screen) do update set text = excluded.text, updated_at = excluded.updated_at
)
select count(*) from allowed
"""
"""Keep what one browser holds; an empty text forgets it. Returns 0 when the contact was never his: he may finish what he had begun."""

DRAFTS = """
select contact_id, kind, screen, text, (extract(epoch from updated_at) * 1000)::bigint from contacts_draft
where organisation_id = %(organisation_id)s and agent_id = %(agent)s
"""
LIST_DRAFTS = f"{DRAFTS} order by updated_at desc limit 500"
LIST_DRAFTS_OF_CONTACT = f"{DRAFTS} and contact_id = %(contact)s and kind = %(kind)s order by updated_at desc"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What one browser (`screen`) holds."""

    contact: ContactId
    kind: DraftKind
    screen: UUID
    text: str
    at: Instant


def read_drafts(rows: Iterable[Sequence[Any]]) -> list[Draft]:
    return [
        Draft(contact=ContactId(str(contact)), kind=DraftKind(kind), screen=screen, text=text, at=Instant(at))
        for contact, kind, screen, text, at in rows
    ]
