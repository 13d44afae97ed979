"""The figures follow the journal: a page of entries at a time, what was counted and how far in one commit.

This runs beside the engine, in the process of the jobs, and never on its path. It may stop at any entry and go on anywhere: the place
reached, the contacts under way and the sums are written together.
"""

from collections.abc import Iterable
from typing import cast

import msgspec

from guichet.decisions.routing.decisions import Refused
from guichet.decisions.routing.inputs import ContactArrived
from guichet.decisions.routing.words import ContactId, Instant, QueueId
from guichet.engine.connections import Connection
from guichet.records.figures import statements
from guichet.records.figures.alerts import Standing, judge
from guichet.records.figures.fold import Account, Fold
from guichet.records.figures.queries import encode_cells, read_watchpoints
from guichet.records.figures.words import Subject, get_quarter
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import LIST_ENTRIES
from guichet.records.journal.words import Entry

PAGE = 2_000
account_decoder = msgspec.json.Decoder(Account)
encoder = msgspec.json.Encoder()


def catch_up(connection: Connection, organisation_id: int) -> int:
    """Count everything that was written since, and return how many entries that was."""
    counted = 0
    while (page := count_page(connection, organisation_id)) == PAGE:
        counted += page
    return counted + page


def count_page(connection: Connection, organisation_id: int) -> int:
    """Count the next page; 0 when there is nothing new, or somebody else counts just now."""
    names = {"organisation_id": organisation_id}
    connection.execute(statements.BEGIN_PROGRESS, names)
    with connection.transaction():
        row = connection.execute(statements.LOCK_PROGRESS, names).fetchone()
        if row is None:
            return 0
        seq, commitments = cast(tuple[int, str], row)
        page = {**names, "since": seq, "limit": PAGE}
        entries = read_entries(connection.execute(LIST_ENTRIES, page))
        if entries:
            fold = Fold(
                subjects=load_subjects(connection, organisation_id, entries),
                commitments=msgspec.json.decode(commitments, type=dict[QueueId, int], strict=False),
                accounts=load_accounts(connection, organisation_id, entries),
            )
            for entry in entries:
                fold.take(entry)
            keep(connection, organisation_id, fold, entries[-1])
    return len(entries)


def load_subjects(connection: Connection, organisation_id: int, entries: Iterable[Entry]) -> dict[ContactId, Subject]:
    """What the contacts are about that arrive in these entries."""
    arriving = [entry.step.input.contact for entry in entries if isinstance(entry.step.input, ContactArrived)]
    rows = connection.execute(statements.LOAD_SUBJECTS, {"organisation_id": organisation_id, "contacts": arriving})
    return {ContactId(str(contact)): Subject(int(str(reason)), int(str(territory))) for contact, reason, territory in rows}


def load_accounts(connection: Connection, organisation_id: int, entries: Iterable[Entry]) -> dict[ContactId, Account]:
    """The contacts under way that these entries are about."""
    decisions = (decision for entry in entries for decision in entry.step.decisions if not isinstance(decision, Refused))
    named = {contact for decision in decisions if (contact := getattr(decision, "contact", None))}
    rows = connection.execute(statements.LOAD_ACCOUNTS, {"organisation_id": organisation_id, "contacts": sorted(named)})
    accounts = (account_decoder.decode(str(body)) for (body,) in rows)
    return {account.contact: account for account in accounts}


def keep(connection: Connection, organisation_id: int, fold: Fold, last: Entry) -> None:
    """Write the sums, the contacts under way and the place reached."""
    names = {"organisation_id": organisation_id}
    bodies = {contact: encoder.encode(account).decode() for contact, account in fold.accounts.items()}
    connection.execute(statements.KEEP_ACCOUNTS, {**names, "contacts": list(bodies), "bodies": list(bodies.values())})
    connection.execute(statements.FORGET_ACCOUNTS, {**names, "contacts": sorted(fold.ended)})
    connection.execute(statements.ADD_COUNTS, {**names, "rows": encode_cells(fold.counts)})
    reached = {"seq": last.seq, "at": last.at, "quarter": get_quarter(last.at), "commitments": encoder.encode(fold.commitments).decode()}
    connection.execute(statements.ADVANCE, {**names, **reached})


def watch(connection: Connection, organisation_id: int, now: Instant) -> None:
    """Look at every queue, and raise or end alerts."""
    names = {"organisation_id": organisation_id, "quarter": get_quarter(now)}
    with connection.transaction():
        if connection.execute(statements.LOCK_PROGRESS, names).fetchone() is None:
            return
        standings = [Standing(*row) for row in connection.execute(statements.STAND, names)]  # type: ignore[arg-type]
        known = read_watchpoints(connection.execute(statements.LIST_WATCHPOINTS, names))
        after = judge(known, standings, now)
        if after != known:
            connection.execute(statements.KEEP_WATCHPOINTS, {**names, "rows": encoder.encode(after).decode()})
