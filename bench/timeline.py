"""How soon all contacts of somebody stand before the agent who answers him: a citizen with thousands of them, through the real web process.

`join_p99_ms` is finding the thread that a mail of his continues, among as many mails. `load_p99_ms` is one load of the person behind a
contact (addresses, the latest contacts whatever the channel, who else he may be), from the request on a kept connection until the answer is
whole. `p99_ms` is one of each together. `page_p99_ms` is one page further down, read to the last one.
"""

import argparse
import time
from typing import Any
from uuid import UUID

import uvloop
from django.db import transaction
from msgspec import structs

from bench.ground import Ground, connect_owner, lay
from bench.ground.browsers import Browser
from bench.ground.processes import Running, start
from bench.ground.seats import CSRF, seat
from guichet.engine.connections import Connection
from guichet.records.correspondence.arriving import UNREAD
from guichet.records.correspondence.joining import find_verdict
from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.tests.houses import ZOE
from guichet.records.correspondence.threads import Verdict
from guichet.records.correspondence.words import ReadMail
from guichet.records.separation import set_organisation

LAID = """
with citizen as (
  insert into people_citizen (organisation_id, name, language, created_at, last_seen_at)
  select %(organisation)s, 'Personne ' || n, 'fr', now(), now() from generate_series(1, %(alike)s + 1) as n returning id
), point as (
  insert into people_contactpoint (organisation_id, citizen_id, kind, value, verified_at)
  select %(organisation)s, id, 'telephone', '+33612345678', null::timestamptz from citizen
), contact as (
  insert into contacts_contact (organisation_id, id, key, channel, queue_id, reason_id, language, citizen_id, citizen_name, state, agent_id,
    arrived_at, rank_at, step, priority_minutes, requirement, why, last_number, seq, closed_at, outcome)
  select %(organisation)s, gen_random_uuid(), gen_random_uuid(), (array['email', 'chat', 'sms', 'callback', 'letter'])[n %% 5 + 1],
    %(queue)s, %(reason)s, 'fr', (select min(id) from citizen), 'Personne', case n when 1 then 'assigned' else 'closed' end, %(agent)s,
    now() - n * interval '3 hours', now(), 0, 0, '{}', '{}', 0, 0, case n when 1 then null else now() end, 'resolved'
  from generate_series(1, %(past)s) as n returning id, state
), mailbox as (
  insert into correspondence_mailbox (organisation_id, address, reason_id, language, is_active, acknowledges, has_tags, trusted_server,
    host, port, security, login, last_uid, trouble, receives_scans)
  values (%(organisation)s, 'mairie@bench.example', %(reason)s, 'fr', true, true, false, '', '', 993, 'tls', '', 0, '', false) returning id
), exchange as (
  insert into correspondence_exchange (organisation_id, contact_id, mailbox_id, address, subject, thread_ids, verification, is_forged,
    told_number, is_watched)
  select %(organisation)s, contact.id, mailbox.id, %(address)s, '', array['<' || contact.id || '@bench.example>'], 'unknown', false, 0,
    false from contact, mailbox
), mail as (
  insert into correspondence_incoming (organisation_id, id, mailbox_id, key, recipient, raw, size, received_at, tries, state, cause, kind,
    problems, verification, message_id, sender, subject, contact_id, number)
  select %(organisation)s, gen_random_uuid(), mailbox.id, gen_random_uuid(), 'mairie@bench.example', '', 0, now(), 1, 'read', '', 'letter',
    '{}', 'unknown', '<' || contact.id || '@bench.example>', %(address)s, '', contact.id, 1 from contact, mailbox
)
select id from contact where state = 'assigned'
"""
OTHERS = """
with citizen as (
  insert into people_citizen (organisation_id, name, language, created_at, last_seen_at)
  select %(organisation)s, 'Autre', 'fr', now(), now() from generate_series(1, %(others)s) as n returning id
)
insert into contacts_contact (organisation_id, id, key, channel, queue_id, reason_id, language, citizen_id, citizen_name, state,
  arrived_at, rank_at, step, priority_minutes, requirement, why, last_number, seq, closed_at)
select %(organisation)s, gen_random_uuid(), gen_random_uuid(), 'chat', %(queue)s, %(reason)s, 'fr', id, '', 'closed',
  now(), now(), 0, 0, '{}', '{}', 0, 0, now() from citizen
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--past", type=int, default=5_000, help="contacts of the citizen (default: %(default)s)")
    parser.add_argument("--alike", type=int, default=20, help="others who gave the same number (default: %(default)s)")
    parser.add_argument("--others", type=int, default=20_000, help="contacts of other citizens (default: %(default)s)")
    parser.add_argument("--loads", type=int, default=500, help="times the person is looked at (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    with connect_owner() as owner:
        ground = lay(owner, agents=1, queues=1, skills=1)
        [cookie] = seat(owner, ground)
        contact = lay_contacts(owner, ground, options)
        joins = time_joins(ground, contact, options.loads)
        with start("web") as running:
            loads, pages = uvloop.run(measure(running, cookie, contact, options.loads))
    both = [join + load for join, load in zip(joins, loads, strict=True)]
    figures = {
        "p50_ms": tell(both, 0.5),
        "p99_ms": tell(both, 0.99),
        "load_p99_ms": tell(loads, 0.99),
        "page_p99_ms": tell(pages, 0.99),
        "join_p99_ms": tell(joins, 0.99),
    }
    named = {"past": options.past, "alike": options.alike, "others": options.others, "loads": options.loads, "pages": len(pages)}
    return {"figures": figures, "conditions": named}


def lay_contacts(owner: Connection, ground: Ground, options: argparse.Namespace) -> UUID:
    """The citizen's contacts and everybody else's; returns the one in hand."""
    names = {"organisation": ground.organisation_id, "queue": ground.queues[0], "reason": ground.reason_id, "agent": ground.agents[0]}
    [(contact,)] = owner.execute(LAID, {**names, "past": options.past, "alike": options.alike, "address": ZOE}).fetchall()
    owner.execute(OTHERS, {**names, "others": options.others})
    owner.execute("analyze contacts_contact, people_contactpoint, correspondence_exchange, correspondence_incoming")
    return UUID(str(contact))


def time_joins(ground: Ground, contact: UUID, count: int) -> list[float]:
    """A mail that names the one in hand and the twenty before it, as threads do."""
    times = []
    with transaction.atomic():
        set_organisation(ground.organisation_id)
        ids = IncomingMail.objects.of(ground.organisation_id).exclude(contact=contact).values_list("message_id", flat=True)[:20]
        mail = IncomingMail.objects.of(ground.organisation_id).get(contact=contact)
        said = read_mail((mail.message_id, *ids))
        for _ in range(count):
            began = time.perf_counter()
            verdict: Verdict = find_verdict(mail, said)
            times.append((time.perf_counter() - began) * 1_000)
            if verdict.contact is None:
                raise RuntimeError("the mail did not find its thread")
    return times


def read_mail(references: tuple[str, ...]) -> ReadMail:
    return structs.replace(UNREAD, sender=ZOE, references=references, message_id="<new@bench.example>")


async def measure(running: Running, cookie: str, contact: UUID, count: int) -> tuple[list[float], list[float]]:
    browser = Browser(running.web, cookie, CSRF)
    loads, pages, following = [], [], ""
    for number in range(count + 20):
        began = time.perf_counter()
        person = await browser.get(f"/live/contacts/{contact}/person")
        if number >= 20:
            loads.append((time.perf_counter() - began) * 1_000)
        following = person["timeline"]["following"]
    while following:
        began = time.perf_counter()
        page = await browser.get(f"/live/contacts/{contact}/timeline?before={following}")
        pages.append((time.perf_counter() - began) * 1_000)
        following = page["following"]
    return loads, pages


def tell(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) if ordered else -1.0
