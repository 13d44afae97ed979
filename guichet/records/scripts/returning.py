"""Whoever was in a script comes back about the same reason: what he answered goes with him, and it is counted.

That somebody comes back within seven days of a script that had settled his question shows that it had not. The browser, or the widget in
its site, remembers the pass of its last session and shows it; nothing else is known of whoever it is.
"""

from datetime import datetime, timedelta
from uuid import UUID

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Organisation
from guichet.records.scripts.handing_over import give_context
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.passes import read_pass
from guichet.records.scripts.proofs import give_proof
from guichet.records.scripts.reading import read_session
from guichet.records.scripts.runs import make_run
from guichet.records.scripts.words import SessionState

BACK_WITHIN = timedelta(days=7)
LONGEST_PASS = 300
"""Characters; more is none of ours."""


def read_own(organisation_id: int, token: str) -> UUID | None:
    """The session that a pass opens, when it is one of this organisation."""
    opened = read_pass(token[:LONGEST_PASS])
    return opened[1] if opened and opened[0] == organisation_id else None


def note_return(organisation_id: int, earlier: UUID, reason_key: str, now: datetime) -> None:
    """Somebody whose question a script had settled asks about the same reason again: noted once."""
    settled = ScriptSession.objects.of(organisation_id).filter(pk=earlier, reason_key=reason_key, state=SessionState.SETTLED)
    settled.filter(back_at=None, updated_at__gt=now - BACK_WITHIN, updated_at__lte=now).update(back_at=now)


def carry_by_pass(organisation_id: int, token: str, contact_id: ContactId, now: datetime) -> None:
    """`carry_on`, for a door that was shown the pass of the script; one that is none of ours gives nothing."""
    session = read_own(organisation_id, token)
    if session is not None:
        contact = Contact.objects.of(organisation_id).select_related("organisation", "reason").get(pk=UUID(contact_id))
        carry_on(contact.organisation, session, contact, now)


def carry_on(organisation: Organisation, session_id: UUID, contact: Contact, now: datetime) -> None:
    """Give a contact that somebody opened after a script what he answered there (R15). A session under way is handed over with it.

    One that expired, was about another reason, or has a contact already gives nothing more.
    """
    note_return(organisation.pk, session_id, contact.reason.key, now)
    rows = ScriptSession.objects.of(organisation.pk).filter(pk=session_id, expires_at__gt=now, contact=None).exclude(document="")
    row = rows.select_for_update(of=("self",)).select_related("version__script").first()
    if row is None or row.reason_key != contact.reason.key:
        return
    run = make_run(organisation, row, now)
    if row.state == SessionState.OPEN:
        row.state, row.why = SessionState.HANDED_OVER, HandOverReason.ASKED.value
    give_proof(run, contact)
    give_context(run, read_session(row), contact, HandOverReason(row.why) if row.why else None)
    row.contact = contact
    row.save(update_fields=["state", "why", "contact"])
