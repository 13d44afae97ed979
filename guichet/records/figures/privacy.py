"""What this room holds about people: nothing. Sums, and for contacts under way their number, channel, queue, reason and instants."""

from guichet.records.figures.models import Account, Progress, QuarterCount, Watchpoint
from guichet.records.figures.words import COUNTED
from guichet.records.privacy import declare

declare(QuarterCount, f"organisation quarter channel queue reason territory {' '.join(COUNTED)}")
declare(Account, "organisation contact body")
declare(Progress, "organisation seq at_ms sealed_until commitments")
declare(Watchpoint, "organisation kind queue since_ms raised_at_ms calm_since_ms")
