"""A script answers by SMS: once, at once, and never in the way of a person."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialogue.words import Medium
from guichet.records.contacts.models import Contact
from guichet.records.journal.models import Inbox
from guichet.records.messaging.models import Dialogue, Incoming, Outgoing, Talk
from guichet.records.messaging.scripting import MOST_DIALOGUES, MOST_TURNS, TALKED_LATELY, join
from guichet.records.messaging.sending import claim
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.tests.houses import ZOE, Office, make_office
from guichet.records.messaging.words import Cause, IncomingState, OutgoingState, Purpose
from guichet.records.privacy import erase_citizen
from guichet.records.scripts.models import Script, ScriptSession
from guichet.records.scripts.sessions import LIFE
from guichet.records.scripts.tests.scripts import publish_script
from guichet.records.scripts.words import SessionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def scripted(office: Office) -> Office:
    publish_script(office.organisation, office.account.reason.key)
    return office


def list_said() -> list[str]:
    return list(Outgoing.objects.order_by("created_at", "key").values_list("text", flat=True))


def get_session() -> ScriptSession:
    return ScriptSession.objects.get()


def test_a_question_is_answered_by_numbered_lines_and_nobody_is_disturbed(scripted: Office) -> None:
    incoming = scripted.hear("Bonjour")
    assert (incoming.state, incoming.cause, Contact.objects.count()) == (IncomingState.SETTLED, Cause.SCRIPT, 0)
    [text] = list_said()
    assert text.splitlines()[1:4] == ["1 La date de mon paiement", "2 Je suis sans ressources", "0 Parler à quelqu’un"]
    assert Outgoing.objects.get().purpose == Purpose.SCRIPT


def test_a_script_goes_on_from_message_to_message_until_it_has_settled_the_question(scripted: Office) -> None:
    for text in ("Bonjour", "1", "3"):
        scripted.hear(text)
    assert [text.splitlines()[0] for text in list_said()] == [
        "Que souhaitez-vous savoir ?",
        "Combien de pièces ?",
        "Merci, bonne journée.",
    ]
    assert (get_session().state, Contact.objects.count()) == (SessionState.SETTLED, 0)


def test_every_question_says_how_a_person_is_reached(scripted: Office) -> None:
    scripted.hear("Bonjour")
    scripted.hear("1")
    assert all("0 Parler à quelqu’un" in text for text in list_said())


def test_the_first_words_are_understood_when_they_mean_one_choice(scripted: Office) -> None:
    scripted.hear("Bonjour, quelle est la date de mon paiement ?")
    assert list_said() == ["Vous demandez : « La date de mon paiement ».\nCombien de pièces ?\n0 Parler à quelqu’un"]


def test_a_number_answers_no_question_that_was_not_asked(scripted: Office) -> None:
    scripted.hear("2")
    assert list_said()[0].startswith("Que souhaitez-vous savoir ?")


@pytest.mark.parametrize("word", ["agent", "0", "Bonjour, je voudrais parler à un conseiller svp", "Je suis sans ressources"])
def test_a_person_is_one_word_away_from_the_first_message_on(scripted: Office, word: str) -> None:
    incoming = scripted.hear(word)
    contact = Contact.objects.get()
    assert (incoming.state, incoming.contact_id, contact.channel) == (IncomingState.READ, contact.pk, "sms")
    assert contact.messages.get(number=1).text == word
    assert list_said() == ["Une personne vous répond, avec vos réponses."]


def test_a_person_sees_the_first_words_and_all_answers_and_answers_by_sms(scripted: Office) -> None:
    began = datetime(2026, 11, 30, 10, tzinfo=UTC)
    for minute, text in enumerate(("Bonjour", "1", "un agent")):
        scripted.receive({"handle": ZOE, "text": text}, now=began + timedelta(minutes=minute))
    contact = Contact.objects.get()
    assert contact.messages.get(number=1).text == "Bonjour"
    assert contact.arrived_at == began
    [note] = scripted.list_notes(contact)
    assert "La date de mon paiement" in note
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1
    talk = Talk.objects.get()
    assert (talk.handle, talk.promised_at is not None) == (ZOE, True)
    assert scripted.say(scripted.take_up(contact.pk), "Je vous réponds.").handle == ZOE


def test_what_is_written_after_the_hand_over_reaches_the_person(scripted: Office) -> None:
    scripted.hear("un agent")
    assert scripted.hear("Et aussi ceci").contact_id == Contact.objects.get().pk
    assert Outgoing.objects.count() == 1


def test_two_misunderstandings_hand_over_with_what_was_not_understood(scripted: Office) -> None:
    for text in ("Bonjour", "blabla", "mon chat est malade"):
        scripted.hear(text)
    [note] = scripted.list_notes(Contact.objects.get())
    assert "mon chat est malade" in note
    assert list_said()[1].startswith("Nous n’avons pas compris votre choix.\nQue souhaitez-vous savoir ?")


def test_a_contact_that_is_open_is_never_taken_over_by_a_script(office: Office) -> None:
    first = office.hear()
    publish_script(office.organisation, office.account.reason.key)
    assert office.hear("Et encore").contact_id == first.contact_id
    assert not Dialogue.objects.exists()


def test_whoever_talked_with_a_person_lately_goes_on_with_one(office: Office) -> None:
    office.close(office.hear().contact_id)
    publish_script(office.organisation, office.account.reason.key)
    assert office.hear("Et pour les pièces ?").contact_id is not None
    Contact.objects.update(state="closed", closed_at=timezone.now() - TALKED_LATELY - timedelta(hours=1))
    assert office.hear("Bonjour").cause == Cause.SCRIPT


def test_stop_wins_over_the_script_and_ends_it(scripted: Office) -> None:
    scripted.hear("Bonjour")
    scripted.hear("STOP")
    assert is_stopped(scripted.account, ZOE)
    assert list(Outgoing.objects.filter(state=OutgoingState.QUEUED).values_list("purpose", flat=True)) == [Purpose.CONFIRMATION]
    assert get_session().expires_at <= timezone.now()
    after = scripted.hear("1")
    assert (after.state, after.contact_id is not None) == (IncomingState.READ, True)
    assert Outgoing.objects.filter(purpose=Purpose.SCRIPT, state=OutgoingState.QUEUED).count() == 0


def test_start_after_stop_begins_anew(scripted: Office) -> None:
    for text in ("Bonjour", "STOP", "START", "Bonjour"):
        scripted.hear(text)
    assert Dialogue.objects.count() == 2


def test_the_same_message_again_is_heard_once(scripted: Office) -> None:
    scripted.hear("Bonjour", reference="a")
    scripted.hear("1", reference="b")
    again = scripted.hear("1", reference="b")
    assert (again.cause, Outgoing.objects.count(), get_session().turn) == (Cause.REPEATED, 2, 2)


@pytest.mark.parametrize("word", ["Merci !", "ok super merci beaucoup", "👍", "Au revoir et bonne journée", "Thank you very much"])
def test_thanks_want_no_answer(scripted: Office, word: str) -> None:
    for text in ("Bonjour", "1", "3"):
        scripted.hear(text)
    thanked = scripted.hear(word)
    assert (thanked.state, thanked.cause, Outgoing.objects.count()) == (IncomingState.ASIDE, Cause.THANKS, 3)


def test_thanks_with_a_question_are_a_question(scripted: Office) -> None:
    for text in ("Bonjour", "1", "3"):
        scripted.hear(text)
    assert scripted.hear("Merci, et pour mon fils ?").cause == Cause.SCRIPT
    assert ScriptSession.objects.filter(back_at__isnull=False).count() == 1


def test_quiet_hours_do_not_hold_back_an_answer_to_somebody_who_is_writing(scripted: Office) -> None:
    night = datetime(2026, 11, 30, 23, tzinfo=UTC)
    scripted.account.quiet_from, scripted.account.quiet_until = time(21), time(8)
    scripted.account.save()
    scripted.receive({"handle": ZOE, "text": "Bonjour"}, now=night)
    assert Outgoing.objects.get().due_at == night
    assert claim(scripted.organisation.pk, scripted.account.pk, night + timedelta(minutes=1)) is not None
    Outgoing.objects.update(state=OutgoingState.QUEUED)
    assert claim(scripted.organisation.pk, scripted.account.pk, night + timedelta(hours=2)) is None


def test_a_dialogue_that_was_left_for_a_day_begins_again(scripted: Office) -> None:
    began = datetime(2026, 11, 30, 10, tzinfo=UTC)
    scripted.receive({"handle": ZOE, "text": "Bonjour"}, now=began)
    scripted.receive({"handle": ZOE, "text": "1"}, now=began + LIFE + timedelta(minutes=1))
    assert Dialogue.objects.count() == 2
    assert Outgoing.objects.order_by("created_at").last().text.startswith("Que souhaitez-vous")  # type: ignore[union-attr]  # there is one


def test_a_machine_that_answers_us_reaches_a_person_before_it_costs_much(scripted: Office) -> None:
    for number in range(MOST_DIALOGUES):
        scripted.hear("Bonjour", reference=f"a{number}")
        scripted.hear("1", reference=f"b{number}")
        scripted.hear("2", reference=f"c{number}")
    assert scripted.hear("Je suis absent").contact_id is not None
    assert Outgoing.objects.count() == 3 * MOST_DIALOGUES


def test_a_dialogue_without_end_goes_to_a_person(scripted: Office) -> None:
    scripted.hear("Bonjour")
    for number in range(MOST_TURNS):
        scripted.hear("répéter", reference=f"again-{number}")
    assert Contact.objects.count() == 1
    assert Outgoing.objects.count() <= MOST_TURNS + 1


@pytest.mark.parametrize("handle", ["INFO", "36200", ""])
def test_only_a_telephone_is_answered_by_itself(scripted: Office, handle: str) -> None:
    assert scripted.hear("Bonjour", handle=handle).contact_id is not None
    assert not Outgoing.objects.filter(purpose=Purpose.SCRIPT).exists()


def test_a_script_that_is_not_for_sms_leaves_all_to_people(scripted: Office) -> None:
    Script.objects.update(media=[medium.value for medium in Medium if medium is not Medium.SMS])
    assert scripted.hear("Bonjour").contact_id is not None


def test_two_people_are_in_two_dialogues(scripted: Office) -> None:
    scripted.hear("Bonjour")
    scripted.hear("1", handle="+33699999999")
    assert [text.splitlines()[0] for text in list_said()] == ["Que souhaitez-vous savoir ?"] * 2


def test_nothing_of_what_a_script_heard_stays_outside_its_session(scripted: Office) -> None:
    for number in (2, 1):
        scripted.hear("Bonjour ", group=f"{ZOE}-7", number=number, count=2, reference=f"p{number}")
    assert set(Incoming.objects.values_list("state", "cause", "handle", "part_group", "reference")) == {
        (IncomingState.SETTLED, Cause.SCRIPT, "", "", "")
    }
    assert {bytes(raw) for raw in Incoming.objects.values_list("raw", flat=True)} == {b""}


def test_a_dialogue_is_erased_with_its_citizen(scripted: Office) -> None:
    scripted.hear("Bonjour")
    scripted.hear("un agent")
    citizen = Contact.objects.get().citizen
    assert citizen is not None
    erase_citizen(scripted.organisation.pk, citizen.pk)
    assert not Dialogue.objects.exists()
    assert not Incoming.objects.exclude(handle="").exists()


def test_until_when_a_person_answers_is_said_where_the_number_acknowledges() -> None:
    office = make_office(acknowledges=True)
    publish_script(office.organisation, office.account.reason.key)
    office.hear("un agent")
    [text] = list_said()
    assert text.startswith("Une personne vous répond, avec vos réponses.\n")
    assert len(text.splitlines()) == 2


def test_what_a_social_network_brings_is_answered_by_people() -> None:
    office = make_office(channel="social", kind="list")
    publish_script(office.organisation, office.account.reason.key)
    assert office.hear("Bonjour").contact_id is not None


def test_a_long_turn_is_several_messages_in_their_order() -> None:
    assert join(["a" * 50, "b" * 9, "c"], 60) == ["a" * 50 + "\n" + "b" * 9, "c"]


@given(st.lists(st.text(alphabet="ab \n", min_size=1), max_size=5), st.integers(1, 12))
def test_messages_hold_all_that_is_said_and_none_is_too_long(texts: list[str], most: int) -> None:
    joined = join(texts, most)
    assert all(len(text) <= most for text in joined)
    assert "".join("".join(joined).split()) == "".join("".join(texts).split())
