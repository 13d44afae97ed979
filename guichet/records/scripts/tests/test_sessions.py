"""Sessions: every input once, a person always, and nothing lost between two processes or two channels."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from msgspec.structs import replace

from guichet.decisions.dialogue.inputs import Chosen, Heard, MediumChanged, PersonWanted
from guichet.decisions.dialogue.words import Answer, Ask, Language, Medium, Number, Script, StepId
from guichet.records import privacy
from guichet.records.contacts.errors import UnstorableTextError
from guichet.records.contacts.models import Callback, Contact, Message
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.journal.models import Inbox
from guichet.records.knowledge import actions as knowledge
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.tests.contents import make_content
from guichet.records.knowledge.words import Content
from guichet.records.people.models import Citizen
from guichet.records.scripts import problems, sources
from guichet.records.scripts.actions import Details, Policy, save_details, save_link
from guichet.records.scripts.errors import NoScriptError, NoSuchSessionError
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.passes import read_pass, sign_pass
from guichet.records.scripts.sessions import LIFE, MOST_TURNS, Beginning, Hearing, Inputs, begin_session, get_talk, hear
from guichet.records.scripts.sources import Source
from guichet.records.scripts.tests.scripts import (
    FRENCH,
    LINK,
    LOOK_UP,
    NOW,
    french,
    make_document,
    publish_script,
    with_callback,
    with_work,
)
from guichet.records.scripts.words import Part, SessionState, Talk
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation(default_language="fr")
    queue = factories.make_queue(organisation, channels=["chat", "callback"])
    return factories.make_reason(organisation, queue, key="payment")


@pytest.fixture
def organisation(reason: Reason) -> Organisation:
    return reason.organisation


def start(organisation: Organisation, key: UUID | None = None, medium: Medium = Medium.CHAT) -> Talk:
    return begin_session(organisation, Beginning(key=key or uuid4(), reason_key="payment", medium=medium, language="fr"), NOW)


def answer(organisation: Organisation, talk: Talk, said: Inputs, key: UUID | None = None, seen: int | None = None) -> Talk:
    return hear(organisation, talk.session, Hearing(key=key or uuid4(), input=said, seen=seen), LATER)


def begin_with(organisation: Organisation, document: Script | None = None, medium: Medium = Medium.CHAT) -> Talk:
    publish_script(organisation, "payment", document)
    return start(organisation, medium=medium)


def ask_rooms(organisation: Organisation, document: Script | None = None, medium: Medium = Medium.CHAT) -> Talk:
    return answer(organisation, begin_with(organisation, document, medium), Chosen(option="date"))


def list_parts(talk: Talk) -> list[str]:
    return [piece.part.value for piece in talk.pieces]


def test_a_script_asks_answers_and_ends(organisation: Organisation) -> None:
    talk = begin_with(organisation)
    assert [choice.label for choice in talk.pieces[0].choices] == [
        "La date de mon paiement",
        "Je suis sans ressources",
        "Parler à quelqu’un",
    ]
    talk = answer(organisation, talk, Chosen(option="date"), seen=talk.turn)
    assert talk.pieces[0].text == "Combien de pièces ?"
    talk = answer(organisation, talk, Heard(text="trois"))
    assert (talk.state, list_parts(talk)) == (SessionState.SETTLED, ["end"])
    assert not Contact.objects.exists()
    row = ScriptSession.objects.get()
    assert (row.questions, row.misunderstood, row.why) == (2, 0, "")


def test_the_same_key_begins_once_and_is_heard_once(organisation: Organisation) -> None:
    publish_script(organisation, "payment")
    key, said = uuid4(), uuid4()
    first, again = start(organisation, key), start(organisation, key)
    assert first == again
    talks = [answer(organisation, first, Heard(text="la date"), said) for _time in range(2)]
    assert talks[0] == talks[1]
    assert ScriptSession.objects.get().turn == 2


def test_of_two_answers_to_one_question_one_is_taken_and_the_other_gets_the_present_question(organisation: Organisation) -> None:
    talk = begin_with(organisation)
    first = answer(organisation, talk, Chosen(option="date"), seen=talk.turn)
    second = answer(organisation, talk, Chosen(option="help"), seen=talk.turn)
    assert (first.is_taken, second.is_taken) == (True, False)
    assert second.pieces == first.pieces
    assert second.state is SessionState.OPEN


def test_a_person_is_wanted_from_an_old_page_too(organisation: Organisation) -> None:
    talk = begin_with(organisation)
    answer(organisation, talk, Chosen(option="date"), seen=talk.turn)
    assert answer(organisation, talk, PersonWanted(), seen=talk.turn).state is SessionState.HANDED_OVER


def test_a_person_takes_over_at_once_with_all_answers_at_the_rank_of_who_began(organisation: Organisation) -> None:
    talk = ask_rooms(organisation)
    over = answer(organisation, talk, PersonWanted())
    [piece] = over.pieces
    assert (piece.part, piece.text) == (Part.HAND_OVER, "Une personne vous répond, avec vos réponses.")
    contact = Contact.objects.get()
    assert (str(contact.pk), over.contact) == (piece.contact, piece.contact)
    assert (contact.arrived_at, contact.reason.key, contact.channel) == (NOW, "payment", "chat")
    note = Message.objects.get(kind="note")
    assert note.author == "system"
    assert Message.objects.get(kind="message").text == "Une personne vous répond, avec vos réponses."
    assert "Que souhaitez-vous savoir ? La date de mon paiement" in note.text
    assert "version 1" in note.text
    assert [row.kind for row in Inbox.objects.all()] == ["ContactArrived"]
    assert "date" not in Inbox.objects.get().body.replace("updated", "")
    assert not answer(organisation, over, Heard(text="encore")).is_taken
    assert Contact.objects.count() == 1


def test_two_misunderstandings_lead_to_a_person_or_as_many_as_the_policy_allows(organisation: Organisation) -> None:
    talk = ask_rooms(organisation)
    again = answer(organisation, talk, Heard(text="beaucoup"))
    assert list_parts(again) == ["mistake", "question"]
    assert answer(organisation, again, Heard(text="plein")).state is SessionState.HANDED_OVER
    row = ScriptSession.objects.get()
    assert (row.why, row.misunderstood, row.questions) == ("misunderstood", 1, 2)
    save_details(row.version.script, Details("P", tuple(Medium), {"payment": Policy(misunderstandings=1)}), Editing(None, NOW))
    talk = answer(organisation, start(organisation), Chosen(option="date"))
    assert answer(organisation, talk, Heard(text="plein")).state is SessionState.HANDED_OVER


def test_who_declares_himself_vulnerable_gets_a_person(organisation: Organisation) -> None:
    over = answer(organisation, begin_with(organisation), Chosen(option="help"))
    assert over.state is SessionState.HANDED_OVER
    assert "situation" in Message.objects.get(kind="note").text
    assert ScriptSession.objects.get().why == "vulnerable"


def test_a_contact_that_is_there_is_handed_over_itself(organisation: Organisation) -> None:
    first = answer(organisation, begin_with(organisation), PersonWanted())
    contact = Contact.objects.get(pk=first.contact)
    beginning = Beginning(key=uuid4(), reason_key="payment", medium=Medium.CHAT, language="fr", contact=contact)
    talk = begin_session(organisation, beginning, NOW)
    assert answer(organisation, talk, PersonWanted()).contact == str(contact.pk)
    assert Contact.objects.count() == 1
    assert Message.objects.filter(contact=contact, kind="note").count() == 2


def test_a_session_goes_on_by_sms_where_it_was_left_in_chat(organisation: Organisation) -> None:
    talk = answer(organisation, begin_with(organisation), MediumChanged(medium=Medium.SMS))
    assert talk.medium is Medium.SMS
    assert "1 La date de mon paiement" in talk.pieces[0].text
    assert answer(organisation, talk, Heard(text="1")).pieces[0].text == "Combien de pièces ?\n0 Parler à quelqu’un"
    assert get_talk(organisation, talk.session, LATER).pieces[0].text.startswith("Combien de pièces ?")


def test_whoever_began_goes_on_with_the_version_he_began_with(organisation: Organisation) -> None:
    talk = begin_with(organisation)
    version = ScriptSession.objects.get().version
    version.state = "withdrawn"
    version.save()
    with pytest.raises(NoScriptError):
        start(organisation)
    assert answer(organisation, talk, Chosen(option="date")).pieces[0].text == "Combien de pièces ?"


def publish_article(organisation: Organisation, content: Content | None = None) -> ArticleVersion:
    editing = Editing(None, NOW)
    version = knowledge.create_article(organisation.pk, "scale", content or make_content(), knowledge.Details(), editing)
    return knowledge.publish(knowledge.approve(knowledge.submit(version, editing), editing), editing)


@pytest.mark.parametrize(
    ("medium", "said"), [(Medium.CHAT, "L’aide est de 423"), (Medium.SMS, "Aide : 423"), (Medium.VOICE, "L’aide est de quatre cent")]
)
def test_an_answer_is_worded_for_its_medium_and_carries_its_article_and_version(
    organisation: Organisation, medium: Medium, said: str
) -> None:
    publish_article(organisation)
    told = answer(organisation, ask_rooms(organisation, with_answer(), medium), Heard(text="2"))
    given = told.pieces[0]
    assert (given.part, given.article, given.version) == (Part.ANSWER, "scale", 1)
    assert given.text.startswith(said)
    assert told.state is SessionState.SETTLED


def test_an_article_that_is_gone_leads_to_a_person(organisation: Organisation) -> None:
    version = publish_article(organisation)
    talk = ask_rooms(organisation, with_answer())
    Article.objects.filter(pk=version.article_id).update(is_active=False)
    over = answer(organisation, talk, Heard(text="2"))
    assert (over.state, list_parts(over)) == (SessionState.HANDED_OVER, ["hand-over"])


def test_a_language_in_which_the_article_is_not_worded_blocks_the_script(organisation: Organisation) -> None:
    publish_article(organisation)
    spoken = replace(with_answer(), languages=(FRENCH, Language("en")))
    found = [each for each in problems.find_troubles(organisation.pk, spoken, ["chat", "sms"]) if each.code != "no-wording"]
    assert [(trouble.code, trouble.step, trouble.detail) for trouble in found] == [(problems.UNWORDED, "scale", "en chat, en sms")]


def with_answer() -> Script:
    rooms = Ask(name="rooms", text=french("Combien de pièces ?"), kind=Number(), next=StepId("scale"))
    return make_document(rooms=rooms, scale=Answer(article="scale", next=StepId("end")))


@pytest.mark.parametrize("medium", [Medium.CHAT, Medium.SMS, Medium.KIOSK, Medium.PAGE])
def test_a_link_is_said_where_it_can_be_read(organisation: Organisation, medium: Medium) -> None:
    save_link(organisation, "account", {"fr": "Mon compte"}, "https://example.org/compte", Editing(None, NOW))
    told = answer(organisation, ask_rooms(organisation, with_work(LINK), medium), Heard(text="2"))
    link = told.pieces[0]
    assert (link.part, link.address) == (Part.LINK, "https://example.org/compte")
    assert ("https://" in link.text) == (medium is Medium.SMS)


def test_a_voice_reads_no_address_out(organisation: Organisation) -> None:
    save_link(organisation, "account", {"fr": "Mon compte"}, "https://example.org/compte", Editing(None, NOW))
    told = answer(organisation, ask_rooms(organisation, with_work(LINK), Medium.VOICE), Heard(text="2"))
    assert [piece.text for piece in told.pieces] == ["Cela n’a pas marché."]


@pytest.mark.parametrize(
    ("typed", "state", "calls"), [("06 12 34 56 78", "settled", 1), ("0899 70 00 00", "unsettled", 0), ("chez moi", "unsettled", 0)]
)
def test_a_callback_is_asked_for_at_the_number_that_was_given(organisation: Organisation, typed: str, state: str, calls: int) -> None:
    talk = answer(organisation, ask_rooms(organisation, with_callback()), Heard(text="2"))
    told = answer(organisation, talk, Heard(text=typed))
    assert told.state.value == state
    assert Callback.objects.count() == calls
    if calls:
        contact = Callback.objects.get().contact
        assert (contact.arrived_at, contact.channel) == (NOW, "callback")
        assert "La date de mon paiement" in contact.messages.get().text


def test_a_second_callback_for_the_same_number_fails_and_the_script_goes_on(organisation: Organisation) -> None:
    for expected in (SessionState.SETTLED, SessionState.UNSETTLED):
        talk = (
            ask_rooms(organisation, with_callback())
            if expected is SessionState.SETTLED
            else answer(organisation, start(organisation), Chosen(option="date"))
        )
        talk = answer(organisation, talk, Heard(text="2"))
        assert answer(organisation, talk, Heard(text="06 12 34 56 78")).state is expected


@pytest.fixture
def payments() -> Iterator[Callable[[Callable[[int, Mapping[str, str]], object]], None]]:
    def register(ask: Callable[[int, Mapping[str, str]], object]) -> None:
        sources.register(Source("payments", "Paiements", ask))  # type: ignore[arg-type]

    yield register
    sources.forget("payments")


Register = Callable[[Callable[[int, Mapping[str, str]], object]], None]


def fail(_organisation: int, _arguments: Mapping[str, str]) -> None:
    raise OSError("no route")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda _o, arguments: {"amount": arguments["rooms"]}, "Merci, bonne journée."),
        (lambda _o, _a: None, "Rien trouvé."),
        (fail, "Cela n’a pas marché."),
        (lambda _o, _a: ["a lie"], "Cela n’a pas marché."),
        (lambda _o, _a: {"amount": 4}, "Cela n’a pas marché."),
        (lambda _o, _a: {"amount": "x" * 10_000}, "Cela n’a pas marché."),
        (lambda _o, _a: {"amount": "\0"}, "Cela n’a pas marché."),
        (lambda _o, _a: {"rooms": "9"}, "Cela n’a pas marché."),
    ],
)
def test_a_look_up_finds_misses_fails_or_lies_and_nobody_is_stuck(
    organisation: Organisation, payments: Register, ask: Callable[[int, Mapping[str, str]], object], said: str
) -> None:
    payments(ask)
    told = answer(organisation, ask_rooms(organisation, with_work(LOOK_UP)), Heard(text="2"))
    assert told.pieces[-1].text == said


def test_a_look_up_that_hangs_is_left_behind(payments: Register) -> None:
    stop = Event()
    payments(lambda _o, _a: stop.wait() and None)
    try:
        for _time in range(sources.MOST_AT_ONCE + 3):
            assert type(sources.look_up(1, "payments", {}, limit_seconds=0.001)).__name__ == "WorkFailed"
    finally:
        stop.set()


def test_a_source_that_is_gone_has_failed() -> None:
    assert type(sources.look_up(1, "gone", {})).__name__ == "WorkFailed"


def test_what_was_answered_is_gone_with_the_session_and_the_figures_stay(organisation: Organisation) -> None:
    talk = answer(organisation, ask_rooms(organisation), Heard(text="trois"))
    with pytest.raises(NoSuchSessionError):
        get_talk(organisation, talk.session, LATER + LIFE)
    late = Hearing(key=uuid4(), input=PersonWanted())
    with pytest.raises(NoSuchSessionError):
        hear(organisation, talk.session, late, LATER + LIFE)
    assert set(privacy.erase_expired(organisation.pk, LATER + LIFE + timedelta(seconds=1))) >= {
        "scripts.ScriptSession.document",
        "scripts.ScriptSession.pieces",
    }
    row = ScriptSession.objects.get()
    assert (row.document, row.pieces, row.state, row.questions) == ("", "", "settled", 2)


def test_the_answers_of_an_erased_citizen_are_erased(organisation: Organisation) -> None:
    over = answer(organisation, ask_rooms(organisation), PersonWanted())
    citizen = Citizen.objects.create(organisation=organisation, name="Awa", last_seen_at=NOW)
    Contact.objects.filter(pk=over.contact).update(citizen=citizen)
    privacy.erase_citizen(organisation.pk, citizen.pk)
    row = ScriptSession.objects.get()
    assert (row.document, row.pieces, row.lines) == ("", "", "")
    assert {message.text for message in Message.objects.all()} == {""}
    with pytest.raises(NoSuchSessionError):
        answer(organisation, over, Heard(text="encore"))


@pytest.mark.parametrize("text", ["\0", "\ud800"])
def test_what_cannot_be_kept_is_refused_and_the_question_stays(organisation: Organisation, text: str) -> None:
    talk = ask_rooms(organisation)
    with pytest.raises(UnstorableTextError):
        answer(organisation, talk, Heard(text=text))
    assert get_talk(organisation, talk.session, LATER) == talk


def test_a_thousand_answers_end_at_a_person(organisation: Organisation) -> None:
    talk = ask_rooms(organisation)
    ScriptSession.objects.update(turn=MOST_TURNS)
    assert answer(organisation, talk, Heard(text="répéter")).state is SessionState.HANDED_OVER


def test_a_reason_that_nobody_answers_any_more_leaves_the_way_open(organisation: Organisation, reason: Reason) -> None:
    talk = ask_rooms(organisation)
    Reason.objects.filter(pk=reason.pk).update(is_active=False)
    over = answer(organisation, talk, PersonWanted())
    assert (over.state, over.contact) == (SessionState.HANDED_OVER, "")


def test_a_pass_opens_its_session_alone() -> None:
    session = uuid4()
    assert read_pass(sign_pass(7, session)) == (7, session)
    for forged in (sign_pass(7, session)[:-1], f"8:{session}", ""):
        assert read_pass(forged) is None


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_time_are_one_turn() -> None:
    with transaction.atomic():
        organisation = factories.make_organisation(default_language="fr")
        factories.make_reason(organisation, factories.make_queue(organisation), key="payment")
        talk = begin_with(organisation)
    taken: list[bool] = []
    ready = threading.Barrier(2)

    def press(option: str) -> None:
        ready.wait()
        with transaction.atomic():
            set_organisation(organisation.pk)
            taken.append(answer(organisation, talk, Chosen(option=option), seen=talk.turn).is_taken)
        connection.close()

    presses = [threading.Thread(target=press, args=[option]) for option in ("date", "help")]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(taken) == [False, True]
