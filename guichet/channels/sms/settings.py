"""How much goes out and comes in at once. Whoever hands messages over waits and comes again: nothing is lost by a bound."""

MOST_TEXT = 1_000
"""Characters of one message: fifteen segments in the long alphabet, paid for each."""
WINDOW = 10
"""Messages that an SMSC may have in hand unanswered."""
LARGEST_PDU = 70_000
"""Bytes: a payload may hold 64 KiB (SMPP 3.4, 5.3.2.32)."""
CONNECT_SECONDS = 10
ANSWER_SECONDS = 30.0
"""A message that is not answered by then is uncertain (SMPP 3.4, 7.2)."""
IDLE_SECONDS = 30.0
"""After so much silence the other side is asked whether it is there."""
LINK_SECONDS = 10.0
LOOK_SECONDS = 1.5
"""Between two looks for what is to go out."""
READ_SECONDS = 0.25
LONGEST_PAUSE = 60
"""Seconds, when the other side asks for a slower pace again and again."""
MOST_PACES = 10
LARGEST_BODY = 64 * 1024
GATEWAY_SECONDS = 15.0
WORDS_OF_AN_ADDRESS = 200
