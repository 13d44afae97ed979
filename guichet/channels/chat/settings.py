"""How much one citizen, and one address, may ask of the chat. A town hall's own computers share an address."""

from guichet.doors.limits import Allowance

MESSAGES_OF_A_CONTACT = Allowance(burst=20, per_second=1)
SIGNS_OF_A_CONTACT = Allowance(burst=20, per_second=5)
"""Who is seen while he writes tells of it three times a second."""
OPENINGS_OF_AN_ADDRESS = Allowance(burst=60, per_second=2)
OPENINGS_OF_THE_HOUSE = Allowance(burst=10, per_second=1)
FILES_OF_A_CONTACT = Allowance(burst=10, per_second=0.2)
FILES_AT_ONCE = 3
WAITS_OF_A_CONTACT = Allowance(burst=10, per_second=0.2)
TRANSCRIPTS_OF_A_CONTACT = Allowance(burst=3, per_second=1 / 600)
TRANSCRIPTS_OF_AN_ADDRESS = Allowance(burst=20, per_second=1 / 60)
TURNS_OF_A_SCRIPT = Allowance(burst=20, per_second=1)
TURNS_OF_AN_ADDRESS = Allowance(burst=200, per_second=5)
READS_OF_AN_ADDRESS = Allowance(burst=200, per_second=20)
STREAMS_OF_A_CONTACT = 6
PASS_SECONDS = 30 * 24 * 3600
