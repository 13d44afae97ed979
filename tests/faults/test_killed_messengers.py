"""Workers die by SIGKILL around an SMS: what came is one contact, what an agent said is sent once or not at all, and says which."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from guichet.channels.sms.tests.smscs import Smsc, make_deliver, running
from guichet.channels.sms.tests.test_smpp import make_smpp_office, wait_for
from guichet.records.contacts.models import Contact
from guichet.records.messaging.intake import take_in_late
from guichet.records.messaging.models import Incoming, Outgoing
from guichet.records.messaging.sending import LOST, settle_lost
from guichet.records.messaging.tests.houses import Office
from tests.faults.processes import LONGEST, Processes

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture
def smsc() -> Iterator[Smsc]:
    with running() as smsc:
        yield smsc
    connections.close_all()


@pytest.fixture
def office(workers: Processes, smsc: Smsc) -> Office:  # noqa: ARG001 - their database
    return make_smpp_office(smsc.port)


@pytest.mark.parametrize(
    ("point", "is_confirmed", "kept"),
    [("sms:before-confirming", False, 1), ("messaging:before-commit", True, 1), ("messaging:after-commit", True, 1)],
)
def test_a_message_is_one_contact_when_its_worker_dies_at(
    point: str, is_confirmed: bool, kept: int, office: Office, workers: Processes, smsc: Smsc
) -> None:
    doomed = workers.start(point)
    wait_for(smsc.bound.is_set, LONGEST)
    smsc.deliver(b"Ou en est mon dossier ?", sequence=4)
    workers.wait_for_death(doomed, point)
    assert Incoming.objects.count() == kept
    assert smsc.answers.empty() != is_confirmed
    wait_for(lambda: not smsc.bound.is_set(), LONGEST)
    workers.start()
    wait_for(smsc.bound.is_set, LONGEST)
    if not is_confirmed:
        smsc.deliver(b"Ou en est mon dossier ?", sequence=1)
        assert smsc.await_answer(LONGEST) == (1, 0)
    take_in_late(office.organisation.pk, timezone.now() + timedelta(minutes=1))
    wait_for(lambda: Contact.objects.filter(channel="sms").count() == 1, LONGEST)
    assert Contact.objects.get(channel="sms").messages.get().text == "Ou en est mon dossier ?"


@pytest.mark.parametrize(("point", "sent"), [("messaging:before-sending", 0), ("messaging:before-recording", 1)])
def test_an_answer_is_never_sent_twice_when_its_worker_dies_at(
    point: str, sent: int, office: Office, workers: Processes, smsc: Smsc
) -> None:
    contact = office.take_up(office.receive(make_deliver(b"Bonjour", sequence=0)).contact_id)
    outgoing = office.say(contact)
    doomed = workers.start(point)
    workers.wait_for_death(doomed, point)
    wait_for(lambda: not smsc.bound.is_set(), LONGEST)
    workers.start()
    wait_for(smsc.bound.is_set, LONGEST)
    for _ in range(2):
        settle_lost(office.organisation.pk, timezone.now() + LOST + timedelta(seconds=1))
    later = office.say(contact, "La suite.")
    Outgoing.objects.filter(pk=outgoing.pk).update(tried_at=timezone.now() - 2 * LOST)
    wait_for(lambda: Outgoing.objects.get(pk=later.pk).state == "sent", LONGEST)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.attempts, len(smsc.submits)) == ("uncertain", 1, sent + 1)
    assert len(office.list_notes(contact)) == 1
