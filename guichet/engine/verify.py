"""The rules of the counter, checked on what the database holds: the journal, the rows that show it, and what was accepted."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from guichet.decisions.routing.decisions import Assigned, Offered
from guichet.decisions.routing.inputs import ReservesConfigured
from guichet.decisions.routing.words import ContactId
from guichet.engine.connections import Connection, connect
from guichet.engine.ledger import Ledger
from guichet.engine.replay import list_organisations
from guichet.engine.replica import Replica, list_entries
from guichet.engine.reports import Check, Report
from guichet.records.contacts.projections import Changes
from guichet.records.journal.words import Seq

PLACED = """
select id::text from contacts_contact where organisation_id = %s and not case state
  when 'waiting' then agent_id is null and offered_to is null
  when 'offered' then agent_id is null and offered_to is not null and offered_until is not null
  when 'assigned' then agent_id is not null and offered_to is null
  when 'interrupted' then agent_id is not null and offered_to is null
  when 'asked' then agent_id is not null and offered_to is null
  when 'merged' then agent_id is null and offered_to is null and into_id is not null and closed_at is null
  when 'wrapping_up' then agent_id is not null and offered_to is null and wrap_up_until is not null
  else offered_to is null and closed_at is not null end
"""
CONTACTS = """
select id::text, state, case when closed_at is null then agent_id end, offered_to, (extract(epoch from offered_until) * 1000)::bigint,
  (extract(epoch from wrap_up_until) * 1000)::bigint, step, seq, (extract(epoch from rank_at) * 1000)::bigint
from contacts_contact where organisation_id = %s and seq > 0
"""
PRESENCES = "select agent_id, presence, reason from contacts_presence where organisation_id = %s"
LOST = """
select k.input_id::text from journal_key k where k.organisation_id = %(o)s and k.posted_at < now() - interval '5 seconds'
  and not exists (select from journal_inbox i where i.organisation_id = %(o)s and i.id = k.inbox_id)
  and not exists (select from journal_aside a where a.organisation_id = %(o)s and a.inbox_id = k.inbox_id)
  and k.input_id not in (select input_id from journal_entry where organisation_id = %(o)s and input_id is not null)
"""
TWICE = """
select input_id::text from journal_entry where organisation_id = %s and input_id is not null group by input_id having count(*) > 1
"""
UNHEARD = """
select id::text from contacts_contact c where organisation_id = %(o)s and seq = 0 and arrived_at < now() - interval '1 minute'
  and not exists (select from journal_inbox where organisation_id = %(o)s)
  and not exists (select from journal_aside where organisation_id = %(o)s)
"""
ASIDE = "select inbox_id::text from journal_aside where organisation_id = %s"


def run_verify(slug: str | None = None) -> Report:
    """Check every organisation, or one."""
    return Report({known: verify(organisation_id) for known, organisation_id in list_organisations(slug)})


def verify(organisation_id: int) -> list[Check]:
    """Return all checks. They see one instant of the database, whatever the engine writes meanwhile."""
    with connect("verify", organisation_id) as connection:
        connection.execute("set statement_timeout = 0")
        connection.execute("set enable_hashjoin = on")
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            ledger, changes = Ledger(), Changes()
            for entry in list_entries(connection, organisation_id, Seq(0)):
                ledger.take(entry)
                changes.add(entry.step.decisions, entry.at, entry.seq)
            replica = Replica(organisation_id)
            replica.catch_up(connection)
            return sorted(
                [
                    *ledger.checks,
                    look_up(connection, organisation_id, "R1", _("every row says one owner, one offer, or none"), PLACED),
                    check_rows(connection, organisation_id, ledger, changes),
                    check_router(connection, organisation_id, replica),
                    check_nobody_waits(replica),
                    *check_accepted(connection, organisation_id),
                ],
                key=lambda check: (len(check.rule), check.rule),
            )


def look_up(connection: Connection, organisation_id: int, rule: str, promise: str, statement: str) -> Check:
    """A check whose statement returns what breaks the promise."""
    check = Check(rule, promise, looked_at=1)
    parameters = {"o": organisation_id} if "%(o)s" in statement else [organisation_id]
    check.offending = [str(row[0]) for row in connection.execute(statement, parameters)]
    return check


def check_nobody_waits(replica: Replica) -> Check:
    """Tell the router its reserves again: it then looks at everything anew, and finds nobody to offer, because it left nobody waiting."""
    check = Check("R3", _("nobody waits while somebody able and free exists"), looked_at=1)
    same = ReservesConfigured(reserves=replica.router.snapshot().reserves)
    for decision in replica.router.receive(same, replica.at):
        if isinstance(decision, Offered | Assigned):
            check.offending.append(str(decision.contact))
    return check


def check_rows(connection: Connection, organisation_id: int, ledger: Ledger, changes: Changes) -> Check:
    """Rows rebuilt from the journal are the rows that are stored. Only contacts whose arrival is still in the journal can be rebuilt."""
    check = Check("R7", _("contacts rebuilt from the journal are those that are shown"))
    for row in connection.execute(CONTACTS, [organisation_id]):
        contact, state, agent, offered_to, offered_until, wrap_up_until, step, seq, rank_at = row
        change = changes.contacts.get(ContactId(str(contact)))
        if change is None or change.id not in ledger.accounts or change.state is None:
            continue
        check.looked_at += 1
        owner = None if change.closed_at is not None else change.agent_id
        rebuilt = (
            change.state,
            owner,
            change.offered_to,
            change.offered_until,
            change.wrap_up_until,
            change.step,
            change.seq,
            change.rank_at,
        )
        if rebuilt != (state, agent, offered_to, offered_until, wrap_up_until, step, seq, rank_at):
            check.offending.append(str(contact))
    return check


def check_router(connection: Connection, organisation_id: int, replica: Replica) -> Check:
    """What a restart would begin with is what was before: holdings, wrap-ups, presences and the reasons of pauses."""
    check = Check("R8", _("waiting, wrap-up, pauses and their reasons survive a restart"))
    state = replica.router.snapshot()
    known = {(str(UUID(record.id)), record.state.value, record.agent) for record in state.contacts}
    shown = {
        (str(row[0]), str(row[1]), cast(int | None, row[2] or row[3]))
        for row in connection.execute(CONTACTS, [organisation_id])
        if row[1] not in ("closed", "withdrawn", "turned_away")
    }
    said = {(agent.profile.agent, agent.presence.value, agent.reason) for agent in state.agents}
    stored = {(cast(int, row[0]), str(row[1]), row[2]) for row in connection.execute(PRESENCES, [organisation_id])}
    check.looked_at = len(shown) + len(stored)
    check.offending = [*(str(each) for each in shown ^ known), *(str(each) for each in stored - {*said})]
    return check


def check_accepted(connection: Connection, organisation_id: int) -> list[Check]:
    lost = look_up(connection, organisation_id, "R16", _("whatever was accepted waits, is journalled or is set aside"), LOST)
    twice = look_up(connection, organisation_id, "R16", _("nothing is journalled twice"), TWICE)
    unheard = look_up(connection, organisation_id, "R16", _("every contact reached the router"), UNHEARD)
    aside = look_up(connection, organisation_id, "R16", _("nothing is set aside"), ASIDE)
    return [lost, twice, unheard, aside]
