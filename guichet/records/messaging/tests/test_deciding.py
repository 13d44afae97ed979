"""Of a message that was perhaps sent a person decides once, and whoever answers reads what was decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Message
from guichet.records.directory.models import Account as Person
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.messaging.deciding import leave, list_uncertain, send_again
from guichet.records.messaging.errors import NothingToSendError, NotLeftError, UncertainError
from guichet.records.messaging.models import Outgoing
from guichet.records.messaging.sending import drain, settle_lost
from guichet.records.messaging.tests.carriers import ListCarrier
from guichet.records.messaging.tests.houses import Office
from guichet.records.messaging.tests.test_sending import fail
from guichet.records.messaging.words import OutgoingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(office: Office) -> Person:
    return factories.make_account(office.organisation, Role.ADMINISTRATOR)


@pytest.fixture
def uncertain(office: Office, network: ListCarrier) -> Outgoing:
    """The operator had it, and its answer never came."""
    contact = office.take_up(office.hear().contact_id)
    network.fails, before = fail(UncertainError()), network.fails
    office.say(contact)
    drain(office.organisation.pk, office.account.pk)
    network.fails = before
    return list_uncertain(office.organisation.pk, "sms").get()


def list_notes(outgoing: Outgoing) -> list[str]:
    return list(Message.objects.filter(contact=outgoing.contact, author="system").order_by("number").values_list("text", flat=True))


def test_sent_again_it_leaves_once_more_and_the_agent_is_told(
    office: Office, network: ListCarrier, uncertain: Outgoing, person: Person
) -> None:
    send_again(uncertain, person, timezone.now())
    assert drain(office.organisation.pk, office.account.pk) == 1
    assert [parcel.text for parcel in network.parcels] == ["Votre dossier est complet."]
    assert Outgoing.objects.get(pk=uncertain.pk).state == OutgoingState.SENT
    assert "administrat" in list_notes(uncertain)[-1]
    assert list(AuditEntry.objects.filter(verb="message-sent-again").values_list("subject_id", flat=True)) == [str(uncertain.pk)]


def test_left_it_never_leaves_and_what_it_said_is_forgotten(
    office: Office, network: ListCarrier, uncertain: Outgoing, person: Person
) -> None:
    leave(uncertain, person, timezone.now())
    now = timezone.now() + timedelta(days=1)
    assert (settle_lost(office.organisation.pk, now), drain(office.organisation.pk, office.account.pk)) == (0, 0)
    left = Outgoing.objects.get(pk=uncertain.pk)
    assert (left.state, left.text, network.parcels) == (OutgoingState.LEFT, "", [])


def test_a_second_press_and_a_receipt_that_came_meanwhile_decide_nothing(uncertain: Outgoing, person: Person) -> None:
    send_again(uncertain, person, timezone.now())
    for decide in (send_again, leave):
        with pytest.raises(NotLeftError):
            decide(uncertain, person, timezone.now())
    Outgoing.objects.filter(pk=uncertain.pk).update(state=OutgoingState.DELIVERED)
    with pytest.raises(NotLeftError):
        leave(uncertain, person, timezone.now())


def test_what_was_erased_can_only_be_left(uncertain: Outgoing, person: Person) -> None:
    uncertain.text = ""
    with pytest.raises(NothingToSendError):
        send_again(uncertain, person, timezone.now())


def test_what_is_being_handed_over_is_not_to_be_decided(office: Office, uncertain: Outgoing) -> None:
    Outgoing.objects.filter(pk=uncertain.pk).update(settled_at=None)
    assert not list_uncertain(office.organisation.pk, "sms").exists()
