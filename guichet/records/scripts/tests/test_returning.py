"""Nobody is there, or somebody comes back: what was answered is not asked twice, and it is counted."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from guichet.decisions.dialogue.inputs import Chosen, Heard, PersonWanted
from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import Channel
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact, Message, QueueState
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.tests import factories
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.returning import BACK_WITHIN, carry_on, note_return
from guichet.records.scripts.sessions import LIFE, Beginning, Hearing, Inputs, begin_session, get_talk, hear
from guichet.records.scripts.tests.scripts import NOW, publish_script
from guichet.records.scripts.words import Part, SessionState, Talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue() -> Queue:
    organisation = factories.make_organisation(default_language="fr")
    queue = factories.make_queue(organisation, channels=["chat", "callback"])
    factories.make_reason(organisation, queue, key="payment")
    publish_script(organisation, "payment")
    return queue


@pytest.fixture
def organisation(queue: Queue) -> Organisation:
    return queue.organisation


def start(organisation: Organisation, medium: Medium = Medium.PAGE, earlier: Talk | None = None, at: datetime = NOW) -> Talk:
    before = earlier.session if earlier else None
    return begin_session(organisation, Beginning(key=uuid4(), reason_key="payment", medium=medium, language="fr", earlier=before), at)


def answer(organisation: Organisation, talk: Talk, *said: Inputs) -> Talk:
    for each in said:
        talk = hear(organisation, talk.session, Hearing(key=uuid4(), input=each), NOW)
    return talk


def settle(organisation: Organisation) -> Talk:
    return answer(organisation, start(organisation), Chosen(option="date"), Heard(text="trois"))


def get_row(talk: Talk) -> ScriptSession:
    return ScriptSession.objects.get(pk=talk.session)


def close_by_calendar(queue: Queue) -> None:
    Queue.objects.filter(pk=queue.pk).update(calendar=factories.make_calendar(queue.organisation, hours=()))


def close_by_router(queue: Queue) -> None:
    QueueState.objects.create(organisation=queue.organisation, queue=queue, is_open=False, seq=1)


def take_no_chat(queue: Queue) -> None:
    Queue.objects.filter(pk=queue.pk).update(channels=["callback"])


@pytest.mark.parametrize("close", [close_by_calendar, close_by_router, take_no_chat])
def test_where_nobody_is_there_it_is_said_and_no_contact_waits_for_nobody(queue: Queue, close: object) -> None:
    talk = answer(queue.organisation, start(queue.organisation), Chosen(option="date"))
    close(queue)  # type: ignore[operator]  # one of those above
    over = answer(queue.organisation, talk, PersonWanted())
    [piece] = over.pieces
    assert (over.state, piece.part, piece.contact) == (SessionState.HANDED_OVER, Part.HAND_OVER, "")
    assert "Personne ne peut vous répondre en ce moment" in piece.text
    assert not Contact.objects.exists()


def write(organisation: Organisation, reason: Reason | None = None) -> Contact:
    """Somebody writes to a person."""
    asked = reason or Reason.objects.get(key="payment")
    arrival = get_arrival(organisation.pk, asked.pk, "fr", None)
    opening = Opening(key=uuid4(), channel=Channel.CHAT, language="fr", arrived_at=to_instant(NOW), text="Bonjour")
    return Contact.objects.get(pk=open_contact(organisation.pk, opening, arrival).contact)


def list_notes(contact: Contact) -> list[str]:
    return list(Message.objects.filter(contact=contact, kind="note").order_by("number").values_list("text", flat=True))


def test_what_was_answered_goes_once_with_the_contact_that_is_opened_afterwards(queue: Queue) -> None:
    close_by_calendar(queue)
    talk = answer(queue.organisation, start(queue.organisation), Chosen(option="date"), PersonWanted())
    first, second = write(queue.organisation), write(queue.organisation)
    for contact in (first, first, second):
        carry_on(queue.organisation, talk.session, contact, NOW)
    [note] = list_notes(first)
    assert "Que souhaitez-vous savoir ? La date de mon paiement" in note
    assert "a demandé à parler à quelqu’un" in note
    assert list_notes(second) == []


def test_who_leaves_the_script_for_a_person_by_another_way_is_handed_over(organisation: Organisation) -> None:
    talk, contact = answer(organisation, start(organisation), Chosen(option="date")), write(organisation)
    carry_on(organisation, talk.session, contact, NOW)
    row = get_row(talk)
    assert (row.state, row.why, row.contact_id) == (SessionState.HANDED_OVER, "asked", contact.pk)
    assert not hear(organisation, talk.session, Hearing(key=uuid4(), input=Heard(text="3")), NOW).is_taken


def test_who_writes_after_a_script_that_settled_came_back(organisation: Organisation) -> None:
    talk, contact = settle(organisation), write(organisation)
    carry_on(organisation, talk.session, contact, NOW)
    assert get_row(talk).back_at == NOW
    assert len(list_notes(contact)) == 1


def test_another_reason_another_organisation_and_an_expired_session_give_nothing(organisation: Organisation) -> None:
    talk = answer(organisation, start(organisation), Chosen(option="date"))
    elsewhere = write(organisation, factories.make_reason(organisation, Queue.objects.get(), key="moving"))
    carry_on(organisation, talk.session, elsewhere, NOW)
    contact = write(organisation)
    carry_on(organisation, talk.session, contact, NOW + LIFE)
    carry_on(factories.make_organisation(), talk.session, contact, NOW)
    carry_on(organisation, uuid4(), contact, NOW)
    assert list_notes(elsewhere) + list_notes(contact) == []


def test_what_was_said_is_told_in_order_and_going_back_takes_the_answer_back(organisation: Organisation) -> None:
    talk = answer(organisation, start(organisation), Chosen(option="date"), Heard(text="*"), Heard(text="la date"), Heard(text="plein"))
    said = [(piece.part.value, piece.text) for piece in talk.lines]
    assert said == [
        ("question", "Que souhaitez-vous savoir ?"),
        ("citizen", "La date de mon paiement"),
        ("question", "Combien de pièces ?"),
        ("citizen", "Revenir à la question précédente"),
        ("question", "Que souhaitez-vous savoir ?"),
        ("citizen", "la date"),
        ("question", "Combien de pièces ?"),
        ("citizen", "plein"),
        ("mistake", "Il faut un nombre, en chiffres."),
        ("question", "Combien de pièces ?"),
    ]
    assert [(each.question, each.answer) for each in talk.given] == [("Que souhaitez-vous savoir ?", "La date de mon paiement")]
    assert get_talk(organisation, talk.session, NOW) == talk


def test_who_comes_back_within_seven_days_is_counted_once(organisation: Organisation) -> None:
    talk = settle(organisation)
    start(organisation, earlier=talk, at=NOW + timedelta(days=6))
    start(organisation, earlier=talk, at=NOW + timedelta(days=6, hours=1))
    assert get_row(talk).back_at == NOW + timedelta(days=6)


def test_who_comes_back_later_about_something_else_or_was_not_served_is_not_counted(organisation: Organisation) -> None:
    late, other, unserved = settle(organisation), settle(organisation), start(organisation)
    start(organisation, earlier=late, at=NOW + BACK_WITHIN + timedelta(seconds=1))
    note_return(organisation.pk, other.session, "moving", NOW)
    start(organisation, earlier=unserved)
    assert [get_row(each).back_at for each in (late, other, unserved)] == [None, None, None]
