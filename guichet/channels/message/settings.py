"""How much one address may leave, and one message hold. A town hall's own computers share an address."""

from guichet.doors.limits import Allowance

MESSAGES_OF_AN_ADDRESS = Allowance(burst=20, per_second=1 / 20)
FILES_OF_A_CONTACT = Allowance(burst=10, per_second=0.2)
FILES_AT_ONCE = 3
