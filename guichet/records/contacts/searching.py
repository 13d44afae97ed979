"""Finding contacts by what was said in them, in French: accents and endings do not matter.

Words are gathered after the fact: a background job follows the journal and renews the entry of every contact that it names. What was just
said is therefore found a minute later, and no index slows a message down.
"""

from collections.abc import Collection

from django.db import connection

from guichet.decisions.routing.words import SYNTHETIC, ContactId
from guichet.records.contacts.models import SearchMark
from guichet.records.journal.queries import list_entries
from guichet.records.journal.words import Entry, Seq

ENTRIES_AT_ONCE = 2_000
MOST_CHARACTERS = 100_000
"""Of one contact: what is said beyond is not searched."""

RENEW = """
insert into contacts_search_entry (organisation_id, contact_id, words, agents)
select contact.organisation_id, contact.id,
  setweight(to_tsvector('guichet_french', contact.citizen_name), 'A')
    || setweight(to_tsvector('guichet_french', left(coalesce(wrapup.note, ''), %(most)s)), 'B')
    || setweight(to_tsvector('guichet_french', left(coalesce(said.text, ''), %(most)s)), 'C'),
  array(select distinct agent from unnest(said.agents || contact.agent_id || wrapup.agent_id) as agent where agent is not null)
from contacts_contact contact
left join contacts_wrapup wrapup on wrapup.contact_id = contact.id
left join lateral (
  select string_agg(text, ' ' order by number) as text, array_agg(agent_id) as agents from contacts_message
  where contact_id = contact.id) as said on true
where contact.organisation_id = %(organisation_id)s and contact.id = any(%(contacts)s::uuid[])
  and contact.why->>'turned_away' is distinct from %(synthetic)s
order by contact.id
on conflict (contact_id) do update set words = excluded.words, agents = excluded.agents
"""

FIND = """
with wanted as materialized (select websearch_to_tsquery('guichet_french', %(words)s) as query)
select contact.id, contact.channel, contact.state, contact.citizen_name, reason.key, reason.labels, agent.name,
  (extract(epoch from contact.arrived_at) * 1000)::bigint, (extract(epoch from contact.closed_at) * 1000)::bigint,
  ts_headline('guichet_french', left(concat_ws(' ', said.text, wrapup.note), 20000), wanted.query,
    U&'StartSel=\\E000, StopSel=\\E001, MaxFragments=2, MinWords=6, MaxWords=22, FragmentDelimiter=" … "')
from wanted cross join lateral contacts_find(wanted.query, %(part_of)s, %(limit)s) as found
join contacts_contact contact on contact.organisation_id = %(organisation_id)s and contact.id = found.contact_id
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
left join directory_agent agent on agent.organisation_id = contact.organisation_id and agent.id = contact.agent_id
left join contacts_wrapup wrapup on wrapup.contact_id = contact.id
left join lateral (
  select string_agg(text, ' ' order by number) as text from contacts_message where contact_id = contact.id) as said on true
order by found.score desc, contact.arrived_at desc
"""
"""The best matches: of the contacts in which agent `part_of` took part, or of all when it is null. The words that were looked for stand
between U+E000 and U+E001."""
OPENING, CLOSING = "\ue000", "\ue001"


def renew_entries(organisation_id: int, contacts: Collection[ContactId]) -> None:
    """Gather anew the words of these contacts."""
    with connection.cursor() as cursor:
        cursor.execute(
            RENEW, {"organisation_id": organisation_id, "contacts": sorted(contacts), "most": MOST_CHARACTERS, "synthetic": SYNTHETIC}
        )


def follow_journal(organisation_id: int) -> bool:
    """Renew what the next entries of the journal name, in the caller's transaction; whether there may be more."""
    SearchMark.objects.bulk_create([SearchMark(organisation_id=organisation_id)], ignore_conflicts=True)
    mark = SearchMark.objects.select_for_update().get(organisation_id=organisation_id)
    entries = list_entries(organisation_id, Seq(mark.seq), ENTRIES_AT_ONCE)
    if not entries:
        return False
    renew_entries(organisation_id, {contact for entry in entries for contact in list_contacts(entry)})
    mark.seq = entries[-1].seq
    mark.save(update_fields=["seq"])
    return len(entries) == ENTRIES_AT_ONCE


def list_contacts(entry: Entry) -> set[ContactId]:
    """The contacts that an entry names."""
    named = (getattr(decision, "contact", None) for decision in entry.step.decisions)
    return {contact for contact in named if contact is not None}


def cut_excerpt(excerpt: str) -> list[tuple[str, bool]]:
    """Cut an excerpt into pieces, each with whether it was looked for."""
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(excerpt.split(OPENING)):
        hit, separator, rest = part.partition(CLOSING) if number else ("", "", part)
        if number and not separator:
            hit, rest = "", part
        pieces += [(hit, True), (rest, False)]
    return [(text, is_hit) for text, is_hit in pieces if text]
