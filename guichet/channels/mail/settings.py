"""How much comes in at once. Whoever hands mails over waits and comes again: nothing is lost by a bound."""

MOST_SESSIONS = 50
"""Sessions of LMTP at once; another is told to come again (421)."""
MOST_RECIPIENTS = 20
"""Of one mail in one session; the others follow in the next (452)."""
MOST_AT_ONCE = 2
"""Mails that are stored and read at the same time: as many as there are cores to read them."""
SESSION_SECONDS = 300
LONGEST_LINE = 4_000_000
"""Bytes: a line has no end of its own in a hostile mail."""
REMEMBERED_SECONDS = 5.0
"""For how long a recipient that was found is not looked for again."""
IDLE_SECONDS = 240
"""A connection that waits for mail is begun anew before the server closes it (RFC 2177: 29 minutes; networks forget sooner)."""
POLL_SECONDS = 30
"""Between two looks at a mailbox whose server cannot tell."""
FETCHED_AT_ONCE = 50
LOOK_SECONDS = 10.0
"""A new mailbox is followed within this time."""
TRY_AGAIN_SECONDS = 30.0
ANSWER_SECONDS = 30
