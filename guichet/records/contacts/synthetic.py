"""Contacts that the house opens itself, to see what its own doors answer: marked when they arrive, offered to nobody, counted nowhere.

Whoever opens one shows a mark that only the house can sign. It is good for one organisation and for a moment, and opens nothing else.
"""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from guichet.decisions.routing.words import SYNTHETIC
from guichet.records.contacts.models import Contact

MARK = "Guichet-Proof"
"""The header in which the mark is shown."""
PROOF = MARK.lower().encode()
"""The same, as a hot door reads it."""
LIFE = timedelta(minutes=2)
IS_SYNTHETIC = f"contact.why->>'turned_away' = '{SYNTHETIC}'"
"""In a statement."""
signer = TimestampSigner(salt="guichet.contacts.synthetic")


def sign_mark(organisation_id: int) -> str:
    return signer.sign(str(organisation_id))


def read_mark(value: str) -> int | None:
    """The organisation in which the bearer may ask; None when the mark is not one of ours, or old."""
    try:
        return int(signer.unsign(value, max_age=LIFE)) if value else None
    except (BadSignature, ValueError):
        return None


def is_synthetic(contact: Contact) -> bool:
    return bool(contact.why.get("turned_away") == SYNTHETIC)


def remove_synthetic(organisation_id: int) -> int:
    """Remove those that the engine has seen, with all they hold; return how many."""
    seen = Contact.objects.of(organisation_id).filter(state="turned_away", why__turned_away=SYNTHETIC, seq__gt=0)
    count = seen.count()
    seen.delete()
    return count
