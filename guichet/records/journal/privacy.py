"""What this room holds about people: nothing. Facts carry ids and codes only (`words.encode_input` refuses free text)."""

from guichet.records.journal.models import Aside, Entry, Inbox, Key, Leader, Snapshot
from guichet.records.privacy import declare

declare(Inbox, "id organisation_id input_id kind body posted_at")
declare(Key, "organisation_id input_id inbox_id posted_at")
declare(Aside, "organisation_id inbox_id input_id kind body posted_at reason set_aside_at")
declare(Entry, "organisation_id seq at_ms recorded_at input_id kind body")
declare(Leader, "organisation_id epoch seq since")
declare(Snapshot, "organisation_id seq state made_at")
