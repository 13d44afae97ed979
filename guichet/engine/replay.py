"""Reading the journal again through the router: the same inputs at the same instants must give the same decisions, bit for bit."""

import time
from collections.abc import Iterator
from typing import cast

import msgspec
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Instant
from guichet.engine.connections import Connection, connect
from guichet.engine.replica import PAGE, repeat
from guichet.engine.reports import Check, Report
from guichet.engine.snapshots import RouterMaker, Snapshottable, make_router, state_decoder, state_encoder
from guichet.records.directory.models import Organisation
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import LIST_ENTRIES
from guichet.records.journal.words import Entry, Seq, Step, encoder

SNAPSHOTS = "select seq, state from journal_snapshot where organisation_id = %s order by seq"
FIRST = "select min(seq) from journal_entry where organisation_id = %s"


def run_replay(slug: str | None = None, *, check: bool = True) -> Report:
    """Replay every organisation, or one. Without `check` nothing is compared: it shows how long a rebuild takes."""
    return Report({known: replay(organisation_id, check=check) for known, organisation_id in list_organisations(slug)})


def list_organisations(slug: str | None) -> list[tuple[str, int]]:
    """Return slugs and ids of all organisations, or of the one that is named."""
    chosen = Organisation.objects.filter(**({} if slug is None else {"slug": slug}))
    return [(organisation.slug, organisation.pk) for organisation in chosen.order_by("slug")]


def replay(organisation_id: int, *, check: bool = True, maker: RouterMaker = make_router) -> list[Check]:
    """Live the journal again, from its beginning or from the oldest snapshot that reaches what is left of it."""
    numbers = Check("-", _("numbers follow one another and time never goes back"))
    decisions = Check("-", _("every decision is the one that is written, bit for bit"))
    snapshots = Check("-", _("every snapshot is the router as the journal makes it"))
    began = time.perf_counter()
    with connect("replay", organisation_id) as connection:
        kept = {Seq(int(str(seq))): bytes(cast(bytes, state)) for seq, state in connection.execute(SNAPSHOTS, [organisation_id])}
        seq, router = begin(connection, organisation_id, kept, maker)
        at = Instant(0)
        try:
            for entry, body in read(connection, organisation_id, seq):
                decided = repeat(router, entry)
                if check:
                    compare(entry, body, Step(decisions=tuple(decided), input=entry.step.input), decisions)
                    compare_numbers(entry, seq, at, numbers)
                    compare_snapshot(entry.seq, router, kept, snapshots)
                seq, at = entry.seq, entry.at
                decisions.looked_at += 1
        except msgspec.DecodeError as error:
            decisions.offending.append(f"unreadable after {seq}: {error}")
    seconds = time.perf_counter() - began
    decisions.promise += f", {seconds:.1f} s" if check else f" (not compared, {seconds:.1f} s)"
    return [numbers, decisions, snapshots]


def begin(connection: Connection, organisation_id: int, kept: dict[Seq, bytes], maker: RouterMaker) -> tuple[Seq, Snapshottable]:
    """Return the router before the first entry that is left, with the number before it."""
    row = connection.execute(FIRST, [organisation_id]).fetchone()
    first = int(str(row[0])) if row and row[0] is not None else 1
    if first == 1:
        return Seq(0), maker(None)
    start = min(seq for seq in kept if seq >= first - 1)
    return start, maker(state_decoder.decode(kept[start]))


def read(connection: Connection, organisation_id: int, since: Seq) -> Iterator[tuple[Entry, str]]:
    """Yield entries after `since`, each with its body as it is stored."""
    while True:
        names = {"organisation_id": organisation_id, "since": since, "limit": PAGE}
        rows = connection.execute(LIST_ENTRIES, names, binary=True, prepare=True).fetchall()
        for entry, row in zip(read_entries(rows), rows, strict=True):
            yield entry, str(row[-1])
            since = entry.seq
        if len(rows) < PAGE:
            return


def compare(entry: Entry, body: str, step: Step, check: Check) -> None:
    if encoder.encode(step).decode() != body:
        check.offending.append(f"{entry.seq} ({entry.kind})")


def compare_numbers(entry: Entry, before: Seq, at: Instant, check: Check) -> None:
    check.looked_at += 1
    if entry.seq != before + 1 or entry.at < at:
        check.offending.append(f"{entry.seq} after {before}")


def compare_snapshot(seq: Seq, router: Snapshottable, kept: dict[Seq, bytes], check: Check) -> None:
    if seq in kept:
        check.looked_at += 1
        if state_encoder.encode(router.snapshot()) != kept[seq]:
            check.offending.append(str(seq))
