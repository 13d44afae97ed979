"""Hand-written statements for the hot doors and for `actions.py`, for psycopg 3 with named parameters.

Each transaction first says for whom it works (`records.separation.SET_ORGANISATION`). Whoever writes contacts locks their rows in the
order of their ids first, so that two writers can never wait for each other.
"""

from guichet.decisions.routing.words import LIVE
from guichet.records.contacts.history import ANSWERED_BY

LIVE_CHANNELS = ", ".join(f"'{channel}'" for channel in sorted(LIVE))
"""In a statement: the channels whose work cannot wait. Nobody who waits is told that messages go before him."""

WAITS_SINCE = """greatest(contact.arrived_at, case contact.channel when 'callback' then (
  select wanted_from from contacts_callback promised where promised.contact_id = contact.id) end)"""
"""In a statement that reads `contacts_contact contact`: from when on its citizen waits. Before the hour for which a call is promised, chosen
or come with a call in vain, nobody is late; its rank is that of its arrival all the same (R6)."""

MESSAGES_CHANNEL = "guichet_messages"
"""NOTIFY channel of messages; its payload is `organisation:contact:number`, several of them parted by spaces."""
SIGNS_CHANNEL = "guichet_signs"
"""NOTIFY channel of signs; its payload is `organisation:contact:author:number:written_in:looker`, each empty where the sign says nothing
of it."""

OPEN_CONTACT = """
with opened as (
  insert into contacts_contact (
    organisation_id, id, key, channel, queue_id, reason_id, language, territory_id, citizen_id, citizen_name, state,
    arrived_at, rank_at, step, priority_minutes, requirement, why, last_number, seq)
  values (%(organisation_id)s, %(contact)s, %(key)s, %(channel)s, %(queue)s, %(reason)s, %(language)s, %(territory)s, %(citizen)s,
    %(citizen_name)s, %(state)s, %(arrived_at)s, %(arrived_at)s, 0, %(priority_minutes)s, '{}', %(why)s, %(numbered)s, 0)
  on conflict (organisation_id, key) do update set key = excluded.key
  returning id, xmax = 0 as is_new
), said as (
  insert into contacts_message (organisation_id, contact_id, number, key, author, agent_id, kind, text, created_at)
  select %(organisation_id)s, id, 1, %(key)s, 'citizen', null, 'message', %(text)s, %(arrived_at)s
  from opened where is_new and %(numbered)s = 1
)
select id, is_new from opened
"""
"""Keep a contact and its first message (`numbered` is 1 with one, 0 without). The same `key` again, even at the same time, returns the
contact opened first: the row that was there is locked by the conflict, and shows by its `xmax`."""

LOCK_CONTACTS = """
select id from contacts_contact where organisation_id = %(organisation_id)s and id = any(%(contacts)s::uuid[])
order by id for no key update
"""
"""Before `ADD_MESSAGES`, as a statement of its own: what the next one reads is then what the last writer left."""

ADD_MESSAGES = """
with given as materialized (
  select given.*, contact.state, contact.owner, contact.last_number, known.number as known_number, known.created_at as known_at
  from unnest(%(contacts)s::uuid[], %(keys)s::uuid[], %(authors)s::text[], %(agents)s::bigint[], %(kinds)s::text[],
    %(texts)s::text[], %(answers)s::text[]) with ordinality as given(contact_id, key, author, agent_id, kind, text, answer, place)
  left join lateral (
    select state, agent_id as owner, last_number from contacts_contact
    where organisation_id = %(organisation_id)s and id = given.contact_id limit 1) as contact on true
  left join lateral (
    select number, created_at from contacts_message
    where contact_id = given.contact_id and key = given.key limit 1) as known on true
), fresh as materialized (
  select given.*, last_number + row_number() over (partition by contact_id order by place) as number
  from (select distinct on (contact_id, key) * from given order by contact_id, key, place) as given
  where known_number is null
    and case author
      when 'citizen' then state in ('waiting', 'offered', 'assigned', 'interrupted', 'asked', 'merged')
      when 'agent' then owner = agent_id and (state in ('assigned', 'interrupted', 'asked') or kind = 'note' and state = 'wrapping_up')
      else state is not null end
), stored as (
  insert into contacts_message (organisation_id, contact_id, number, key, author, agent_id, kind, text, answer, created_at)
  select %(organisation_id)s, contact_id, number, key, author, agent_id, kind, text, answer::jsonb, now() from fresh
  returning contact_id, key, number, created_at
), counted as (
  update contacts_contact contact
  set last_number = latest.number
  from (select contact_id, max(number) as number from fresh group by contact_id) as latest
  where contact.organisation_id = %(organisation_id)s and contact.id = latest.contact_id
), told as materialized (
  select pg_notify('guichet_messages', string_agg(concat_ws(':', %(organisation_id)s, contact_id, number), ' ' order by number))
  from stored having count(*) > 0
)
select place, coalesce(stored.number, known_number),
  (extract(epoch from coalesce(stored.created_at, known_at)) * 1000)::bigint, known_number is null, state, owner
from given left join stored using (contact_id, key)
where (select count(*) from told) >= 0
order by place
"""
"""Number and store messages of one organisation, each only when its author may still speak: seven arrays of equal length `contacts`, `keys`,
`authors`, `agents` (null but for agents), `kinds`, `texts`, `answers` (the JSON of a `GivenAnswer`, mostly null), at most `MOST_MESSAGES`.

Returns for each, in order: its place (from 1), its number and instant in ms (null: it was refused), whether it is new, and the
contact's state and owner (null: there is no such contact). A key already used in the contact returns the first message. One NOTIFY tells
all of them."""

MOST_MESSAGES = 100
"""So that the payload of the one NOTIFY stays under PostgreSQL's 8,000 bytes."""

ATTACHMENT = """case when kind = 'file' then (
  select json_build_object('id', file.id, 'name', file.name, 'type', file.media_type, 'size', file.size)::text
  from contacts_file file where file.contact_id = message.contact_id and file.key = message.key) end"""
"""In a statement that reads `contacts_message message`: its file, found only for the lines that have one."""

LIST_MESSAGES = f"""
select contact_id, number, author, kind, text, (extract(epoch from created_at) * 1000)::bigint, agent_id, key, {ATTACHMENT}, answer::text
from contacts_message message where organisation_id = %(organisation_id)s and contact_id = any(%(contacts)s::uuid[])
order by contact_id, number
"""  # noqa: S608 - parts of our own

LIST_MESSAGES_SINCE = f"""
select message.contact_id, message.number, author, kind, text, (extract(epoch from created_at) * 1000)::bigint, agent_id, key,
  {ATTACHMENT}, answer::text
from unnest(%(contacts)s::uuid[], %(numbers)s::int[]) as reached(contact_id, number)
join contacts_message message on message.contact_id = reached.contact_id and message.number > reached.number
where message.organisation_id = %(organisation_id)s
order by message.contact_id, message.number limit %(limit)s
"""  # noqa: S608 - parts of our own
"""What was said after the number reached in each contact: a follower misses nothing."""

GET_STANDING = """
select state, agent_id, offered_to, queue_id, reason_id, language, territory_id from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s
"""
"""Where a contact stands, for the checks of a door."""

CARD = """
select contact.id, contact.channel, contact.state, contact.queue_id, contact.reason_id, contact.language, contact.territory_id,
  contact.written_in, contact.citizen_name, (extract(epoch from contact.arrived_at) * 1000)::bigint,
  (extract(epoch from contact.offered_until) * 1000)::bigint, (extract(epoch from contact.wrap_up_until) * 1000)::bigint,
  contact.why::text, exists (
    select from contacts_contact lower
    where lower.organisation_id = contact.organisation_id and lower.into_id = contact.id and lower.state = 'merged'),
  case contact.channel when 'callback' then (
    select json_build_object('number', callback.number, 'wanted_from', (extract(epoch from wanted_from) * 1000)::bigint,
      'attempts', attempts, 'relay', coalesce(relay.name, ''), 'relay_number', coalesce(relay.number, ''))
    from contacts_callback callback
    left join calls_relayedcall through on through.contact_id = callback.contact_id
    left join calls_relayservice relay on relay.organisation_id = through.organisation_id and relay.id = through.relay_id
    where callback.contact_id = contact.id) when 'message' then (
    select json_build_object('number', number, 'by_mail', email <> '', 'promised_at', (extract(epoch from promised_at) * 1000)::bigint + contact.put_off_ms)
    from contacts_reply_address where contact_id = contact.id) when 'email' then (
    select json_build_object('address', address, 'subject', subject, 'verification', verification, 'is_forged', is_forged,
      'promised_at', (extract(epoch from promised_at) * 1000)::bigint + contact.put_off_ms)
    from correspondence_exchange where contact_id = contact.id) when 'letter' then (
    select json_build_object('pages', pages, 'certainty', certainty, 'doubts', doubts, 'sender', sender, 'email', email,
      'telephone', telephone, 'file_numbers', file_numbers, 'written_on', coalesce(written_on::text, ''),
      'is_checked', checked_at is not null, 'answer_by', answer_by, 'due_at', (extract(epoch from due_at) * 1000)::bigint + contact.put_off_ms,
      'is_acknowledged', acknowledged_at is not null, 'posting', (
        select state from letters_posting where contact_id = contact.id order by prepared_at desc limit 1))
    from letters_letter where contact_id = contact.id) end,
  case contact.state when 'asked' then (
    select json_build_object('key', asked.key, 'labels', asked.labels, 'since', (extract(epoch from asked_at) * 1000)::bigint,
      'until', (extract(epoch from until) * 1000)::bigint, 'is_put_off', due_at is not null)
    from contacts_asking asking join directory_askingreason asked on asked.id = asking.reason_id
    where asking.contact_id = contact.id order by asked_at desc limit 1) end,
  case when contact.channel in ('voice', 'callback') then (
    select kind from contacts_real_time_text where contact_id = contact.id) end,
  queue.key, queue.labels, reason.key, reason.labels, (
    select json_agg(json_build_array(part.contact, part.key, part.labels, part.numbers) order by part.contact) from (
      select line.taken_id as contact, about.key, about.labels, array_agg(line.number order by line.number) as numbers
      from contacts_taken_line line
      join contacts_contact taken on taken.organisation_id = line.organisation_id and taken.id = line.taken_id
        and not (taken.state = 'merged' and taken.into_id = line.origin_id)
      join directory_reason about on about.organisation_id = taken.organisation_id and about.id = taken.reason_id
      where line.organisation_id = contact.organisation_id and line.origin_id = contact.id
      group by 1, 2, 3) as part), (
    select json_build_array(origin.id, about.key, about.labels, (extract(epoch from origin.arrived_at) * 1000)::bigint)
    from contacts_taken_line line
    join contacts_contact origin on origin.organisation_id = line.organisation_id and origin.id = line.origin_id
    join directory_reason about on about.organisation_id = origin.organisation_id and about.id = origin.reason_id
    where line.organisation_id = contact.organisation_id and line.taken_id = contact.id limit 1)
from contacts_contact contact
join directory_queue queue on queue.organisation_id = contact.organisation_id and queue.id = contact.queue_id
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
where contact.organisation_id = %(organisation_id)s
"""

FIND_PROMISE = """
select (case
  when channel = 'message' then (select promised_at from contacts_reply_address where contact_id = contact.id)
  when channel = 'email' then (select promised_at from correspondence_exchange where contact_id = contact.id)
  when channel in ('sms', 'social') then (select promised_at from messaging_talk where contact_id = contact.id)
  when channel = 'letter' then (select due_at from letters_letter where contact_id = contact.id) end)
  + put_off_ms * interval '1 millisecond'
from contacts_contact contact where organisation_id = %s and id = %s
"""
"""Until when an answer is promised in a contact; null where nobody can say."""

GET_CARD = f"{CARD} and contact.id = %(contact)s and (contact.agent_id = %(agent)s or contact.offered_to = %(agent)s)"
"""A contact as the agent sees whose it is; nothing when it is not his."""

LIST_CARDS = f"""{CARD} and contact.closed_at is null and (contact.agent_id = %(agent)s or contact.offered_to = %(agent)s)
order by contact.arrived_at
"""
"""What an agent has in hand or ringing."""

LIST_MESSAGES_OF_CARDS = f"""
select message.contact_id, message.number, author, kind, text, (extract(epoch from message.created_at) * 1000)::bigint,
  message.agent_id, message.key, {ATTACHMENT}, answer::text
from contacts_message message join contacts_contact contact
  on contact.organisation_id = message.organisation_id and contact.id = message.contact_id
where contact.organisation_id = %(organisation_id)s and contact.closed_at is null
  and (contact.agent_id = %(agent)s or contact.offered_to = %(agent)s)
order by message.contact_id, message.number
"""  # noqa: S608 - parts of our own

GET_PRESENCE = """
select agent.name, presence.presence, presence.reason, (extract(epoch from presence.since) * 1000)::bigint
from directory_agent agent left join contacts_presence presence on presence.agent_id = agent.id
where agent.organisation_id = %(organisation_id)s and agent.id = %(agent)s
"""

SEE_DESKS = """
insert into contacts_desk (organisation_id, agent_id, seen_at)
select %(organisation_id)s, agent_id, now() from unnest(%(agents)s::bigint[]) as agent_id order by agent_id
on conflict (agent_id) do update set seen_at = excluded.seen_at
"""
"""The screens of these agents were heard just now."""

GET_CONVERSATION = """
select state, (extract(epoch from arrived_at) * 1000)::bigint, why::text, language, seq from contacts_contact
where organisation_id = %(organisation_id)s and id = %(contact)s
"""

KEEP_WRAP_UP = """
insert into contacts_wrapup (organisation_id, contact_id, agent_id, reason_id, outcome, note, created_at)
select %(organisation_id)s, id, %(agent)s, %(reason)s, %(outcome)s, %(note)s, now() from contacts_contact
where organisation_id = %(organisation_id)s and id = %(contact)s and agent_id = %(agent)s and state in ('wrapping_up', 'closed')
on conflict (contact_id) do update set reason_id = excluded.reason_id, outcome = excluded.outcome, note = excluded.note
"""
"""Keep what its owner says at the end. Said again, the last one holds."""

FIND_FILE_SENT = """
select message.number, (extract(epoch from message.created_at) * 1000)::bigint, file.id, file.name, file.media_type, file.size
from contacts_file file join contacts_message message on message.contact_id = file.contact_id and message.key = file.key
where file.organisation_id = %(organisation_id)s and file.contact_id = %(contact)s and file.key = %(key)s
"""
"""A file sent before under this key, with its line."""

GET_ROOM_FOR_FILES = """
select contact.state, contact.agent_id, file.many, file.together
from contacts_contact contact cross join lateral (
  select count(*), coalesce(sum(size), 0) from contacts_file where contact_id = contact.id) as file(many, together)
where contact.organisation_id = %(organisation_id)s and contact.id = %(contact)s
"""
"""Where a contact stands, and how many files and bytes it holds."""

ADD_FILE = """
insert into contacts_file (organisation_id, id, contact_id, key, name, media_type, size, created_at)
values (%(organisation_id)s, %(file)s, %(contact)s, %(key)s, %(name)s, %(media_type)s, %(size)s, now())
on conflict (contact_id, key) do nothing
"""
ADD_FILE_PART = """
insert into contacts_file_part (organisation_id, file_id, place, content)
values (%(organisation_id)s, %(file)s, %(place)s, %(content)s)
"""
FIND_FILE = f"""
select file.name, file.media_type, file.size, {ANSWERED_BY}
from contacts_file file join contacts_contact contact on contact.id = file.contact_id
where file.organisation_id = %(organisation_id)s and file.contact_id = %(contact)s and file.id = %(file)s
"""  # noqa: S608 - parts of our own
"""A file of a contact, and who owns or last owned the contact, or what it joined."""

GET_FILE_PART = """
select content from contacts_file_part
where organisation_id = %(organisation_id)s and file_id = %(file)s and place = %(place)s
"""

GET_WAY = """
select queue_id, state, channel from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s
"""
IN_LINE = f"""
from contacts_contact
where organisation_id = %(organisation_id)s and closed_at is null and state in ('waiting', 'offered') and queue_id = %(queue)s
  and channel in ({LIVE_CHANNELS}) and not (channel = 'callback' and exists (
    select from contacts_callback promised where promised.contact_id = contacts_contact.id and promised.wanted_from > now()))
"""
"""Those who wait now: a call promised for later stands in nobody's way until its hour."""
COUNT_WAITING = f"select count(*) {IN_LINE}"
LIST_LINE = f"select id::text {IN_LINE} order by rank_at, id"

LIST_ANSWERS = f"""
select (extract(epoch from first_answer_at) * 1000)::bigint from (
  select queue_id, channel, first_answer_at from contacts_contact
  where organisation_id = %(organisation_id)s and id >= %(since)s::uuid order by id desc limit 2000) as recent
where queue_id = %(queue)s and channel in ({LIVE_CHANNELS}) and first_answer_at is not null order by 1 desc limit 20
"""  # noqa: S608 - parts of our own
"""The latest first answers among the contacts of a queue that arrived since: ids hold the time of arrival, so no index is needed."""

LEAVES_BY = """(select choice.channel from contacts_answer_channel choice
    where choice.organisation_id = message.organisation_id and choice.contact_id = message.contact_id and choice.number < message.number
    order by choice.number desc limit 1)"""
"""By which channel a `message` leaves; null: by its contact's own."""

LIST_UNTOLD = f"""
select address.contact_id, max(message.number)
from contacts_reply_address address
join contacts_contact contact on contact.organisation_id = address.organisation_id and contact.id = address.contact_id
join contacts_message message on message.organisation_id = address.organisation_id and message.contact_id = address.contact_id
  and message.number > address.told_number
where address.organisation_id = %(organisation_id)s and address.email <> '' and contact.last_number > address.told_number
  and message.author = 'agent' and message.kind in ('message', 'file')
  and coalesce({LEAVES_BY}, contact.channel) = contact.channel
group by 1 having max(message.created_at) < %(until)s order by 1 limit 200
"""  # noqa: S608 - parts of our own
"""Messages left that were answered since their citizen was told by mail, each with the number of its last answer; none that is younger
than `until`, to which another may follow."""
