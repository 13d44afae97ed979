"""A script begun on a page or in a chat goes on by SMS: for whoever holds both, once, and with the same outcome."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialogue.inputs import Chosen, Heard, MediumChanged
from guichet.decisions.dialogue.words import Medium
from guichet.records.contacts.models import Contact
from guichet.records.directory.writers import Editing
from guichet.records.messaging.models import Account, Dialogue, Outgoing
from guichet.records.messaging.moving import Way, find_way
from guichet.records.messaging.tests.houses import ZOE, Office, make_office
from guichet.records.scripts.actions import switch
from guichet.records.scripts.models import Script, ScriptSession
from guichet.records.scripts.moving import LETTERS, take_word
from guichet.records.scripts.sessions import LIFE, Beginning, Hearing, begin_session, get_talk, hear
from guichet.records.scripts.tests.scripts import publish_script
from guichet.records.scripts.words import Part, SessionState, Talk

pytestmark = pytest.mark.django_db
ADAM = "+33687654321"


@pytest.fixture
def scripted(office: Office) -> Office:
    publish_script(office.organisation, office.account.reason.key)
    return office


def begin(office: Office, medium: Medium = Medium.PAGE) -> Talk:
    key = office.account.reason.key
    return begin_session(office.organisation, Beginning(key=uuid4(), reason_key=key, medium=medium, language="fr"), timezone.now())


def find(office: Office, talk: Talk) -> Way | None:
    return find_way(office.organisation, talk.session, office.account.reason.key, "fr", timezone.now())


def find_text(office: Office, talk: Talk) -> str:
    way = find(office, talk)
    assert way is not None
    return way.text


def say(office: Office, talk: Talk, said: Heard | Chosen | MediumChanged, medium: Medium | None = None) -> Talk:
    return hear(office.organisation, talk.session, Hearing(key=uuid4(), input=said, medium=medium), timezone.now())


def list_said() -> list[str]:
    return list(Outgoing.objects.order_by("created_at", "key").values_list("text", flat=True))


@pytest.mark.parametrize("medium", [Medium.PAGE, Medium.CHAT])
def test_the_question_that_was_open_is_asked_by_sms_and_the_outcome_is_the_same(scripted: Office, medium: Medium) -> None:
    moved, stayed = begin(scripted, medium), begin(scripted, medium)
    for talk in (moved, stayed):
        say(scripted, talk, Chosen(option="date"))
    scripted.hear(find_text(scripted, moved))
    assert list_said() == ["Combien de pièces ?\n0 Parler à quelqu’un"]
    scripted.hear("3")
    say(scripted, stayed, Heard(text="3"))
    told = [get_talk(scripted.organisation, each.session, timezone.now()) for each in (moved, stayed)]
    assert {(each.state, each.given) for each in told} == {(SessionState.SETTLED, told[1].given)}
    assert list_said()[-1] == "Merci, bonne journée."
    assert not Contact.objects.exists()


def test_a_person_wanted_by_sms_sees_what_was_answered_on_the_page(scripted: Office) -> None:
    talk = say(scripted, begin(scripted), Chosen(option="date"))
    scripted.hear(find_text(scripted, talk))
    scripted.hear("un agent")
    contact = Contact.objects.get()
    assert contact.channel == "sms"
    assert any("La date de mon paiement" in note for note in scripted.list_notes(contact))


def test_a_word_serves_once_and_one_number_only(scripted: Office) -> None:
    talk = begin(scripted)
    text = find_text(scripted, talk)
    assert find_text(scripted, talk) == text
    scripted.hear(text)
    scripted.hear(text, handle=ADAM)
    assert Dialogue.objects.get(session_id=talk.session).handle == ZOE
    assert Dialogue.objects.exclude(session_id=talk.session).get().handle == ADAM


def test_the_same_message_brought_twice_moves_once(scripted: Office) -> None:
    talk = begin(scripted)
    said: dict[str, object] = {"handle": ZOE, "text": find_text(scripted, talk), "reference": "r1"}
    scripted.receive(said)
    scripted.receive(said)
    assert len(list_said()) == 1


def test_whoever_comes_back_to_the_page_goes_on_there_in_its_own_words(scripted: Office) -> None:
    talk = begin(scripted)
    scripted.hear(find_text(scripted, talk))
    told = say(scripted, talk, MediumChanged(medium=Medium.PAGE))
    assert (told.medium, told.pieces[-1].text) == (Medium.PAGE, "Que souhaitez-vous savoir ?")
    scripted.hear("1")
    assert get_talk(scripted.organisation, talk.session, timezone.now()).medium is Medium.SMS
    told = say(scripted, talk, Heard(text="2"), medium=Medium.PAGE)
    assert (told.medium, told.state) == (Medium.PAGE, SessionState.SETTLED)


def test_what_he_was_in_by_sms_before_is_left(scripted: Office) -> None:
    scripted.hear("Bonjour")
    before = ScriptSession.objects.get()
    talk = say(scripted, begin(scripted), Chosen(option="date"))
    scripted.hear(find_text(scripted, talk))
    scripted.hear("3")
    before.refresh_from_db()
    assert before.expires_at <= timezone.now()
    assert get_talk(scripted.organisation, talk.session, timezone.now()).state is SessionState.SETTLED


def test_a_person_who_is_answering_by_sms_is_not_interrupted_by_it(office: Office) -> None:
    first = office.hear()
    publish_script(office.organisation, office.account.reason.key)
    talk = begin(office)
    assert office.hear(find_text(office, talk)).contact_id == first.contact_id
    assert get_talk(office.organisation, talk.session, timezone.now()).medium is Medium.PAGE


@pytest.mark.parametrize("medium", [Medium.KIOSK, Medium.SMS])
def test_a_kiosk_and_an_sms_are_not_taken_along(scripted: Office, medium: Medium) -> None:
    assert find(scripted, begin(scripted, medium)) is None


@pytest.mark.parametrize("address", ["MAIRIE", "", "Deux-Rives"])
def test_a_name_to_which_nobody_can_write_is_not_offered(scripted: Office, address: str) -> None:
    Account.objects.update(address=address)
    assert find(scripted, begin(scripted)) is None


def test_a_script_that_is_off_for_sms_is_not_offered_there(scripted: Office) -> None:
    talk = begin(scripted)
    Script.objects.update(media=["page", "chat"])
    assert find(scripted, talk) is None
    Script.objects.update(media=["page", "chat", "sms"])
    switch(Script.objects.get(), Editing(None, timezone.now()), is_on=False)
    assert find(scripted, talk) is None


def test_a_session_that_is_over_has_no_word_and_an_old_word_opens_nothing(scripted: Office) -> None:
    talk = begin(scripted)
    text = find_text(scripted, talk)
    assert take_word(scripted.organisation.pk, text, timezone.now() + LIFE + timedelta(seconds=1)) is None
    say(scripted, say(scripted, talk, Chosen(option="date")), Heard(text="3"))
    assert find(scripted, talk) is None
    assert take_word(scripted.organisation.pk, text, timezone.now()) is None


def test_a_word_of_another_organisation_opens_nothing(scripted: Office) -> None:
    text = find_text(scripted, begin(scripted))
    assert take_word(make_office("Mairie de Bourg").organisation.pk, text, timezone.now()) is None


@given(st.text(max_size=80) | st.from_regex(rf"\A(SUITE )?[0-9A-Z]{{{LETTERS}}}\Z"))
def test_whatever_is_written_no_word_is_guessed(text: str) -> None:
    assert take_word(1, text, timezone.now()) is None


def test_the_word_is_understood_however_it_is_typed(scripted: Office) -> None:
    word = find_text(scripted, begin(scripted)).split()[-1]
    for text in (word.lower(), f"Suite : {word}.", f"bonjour, {word}"):
        scripted_word = take_word(scripted.organisation.pk, text, timezone.now())
        assert scripted_word is not None
        ScriptSession.objects.filter(pk=scripted_word).update(sms_word=word)


def test_what_was_said_by_sms_is_found_again_on_the_page(scripted: Office) -> None:
    talk = begin(scripted)
    scripted.hear(find_text(scripted, talk))
    scripted.hear("1")
    lines = get_talk(scripted.organisation, talk.session, timezone.now()).lines
    assert [line.text for line in lines if line.part is Part.CITIZEN] == ["1"]
