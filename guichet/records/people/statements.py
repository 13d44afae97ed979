"""Who is one person, and who may be: what `judging` writes down, read back.

`PERSON` begins a statement: `person` are then all citizens that standing judgements tie to those in `own`, which are among them.
"""

TIES = """
select case when tie.citizen_id = tied.citizen_id then tie.other_id else tie.citizen_id end
from {tied} tied join people_judgement tie on tie.organisation_id = %(organisation_id)s and tie.is_same and tie.undone_at is null
  and (tie.citizen_id = tied.citizen_id or tie.other_id = tied.citizen_id)
"""

PERSON = f"""person(citizen_id) as (
  select citizen_id from own union {TIES.format(tied="person")}
)"""  # noqa: S608 - parts of our own

WHOLE_PERSON = f"""
with recursive own as (select %(citizen)s::bigint as citizen_id), {PERSON}
select citizen_id from person order by citizen_id
"""  # noqa: S608 - parts of our own

LIST_ALIKE = f"""
with recursive own as (select %(citizen)s::bigint as citizen_id), {PERSON},
alike as (
  (select other.citizen_id, mine.kind as ground, mine.value, mine.verified_at is not null as is_mine, other.verified_at is not null as is_theirs
  from person join people_contactpoint mine on mine.organisation_id = %(organisation_id)s and mine.citizen_id = person.citizen_id
  join people_contactpoint other on other.organisation_id = mine.organisation_id and other.kind = mine.kind and other.value = mine.value
  where other.citizen_id not in (select citizen_id from person)
  order by other.citizen_id desc limit %(most)s)
  union all
  (select other.citizen_id, 'case', mine.number, false, false
  from person join people_case_number mine on mine.organisation_id = %(organisation_id)s and mine.citizen_id = person.citizen_id
  join people_case_number other on other.organisation_id = mine.organisation_id and other.number = mine.number
  where other.citizen_id not in (select citizen_id from person)
  order by other.citizen_id desc limit %(most)s)
), theirs as materialized (
  select candidate.citizen_id, array(
    with recursive whole(citizen_id) as (select candidate.citizen_id union {TIES.format(tied="whole")}) select citizen_id from whole
  ) as whole from (select distinct citizen_id from alike) as candidate
)
select distinct (select min(each) from unnest(whole) as each), ground, value, is_mine, is_theirs
from alike join theirs using (citizen_id)
where not exists (select from people_judgement judged
  where judged.organisation_id = %(organisation_id)s and not judged.is_same and judged.undone_at is null
    and (judged.citizen_id in (select citizen_id from person) and judged.other_id = any(whole)
      or judged.other_id in (select citizen_id from person) and judged.citizen_id = any(whole)))
"""  # noqa: S608 - parts of our own
"""Who has an address or a case in common with the person, by the first citizen of each; whoever was judged to be somebody else is not."""

LIST_JUDGEMENTS = f"""
with recursive own as (select %(citizen)s::bigint as citizen_id), {PERSON}
select judged.id, judged.is_same, judged.grounds, coalesce(nullif(account.name, ''), account.email),
  (extract(epoch from judged.made_at) * 1000)::bigint
from people_judgement judged join directory_account account on account.organisation_id = judged.organisation_id and account.id = judged.made_by_id
where judged.organisation_id = %(organisation_id)s and judged.undone_at is null
  and (judged.citizen_id in (select citizen_id from person) or judged.other_id in (select citizen_id from person))
order by judged.made_at desc, judged.id desc limit 20
"""  # noqa: S608 - parts of our own
"""The judgements about the person that stand, the latest first."""

CREATE_CITIZEN = """
with citizen as (
  insert into people_citizen (organisation_id, name, language, created_at, last_seen_at)
  values (%(organisation_id)s, %(name)s, %(language)s, now(), %(now)s) returning id
), point as (
  insert into people_contactpoint (organisation_id, citizen_id, kind, value, verified_at)
  select %(organisation_id)s, id, %(kind)s, %(value)s, %(verified_at)s from citizen where %(kind)s <> ''
)
select id from citizen
"""
"""Somebody new, with the address that he gives; `kind` is empty where he gives none. Every written contact asks for it."""
