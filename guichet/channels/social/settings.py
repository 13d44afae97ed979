"""How much comes and goes at once, and how often a network is looked at."""

from guichet.doors.limits import Allowance

MOST_TEXT = 5_000
"""Characters of one answer, whatever the network; each of them has a bound of its own."""
LARGEST_DELIVERY = 1_000_000
"""Bytes of one webhook; networks bundle, and send again in smaller ones what is refused."""
FORGED_OF_AN_ADDRESS = Allowance(burst=20, per_second=1 / 10)
"""Deliveries with a wrong signature; true ones are not counted."""
BODY_SECONDS = 20.0
LOOK_SECONDS = 10.0
"""A new account is followed within this time."""
POLL_SECONDS = 60.0
"""Between two looks at an account whose stream does not come about, or says nothing."""
STREAM_SECONDS = 15 * 60
"""A stream is begun anew after this time: what a network forgot to tell is then caught up."""
SILENCE_SECONDS = 90
"""A stream says at least that it is alive (Mastodon: every 15 seconds)."""
TRY_AGAIN_SECONDS = 30.0
LONGEST_LINE = 1_000_000
"""Bytes of one line of a stream."""
MOST_READ_AT_ONCE = 20
"""Events of one delivery that the web process reads itself; `work` reads the others within a minute."""
