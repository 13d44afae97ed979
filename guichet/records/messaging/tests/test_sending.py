"""What an agent says leaves once; what becomes of it is written down, and told to him when it goes wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.records.contacts.actions import add_note
from guichet.records.contacts.models import Contact
from guichet.records.messaging import sending
from guichet.records.messaging.answering import send_answers
from guichet.records.messaging.errors import NotTakenError, UncertainError
from guichet.records.messaging.models import Account, Outgoing, Receipt
from guichet.records.messaging.quiet import find_end
from guichet.records.messaging.sending import claim, drain, settle_lost, wake
from guichet.records.messaging.tests.carriers import ListCarrier
from guichet.records.messaging.tests.houses import ZOE, Office, make_office
from guichet.records.messaging.words import Features, OutgoingState, Parcel, ReceiptState

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(office: Office) -> Contact:
    return office.take_up(office.hear().contact_id)


def carry(office: Office) -> int:
    return drain(office.organisation.pk, office.account.pk)


def look(outgoing: Outgoing) -> str:
    outgoing.refresh_from_db()
    return outgoing.state


def fail(error: Exception) -> Callable[[Parcel], None]:
    def raise_it(_parcel: Parcel) -> None:
        raise error

    return raise_it


def test_an_answer_leaves_once_to_whoever_asked(office: Office, contact: Contact, network: ListCarrier) -> None:
    outgoing = office.say(contact)
    assert (outgoing.state, outgoing.text) == (OutgoingState.QUEUED, "Votre dossier est complet.")
    assert [carry(office), carry(office)] == [1, 0]
    assert [(parcel.handle, parcel.text, parcel.key) for parcel in network.parcels] == [
        (ZOE, "Votre dossier est complet.", str(outgoing.key))
    ]
    assert (look(outgoing), outgoing.names, outgoing.text) == (OutgoingState.SENT, ["out-1"], "")
    assert send_answers(office.organisation.pk, timezone.now()) == 0


def test_a_note_does_not_leave_and_lines_leave_in_their_order(office: Office, contact: Contact, network: ListCarrier) -> None:
    add_note(contact, uuid4(), office.agent, "à vérifier")
    for text in ("un", "deux", "trois"):
        office.say(contact, text)
    carry(office)
    assert [parcel.text for parcel in network.parcels] == ["un", "deux", "trois"]


def test_one_that_waits_holds_up_only_those_behind_it(office: Office, contact: Contact) -> None:
    first, second = office.say(contact, "un"), office.say(contact, "deux")
    Outgoing.objects.filter(pk=first.pk).update(due_at=timezone.now() + timedelta(hours=1))
    other = office.say(office.take_up(office.hear(handle="+33699999999").contact_id), "ailleurs")
    assert carry(office) == 1
    assert (look(first), look(second), look(other)) == ("queued", "queued", "sent")


@pytest.mark.parametrize("order", [("receipt", "recording"), ("recording", "receipt")])
def test_a_receipt_counts_even_when_it_comes_before_the_sending_is_written_down(
    office: Office, contact: Contact, network: ListCarrier, order: tuple[str, str]
) -> None:
    def hear_receipt(_parcel: Parcel) -> None:
        office.receive({"reference": "out-1", "told": "delivered"})

    outgoing = office.say(contact)
    if order[0] == "receipt":
        network.fails = hear_receipt
        carry(office)
    else:
        carry(office)
        office.receive({"reference": "out-1", "told": "delivered"})
    assert look(outgoing) == OutgoingState.DELIVERED


def test_receipts_twice_late_and_reordered_change_nothing_more(office: Office, contact: Contact) -> None:
    outgoing = office.say(contact)
    carry(office)
    for told in ("delivered", "sent", "failed", "delivered"):
        office.receive({"reference": "out-1", "told": told})
    assert (look(outgoing), Receipt.objects.count()) == (OutgoingState.DELIVERED, 3)
    assert office.list_notes(contact) == []


def test_a_receipt_for_nothing_of_ours_is_kept_and_harmless(office: Office, contact: Contact) -> None:
    outgoing = office.say(contact)
    carry(office)
    office.receive({"reference": "somebody-else", "told": "failed"}, {"reference": "", "told": "failed"})
    assert look(outgoing) == OutgoingState.SENT


def test_a_long_message_is_delivered_once_all_its_pieces_are(office: Office, contact: Contact) -> None:
    outgoing = office.say(contact)
    Outgoing.objects.filter(pk=outgoing.pk).update(state=OutgoingState.SENT, names=["a", "b"])
    office.receive({"reference": "b", "told": "delivered"})
    assert look(outgoing) == OutgoingState.SENT
    office.receive({"reference": "a", "told": "delivered"})
    assert look(outgoing) == OutgoingState.DELIVERED


def test_one_that_did_not_arrive_is_told_to_its_agent_once(office: Office, contact: Contact) -> None:
    outgoing = office.say(contact)
    carry(office)
    for _ in range(2):
        office.receive({"reference": "out-1", "told": "failed"})
    assert (look(outgoing), outgoing.code) == (OutgoingState.FAILED, "17")
    assert len(office.list_notes(contact)) == 1


def test_one_that_did_not_arrive_after_its_contact_was_closed_is_a_contact_that_says_so(office: Office, contact: Contact) -> None:
    outgoing = office.say(contact)
    carry(office)
    office.close(contact.pk)
    for _ in range(2):
        office.receive({"reference": "out-1", "told": "failed"})
    later = Contact.objects.exclude(pk=contact.pk).get()
    assert (look(outgoing), later.state, later.talk.continues_id) == (OutgoingState.FAILED, "waiting", contact.pk)
    assert "n’est pas arrivé" in later.messages.get(number=1).text
    assert office.list_notes(contact) == []


def test_one_that_is_refused_for_good_is_told_and_one_refused_for_now_is_tried_again(
    office: Office, contact: Contact, network: ListCarrier
) -> None:
    network.fails = fail(NotTakenError(permanent=True, reason="unknown-handle"))
    lost = office.say(contact, "un")
    carry(office)
    network.fails = fail(NotTakenError(permanent=False, reason="busy"))
    later = office.say(contact, "deux")
    carry(office)
    assert (look(lost), look(later), later.due_at > timezone.now()) == ("failed", "queued", True)
    assert "n’existe pas" in office.list_notes(contact)[0]
    Outgoing.objects.filter(pk=later.pk).update(attempts=len(sending.WAITS), due_at=timezone.now())
    carry(office)
    assert look(later) == OutgoingState.FAILED


def test_a_pause_that_is_asked_for_is_kept_and_costs_no_attempt(office: Office, contact: Contact, network: ListCarrier) -> None:
    network.fails = fail(NotTakenError(permanent=False, reason=sending.THROTTLED, wait_seconds=60))
    outgoing = office.say(contact)
    assert [carry(office), carry(office)] == [1, 0]
    assert (look(outgoing), outgoing.attempts) == (OutgoingState.QUEUED, 0)
    network.fails = lambda _parcel: None
    Outgoing.objects.update(due_at=timezone.now())
    assert carry(office) == 0
    Account.objects.update(paused_until=timezone.now())
    assert carry(office) == 1


def test_an_unknown_outcome_stays_so_and_a_receipt_decides_it(office: Office, contact: Contact, network: ListCarrier) -> None:
    network.fails = fail(UncertainError(("out-9",)))
    outgoing = office.say(contact)
    assert [carry(office), carry(office)] == [1, 0]
    assert look(outgoing) == OutgoingState.UNCERTAIN
    assert len(office.list_notes(contact)) == 1
    office.receive({"reference": "out-9", "told": "delivered"})
    assert look(outgoing) == OutgoingState.DELIVERED


def test_an_unknown_outcome_is_tried_again_where_the_outside_knows_its_key(office: Office, contact: Contact, network: ListCarrier) -> None:
    network.features = Features(is_repeatable=True)
    network.fails = fail(UncertainError())
    outgoing = office.say(contact)
    carry(office)
    assert look(outgoing) == OutgoingState.QUEUED
    network.fails = lambda _parcel: None
    Outgoing.objects.update(due_at=timezone.now())
    carry(office)
    assert (look(outgoing), network.parcels[0].key) == (OutgoingState.SENT, str(outgoing.key))


@pytest.mark.parametrize(("is_repeatable", "state", "notes"), [(True, "queued", 0), (False, "uncertain", 1)])
def test_what_a_process_that_died_had_in_hand_is_settled(
    office: Office, contact: Contact, network: ListCarrier, is_repeatable: bool, state: str, notes: int
) -> None:
    network.features = Features(is_repeatable=is_repeatable)
    outgoing = office.say(contact)
    assert claim(office.organisation.pk, office.account.pk, timezone.now()) is not None
    assert settle_lost(office.organisation.pk, timezone.now()) == 0
    for _ in range(2):
        settle_lost(office.organisation.pk, timezone.now() + sending.LOST + timedelta(seconds=1))
    assert (look(outgoing), len(office.list_notes(contact))) == (state, notes)
    assert settle_lost(office.organisation.pk, timezone.now() + timedelta(days=1)) == 0
    assert wake(office.organisation.pk, timezone.now() + timedelta(minutes=10)) == (1 if is_repeatable else 0)


def test_a_file_that_the_network_does_not_carry_is_said_to_the_agent(office: Office, contact: Contact) -> None:
    from io import BytesIO

    from guichet.decisions.routing.words import AgentId, ContactId
    from guichet.records.contacts.files import Upload, add_file
    from guichet.records.contacts.words import Author

    upload = Upload(key=uuid4(), author=Author.AGENT, name="a.pdf", content=BytesIO(b"%PDF-1.7\n"), agent=AgentId(office.agent.pk))
    add_file(office.organisation.pk, ContactId(str(contact.pk)), upload)
    send_answers(office.organisation.pk, timezone.now())
    assert Outgoing.objects.get().state == OutgoingState.FAILED
    assert "fichier" in office.list_notes(contact)[0]


def test_one_that_is_too_long_is_said_to_the_agent_and_does_not_leave(office: Office, contact: Contact, network: ListCarrier) -> None:
    outgoing = office.say(contact, "x" * 1_001)
    assert (outgoing.state, outgoing.code, carry(office)) == (OutgoingState.FAILED, "long", 0)
    assert "trop long" in office.list_notes(contact)[0]
    assert network.parcels == []


# ---- STOP and START


@pytest.mark.parametrize("word", ["STOP", " stop. ", "Arrêt", "ARRÊT !", "Stop SMS"])
def test_whoever_says_stop_gets_one_confirmation_and_nothing_else(
    office: Office, contact: Contact, network: ListCarrier, word: str
) -> None:
    waiting = office.say(contact, "en route")
    office.hear(word)
    office.hear("STOP")
    late = office.say(contact, "trop tard")
    carry(office)
    assert (look(waiting), look(late)) == (OutgoingState.REFUSED, OutgoingState.REFUSED)
    assert [parcel.text for parcel in network.parcels] == [
        "Mairie de Ville ne vous envoie plus de messages ici. Envoyez START pour changer d’avis."
    ]
    assert any("STOP" in note for note in office.list_notes(contact))
    assert contact.messages.filter(author="citizen").count() == 1


def test_whoever_says_start_is_written_to_again(office: Office, contact: Contact, network: ListCarrier) -> None:
    office.hear("STOP")
    office.hear("Start")
    office.say(contact, "bonjour")
    carry(office)
    assert [parcel.text for parcel in network.parcels][-1] == "bonjour"
    assert len(network.parcels) == 3


def test_a_stop_opens_no_contact_and_one_in_a_sentence_is_none(office: Office) -> None:
    assert office.hear("STOP").contact_id is None
    assert Contact.objects.count() == 0
    assert office.hear("Arrêt de bus supprimé ?", handle="+33699999999").contact_id is not None


def test_a_stop_while_it_is_in_the_queue_counts(office: Office, contact: Contact, network: ListCarrier) -> None:
    from guichet.records.messaging.stops import stop

    outgoing = office.say(contact)
    stop(office.account, ZOE, timezone.now())
    carry(office)
    assert (look(outgoing), network.parcels) == (OutgoingState.REFUSED, [])


# ---- quiet hours


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-11-30T21:30", "2026-12-01T08:00"),
        ("2026-12-01T06:59", "2026-12-01T08:00"),
        ("2026-11-30T08:00", None),
        ("2026-11-30T19:59", None),
        ("2026-03-29T01:30", "2026-03-29T08:00"),
    ],
)
def test_quiet_ends_on_the_morning_of_the_organisation(at: str, end: str | None) -> None:
    from zoneinfo import ZoneInfo

    paris = ZoneInfo("Europe/Paris")
    now = datetime.fromisoformat(at).replace(tzinfo=paris)
    found = find_end(time(20), time(8), "Europe/Paris", now.astimezone(UTC))
    assert found == (None if end is None else datetime.fromisoformat(end).replace(tzinfo=paris))
    assert find_end(None, time(8), "Europe/Paris", now) is None
    assert find_end(time(8), time(8), "Europe/Paris", now) is None


def test_nothing_leaves_in_quiet_hours_but_the_confirmation_of_a_stop() -> None:
    now = timezone.now().astimezone(UTC)
    office = make_office(quiet_from=(now - timedelta(hours=1)).time(), quiet_until=(now + timedelta(hours=1)).time())
    type(office.organisation).objects.filter(pk=office.organisation.pk).update(time_zone="UTC")
    contact = office.take_up(office.hear().contact_id)
    outgoing = office.say(contact)
    assert outgoing.due_at > now + timedelta(minutes=50)
    Outgoing.objects.update(due_at=now)
    assert carry(office) == 0
    outgoing.refresh_from_db()
    assert outgoing.due_at > now + timedelta(minutes=50)
    office.hear("STOP", handle="+33699999999")
    assert carry(office) == 1
    assert ReceiptState.SENT not in {outgoing.state}
