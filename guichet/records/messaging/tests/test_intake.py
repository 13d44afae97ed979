"""Messages become contacts: each once, in the open one of its person or alone, whatever comes in whatever order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.records.contacts.models import Contact, Message
from guichet.records.directory.models import Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.journal.models import Inbox
from guichet.records.messaging import intake
from guichet.records.messaging.accounts import list_left, read_again
from guichet.records.messaging.errors import NotLeftError
from guichet.records.messaging.models import Incoming, Outgoing, Talk
from guichet.records.messaging.storing import find_resent, store
from guichet.records.messaging.tests.carriers import ListCarrier
from guichet.records.messaging.tests.houses import ZOE, Office, make_office
from guichet.records.messaging.words import Cause, IncomingState, Purpose
from guichet.records.people.models import ContactPoint
from guichet.records.privacy import erase_citizen

pytestmark = pytest.mark.django_db


def hear_part(office: Office, number: int, text: str, count: int = 3, **changes: object) -> Incoming:
    return office.hear(text, group=f"{ZOE}-7", number=number, count=count, **changes)


def list_texts() -> list[str]:
    lines = Message.objects.filter(author="citizen").order_by("contact__arrived_at", "contact", "number")
    return list(lines.values_list("text", flat=True))


def test_a_message_becomes_a_contact_with_its_text(office: Office) -> None:
    incoming = office.hear(name="Zoé")
    contact = office.get_contact(incoming)
    assert (contact.channel, contact.citizen_name, contact.state) == ("sms", "Zoé", "waiting")
    assert contact.messages.get(number=1).text == "Où en est mon dossier ?"
    assert (incoming.state, incoming.cause, incoming.number) == (IncomingState.READ, Cause.NONE, 1)
    talk = Talk.objects.get()
    assert (talk.handle, talk.account, talk.promised_at is not None) == (ZOE, office.account, True)
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1


def test_the_same_thing_handed_over_again_is_one_contact(office: Office) -> None:
    first = office.receive({"handle": ZOE, "text": "Bonjour"}, key="k")
    assert office.receive({"handle": ZOE, "text": "Bonjour"}, key="k").pk == first.pk
    assert Contact.objects.count() == 1


def test_the_same_reference_in_other_bytes_is_one_message_even_after_its_contact_is_over(office: Office) -> None:
    office.close(office.hear(reference="m1").contact_id)
    again = office.hear("autrement", reference="m1")
    assert (again.state, again.cause, Contact.objects.count()) == (IncomingState.ASIDE, Cause.REPEATED, 1)


def test_a_second_word_joins_the_open_contact_of_the_same_person(office: Office) -> None:
    first, second = office.hear(), office.hear("Et aussi ?")
    assert (second.contact_id, second.number, second.cause) == (first.contact_id, 2, Cause.JOINED)
    office.take_up(first.contact_id)
    assert office.hear("Encore").contact_id == first.contact_id


@pytest.mark.parametrize("changes", [{"handle": "+33699999999"}, {"is_public": True}, {"handle": ""}])
def test_another_person_or_another_place_is_a_contact_of_its_own(office: Office, changes: dict[str, object]) -> None:
    first = office.hear()
    assert office.hear(f"Je suis {ZOE}, dossier de {first.contact_id}", **changes).contact_id != first.contact_id


def test_two_without_a_name_are_two_contacts_that_say_so(office: Office) -> None:
    first, second = office.hear(handle=""), office.hear(handle="")
    assert first.contact_id != second.contact_id
    assert "ne dit pas" in office.list_notes(office.get_contact(first))[0]


def test_everything_of_a_number_is_found_together_and_erased_together(office: Office) -> None:
    incoming = office.hear()
    contact = office.get_contact(incoming)
    office.say(office.take_up(contact.pk), "Votre dossier est complet.")
    assert contact.citizen is not None
    assert contact.citizen.contact_points.get().value == ZOE
    erase_citizen(office.organisation.pk, contact.citizen.pk)
    assert not Incoming.objects.exists()
    assert Talk.objects.get().handle == ""
    assert set(Outgoing.objects.values_list("handle", "text")) == {("", "")}
    assert list_texts() == [""]


def test_a_word_after_the_end_opens_a_new_contact_that_says_so(office: Office) -> None:
    first = office.hear()
    office.close(first.contact_id)
    second = office.hear("Merci, mais…")
    assert second.contact_id != first.contact_id
    assert Talk.objects.get(pk=second.contact_id).continues_id == first.contact_id
    assert len(office.list_notes(office.get_contact(second))) == 1


def test_several_events_in_one_are_each_taken_once(office: Office) -> None:
    incoming = office.receive(
        {"handle": ZOE, "text": "un", "reference": "1"},
        {"handle": "+33699999999", "text": "deux", "reference": "2"},
        {"handle": ZOE, "text": "un", "reference": "1"},
        {"reference": "x", "told": "delivered"},
    )
    assert (incoming.state, sorted(list_texts())) == (IncomingState.READ, ["deux", "un"])


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_a_long_message_is_one_whatever_the_order_of_its_pieces(office: Office, order: tuple[int, ...]) -> None:
    words = {1: "Bonjour, ", 2: "où en est ", 3: "mon dossier ?"}
    came = [hear_part(office, number, words[number]) for number in order]
    assert [each.state for each in came] == [IncomingState.WAITING, IncomingState.WAITING, IncomingState.READ]
    assert list_texts() == ["Bonjour, où en est mon dossier ?"]
    assert set(Incoming.objects.values_list("state", "contact_id")) == {(IncomingState.READ, came[-1].contact_id)}


def test_a_piece_that_comes_twice_is_taken_once(office: Office) -> None:
    hear_part(office, 1, "a", 2)
    assert hear_part(office, 1, "a", 2).cause == Cause.REPEATED
    hear_part(office, 2, "b", 2)
    assert list_texts() == ["ab"]


def test_a_long_message_without_one_of_its_pieces_ends_and_says_what_is_missing(office: Office) -> None:
    hear_part(office, 1, "Début")
    hear_part(office, 3, "fin")
    assert intake.take_in_late(office.organisation.pk, timezone.now() + timedelta(minutes=29)) == 0
    intake.take_in_late(office.organisation.pk, timezone.now() + timedelta(minutes=31))
    assert list_texts() == ["Début [partie manquante] fin"]
    assert intake.take_in_late(office.organisation.pk, timezone.now() + timedelta(minutes=32)) == 0


@pytest.mark.parametrize(("number", "count"), [(0, 2), (3, 2), (1, 1), (1, 255), (300, 400)])
def test_a_lying_header_of_pieces_is_not_believed(office: Office, number: int, count: int) -> None:
    assert hear_part(office, number, "tout", count).state == IncomingState.READ
    assert list_texts() == ["tout"]


@pytest.mark.parametrize("text", ["\0", "", "  ", "\ud83d", "x" * 50_000, "\u202eabc", "<script>alert(1)</script>", "STOP" * 30])
def test_any_text_is_kept_or_said_to_be_none(office: Office, text: str, network: ListCarrier, monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.records.messaging.words import Arrival

    monkeypatch.setattr(network, "read", lambda _account, _raw: [Arrival(reference="", handle=ZOE, text=text)])
    incoming = office.receive(b"[]")
    assert incoming.state == IncomingState.READ
    assert office.get_contact(incoming).messages.get(number=1).text


@pytest.mark.parametrize("raw", [b"", b"\0\xff", b"{", b"[" * 10_000, b"bomb", b"[" + b"{}," * 300 + b"{}]"])
def test_what_cannot_be_read_waits_in_quarantine_and_is_read_after_a_correction(
    office: Office, network: ListCarrier, monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    incoming = office.receive(raw)
    assert (incoming.state, incoming.cause, bytes(incoming.raw)) == (IncomingState.QUARANTINED, Cause.UNREADABLE, raw)
    from guichet.records.messaging.words import Arrival

    monkeypatch.setattr(network, "read", lambda _account, _raw: [Arrival(reference="", handle=ZOE, text="enfin")])
    person = factories.make_account(office.organisation, Role.ADMINISTRATOR)
    assert read_again(person, incoming.pk, timezone.now()).state == IncomingState.READ
    assert list_texts() == ["enfin"]
    with pytest.raises(NotLeftError):
        read_again(person, incoming.pk, timezone.now())


def test_an_empty_list_is_settled(office: Office) -> None:
    assert office.receive().cause == Cause.EMPTY


def test_nobody_answers_the_reason_any_more(office: Office) -> None:
    Reason.objects.update(is_active=False)
    incoming = office.hear()
    assert (incoming.state, incoming.cause) == (IncomingState.QUARANTINED, Cause.NO_REASON)


def test_a_flood_is_set_aside_and_can_be_answered_all_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_OF_SENDER", 2)
    office.hear("1")
    office.hear("2")
    third = office.hear("3")
    assert (third.state, third.cause) == (IncomingState.ASIDE, Cause.FLOOD)
    assert list(list_left(office.organisation.pk, "sms")) == [third]
    read_again(factories.make_account(office.organisation, Role.ADMINISTRATOR), third.pk, timezone.now())
    assert list_texts() == ["1", "2", "3"]


def test_what_its_reader_left_is_read_later_and_what_kills_readers_is_not_read_for_ever(office: Office) -> None:
    now = timezone.now()
    stored = store(office.organisation.pk, office.account.pk, b'[{"handle":"+33600000000","text":"oui"}]', "k", now - timedelta(minutes=1))
    deadly = store(office.organisation.pk, office.account.pk, b"bomb", "l", now - timedelta(minutes=1))
    Incoming.objects.filter(pk=deadly.incoming).update(tries=intake.MOST_TRIES)
    assert intake.take_in_late(office.organisation.pk, now) == 2
    assert Incoming.objects.get(pk=stored.incoming).state == IncomingState.READ
    assert Incoming.objects.get(pk=deadly.incoming).state == IncomingState.QUARANTINED
    assert intake.take_in_late(office.organisation.pk, now) == 0


def test_equal_bytes_of_an_earlier_session_are_one_message_and_of_the_same_session_two(office: Office) -> None:
    now, organisation, account = timezone.now(), office.organisation.pk, office.account.pk
    first = store(organisation, account, b"Oui", "s1:4", now)
    assert find_resent(organisation, account, b"Oui", "s1:", now) is None
    assert find_resent(organisation, account, b"Oui", "s2:", now) == first.incoming
    assert find_resent(organisation, account, b"Oui", "s2:", now + timedelta(hours=1)) is None
    assert find_resent(organisation, account, b"Non", "s2:", now) is None


def test_a_message_is_acknowledged_where_that_is_wanted_and_not_for_ever() -> None:
    office = make_office(acknowledges=True)
    for _ in range(5):
        office.close(office.hear().contact_id)
    said = Outgoing.objects.filter(purpose=Purpose.ACKNOWLEDGEMENT)
    assert said.count() == 3
    assert "Mairie de Ville a reçu votre message" in said.first().text  # type: ignore[union-attr]
    office.hear(is_public=True)
    assert said.count() == 3


@pytest.mark.parametrize(
    ("channel", "handle", "kept"),
    [
        ("sms", ZOE, [("telephone", ZOE), ("telephone", ZOE)]),
        ("sms", "BANQUE", []),
        ("social", "zoe@ville.social", [("network", "list:zoe@ville.social")] * 2),
    ],
)
def test_from_where_somebody_writes_is_known_and_makes_nobody_the_same(channel: str, handle: str, kept: list[tuple[str, str]]) -> None:
    office = make_office(channel=channel)
    for _ in range(2):
        contact = office.get_contact(office.hear(handle=handle))
        office.close(contact.pk)
    points = ContactPoint.objects.order_by("pk")
    assert [(point.kind, point.value) for point in points] == kept
    assert len({point.citizen_id for point in points}) == len(kept)


def test_what_is_written_where_a_contact_goes_on_in_another_still_stands_there(office: Office) -> None:
    first = office.hear("Où en est mon dossier ?")
    Contact.objects.filter(pk=str(first.contact_id)).update(state="merged")
    again = office.hear("Et ma demande ?")
    assert (again.contact_id, again.number, again.cause) == (first.contact_id, 2, Cause.JOINED)
