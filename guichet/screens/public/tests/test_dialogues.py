"""A script on the citizen's pages, as a browser without scripts sees them."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from msgspec.structs import replace

from guichet.decisions.dialogue.inputs import MediumChanged
from guichet.decisions.dialogue.words import Ask, Day, Free, Identify, Kinds, Medium, PostalCode, Reference, StepId
from guichet.decisions.dialogue.words import Script as Document
from guichet.doors.limits import Allowance, Buckets
from guichet.records.contacts.models import Contact, Message
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.messaging.models import Account
from guichet.records.notices.models import Mail
from guichet.records.scripts.actions import switch
from guichet.records.scripts.models import Script, ScriptSession, ScriptVersion
from guichet.records.scripts.sessions import Hearing, hear
from guichet.records.scripts.tests.scripts import NOW, french, make_document, publish_script
from guichet.screens.public import dialogues

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("beginnings_of_an_address", "turns_of_an_address"):
        monkeypatch.setattr(dialogues, name, Buckets(getattr(dialogues, name).allowance))


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation("deux-rives", name="Deux-Rives", default_language="fr")
    queue = factories.make_queue(organisation, channels=["chat", "callback", "message"])
    reason = factories.make_reason(organisation, queue, key="payment", labels={"fr": "Mon paiement"})
    publish_script(organisation, "payment")
    return reason


@pytest.fixture
def organisation(reason: Reason) -> Organisation:
    return reason.organisation


def begin(client: Client, reason: Reason, query: str = "", key: str = "") -> str:
    """Returns the address of the dialogue."""
    answer = client.post(f"/o/deux-rives/requests/{reason.pk}/online{query}", {"key": key or str(uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    assert "/online/" in answer["Location"]
    return str(answer["Location"])


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def find_hidden(page: str) -> dict[str, str]:
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("key", "seen")}


def say(client: Client, address: str, **said: str) -> HttpResponse:
    """Answer what the page asks."""
    return client.post(address, {**find_hidden(read(client, address)), **said}, follow=True)  # type: ignore[return-value]


def test_a_question_is_settled_alone_from_the_page_of_its_subject(client: Client, reason: Reason) -> None:
    page = read(client, f"/o/deux-rives/requests/{reason.pk}")
    assert page.index("Répondre en ligne") < page.index("Écrire maintenant")
    assert not ScriptSession.objects.exists()
    address = begin(client, reason)
    page = read(client, address)
    for words in ("Que souhaitez-vous savoir ?", "La date de mon paiement", "Parler à une personne", "Mon paiement"):
        assert words in page
    page = say(client, address, option="date").content.decode()
    assert re.search(r"Vos réponses.*La date de mon paiement", page, re.DOTALL)
    assert 'inputmode="numeric"' in page
    page = say(client, address, words="trois").content.decode()
    assert "Merci, bonne journée." in page
    assert "Être rappelé" in page
    assert ScriptSession.objects.get().state == "settled"
    assert not Contact.objects.exists()


def test_the_button_pressed_twice_is_one_session_and_an_answer_sent_twice_is_one_answer(client: Client, reason: Reason) -> None:
    key = str(uuid4())
    assert begin(client, reason, key=key) == begin(client, reason, key=key)
    address = begin(client, reason, key=key)
    sent = {**find_hidden(read(client, address)), "option": "date"}
    for _time in range(2):
        assert client.post(address, sent).status_code == 302
    assert ScriptSession.objects.get().turn == 2


def test_what_is_wrong_is_said_beside_what_was_typed(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    say(client, address, option="date")
    answer = say(client, address, words="plein <b>")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Il faut un nombre, en chiffres." in page
    assert 'value="plein &lt;b&gt;"' in page
    assert "<title>Erreur" in page


def test_back_and_begin_again(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    assert "Revenir à la question précédente" not in read(client, address)
    say(client, address, option="date")
    page = say(client, address, do="back").content.decode()
    assert "Que souhaitez-vous savoir ?" in page
    assert "Vos réponses" not in page
    say(client, address, option="date")
    anew = client.post(f"{address}/again", {"key": str(uuid4())})
    assert anew["Location"] != address
    assert "Vos réponses" not in read(client, anew["Location"])
    assert "Vos réponses" in read(client, address)


def test_an_answer_to_a_question_that_is_past_changes_nothing_and_is_said(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    stale = find_hidden(read(client, address))
    say(client, address, option="date")
    page = client.post(address, {**stale, "key": str(uuid4()), "option": "help"}).content.decode()
    assert "déjà une réponse" in page
    assert "Combien de pièces ?" in page
    assert ScriptSession.objects.get().state == "open"


def test_a_person_takes_over_with_all_answers_and_the_conversation_opens(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    say(client, address, option="date")
    page = say(client, address, do="person").content.decode()
    assert "Une personne vous répond, avec vos réponses." in page
    assert "La date de mon paiement" in Message.objects.get(kind="note").text
    answer = client.post(address, {"do": "open"}, follow=True)
    assert answer.redirect_chain == [("/conversation", 302)]
    shown = answer.content.decode()
    assert "Une personne vous répond" in shown
    assert "Scénario" not in shown, "the note is for agents"
    elsewhere = Client()
    assert "Ouvrir la conversation" in read(elsewhere, address)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("way", ["message", "callback"])
def test_where_nobody_is_there_the_answers_follow_by_another_way(client: Client, reason: Reason, way: str) -> None:
    in_three_days = (timezone.now().weekday() + 3) % 7
    closed = factories.make_calendar(reason.organisation, hours=[(in_three_days, 600, 660)])
    address = begin(client, reason)
    say(client, address, option="date")
    Queue.objects.update(calendar=closed if way == "message" else Queue.objects.get().calendar)
    if way == "callback":
        Queue.objects.update(channels=["callback"])
    page = say(client, address, do="person").content.decode()
    assert ("Personne ne peut vous répondre en ce moment" in page) is (way == "message"), "a call back is a way to somebody who is there"
    assert ("Choisissez ci-dessous comment joindre une personne" in page) is (way == "callback")
    [link] = set(re.findall(rf'href="([^"]+/{way}\?dialogue=[^"]+)"', page))
    form = {"key": str(uuid4()), "text": "Bonjour", "number": "06 12 34 56 78", "slot": "now"}
    assert client.post(link, form).status_code == 302
    contact = Contact.objects.get()
    assert contact.channel == way
    assert "La date de mon paiement" in contact.messages.get(kind="note").text
    assert ScriptSession.objects.get().contact == contact


def test_who_writes_from_another_computer_of_the_library_gets_nobody_elses_answers(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    say(client, address, option="date")
    client.post(f"/o/deux-rives/requests/{reason.pk}", {"key": str(uuid4()), "text": "Bonjour"})
    assert not Message.objects.filter(kind="note").exists()
    client.post(f"/o/deux-rives/requests/{reason.pk}?dialogue={address.rpartition('/')[2]}", {"key": str(uuid4()), "text": "Bonjour"})
    assert Message.objects.filter(kind="note").count() == 1


def test_the_page_of_the_subject_leads_back_to_what_was_begun(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    assert address in read(client, f"/o/deux-rives/requests/{reason.pk}")
    say(client, address, do="person")
    assert address not in read(client, f"/o/deux-rives/requests/{reason.pk}")


def test_who_comes_back_after_a_script_had_settled_is_counted(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    say(client, address, option="date")
    say(client, address, words="3")
    client.post(f"/o/deux-rives/requests/{reason.pk}", {"key": str(uuid4()), "text": "Bonjour"})
    assert ScriptSession.objects.get().back_at is not None


@pytest.mark.parametrize("forged", ["x", "1:2:3", "%00", "a" * 3_000])
def test_an_address_that_is_none_of_ours_leads_to_a_clear_page(client: Client, reason: Reason, forged: str) -> None:
    assert reason
    for path in (f"/online/{forged}", f"/online/{forged}/again"):
        answer = client.post(path, {"key": str(uuid4())})
        assert answer.status_code == 404
        assert "Choisir un sujet" in answer.content.decode()


def test_what_has_expired_leads_to_a_clear_page_with_a_person_and_a_beginning(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    say(client, address, option="date")
    ScriptSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = read(client, address, 410)
    assert "Joindre une personne" in page
    answer = client.post(address, {"key": str(uuid4()), "seen": "2", "words": "3"})
    assert answer.status_code == 410
    assert begin(client, reason) != address


def test_a_script_that_is_switched_off_or_was_never_there_leads_to_a_person(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    switch(Script.objects.get(), Editing(None, NOW), is_on=False)
    where = f"/o/deux-rives/requests/{reason.pk}"
    for method in (client.get, client.post):
        assert method(f"{where}/online", {"key": str(uuid4())})["Location"] == where
    assert client.post(f"{address}/again", {"key": str(uuid4())})["Location"] == where
    assert "Répondre en ligne" not in read(client, where)
    assert "Combien de pièces ?" in say(client, address, option="date").content.decode(), "whoever is in it goes on"


@pytest.mark.parametrize(
    "sent", [{}, {"key": "x", "seen": "1"}, {"key": str(uuid4()), "seen": "-1"}, {"key": str(uuid4()), "seen": "9" * 40}]
)
def test_a_form_that_is_none_of_ours_changes_nothing(client: Client, reason: Reason, sent: dict[str, str]) -> None:
    address = begin(client, reason)
    assert client.post(address, {**sent, "option": "date"}).status_code == 422
    assert ScriptSession.objects.get().turn == 1


@pytest.mark.parametrize("words", ["\0", "x" * 20_001, "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), ""])
def test_what_cannot_be_kept_is_refused_and_the_question_stays(client: Client, reason: Reason, words: str) -> None:
    address = begin(client, reason)
    say(client, address, option="date")
    answer = client.post(address, {**find_hidden(read(client, address)), "words": words})
    assert answer.status_code == 422
    assert "Combien de pièces ?" in answer.content.decode()


def test_a_thousand_turns_in_a_minute_from_one_address_are_slowed_down_politely(
    client: Client, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogues, "turns_of_an_address", Buckets(Allowance(burst=5, per_second=1 / 60)))
    address = begin(client, reason)
    answers = [client.post(address, {"key": str(uuid4()), "seen": "0", "words": "bonjour"}) for _time in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 3
    assert int(refused[-1]["Retry-After"]) > 0
    page = refused[-1].content.decode()
    assert "rien n’est perdu" in page
    assert "Que souhaitez-vous savoir ?" in page
    assert "Parler à une personne" in page


KINDS: tuple[tuple[Kinds, str], ...] = (
    (Day(), "31/12/2026"),
    (PostalCode(), 'autocomplete="postal-code"'),
    (Reference(shape="AA-999"), "AA-111"),
    (Free(most=500), "<textarea"),
)


@pytest.mark.parametrize(("kind", "shown"), KINDS, ids=[type(kind).__name__ for kind, _ in KINDS])
def test_each_kind_of_answer_says_how_it_is_written(client: Client, reason: Reason, kind: Kinds, shown: str) -> None:
    Script.objects.all().delete()
    rooms = Ask(name="rooms", text=french("Combien de pièces ?"), kind=kind, next=StepId("end"))
    publish_script(reason.organisation, "payment", make_document(rooms=rooms))
    address = begin(client, reason)
    assert shown in say(client, address, option="date").content.decode()


def test_the_kiosk_shows_the_same_larger_and_goes_back_by_itself(client: Client, reason: Reason) -> None:
    address = begin(client, reason, "?kiosk=1")
    page = read(client, address)
    assert 'class="kiosk"' in page
    assert client.get(address).headers["Refresh"] == f"45; url={address}?still=1"
    still = client.get(f"{address}?still=1", headers={"accept-language": "fr"})
    assert "Êtes-vous encore là\u202f?" in still.content.decode()
    assert still.headers["Refresh"] == "20; url=/o/deux-rives/kiosk"
    assert "kept-link" not in page
    assert client.cookies.get("guichet_script") is None
    for wrong in ("9", "x", "-1", "²"):
        assert "La date de mon paiement" in read(client, f"{address}?screen={wrong}")


def test_no_page_of_a_script_runs_anything_of_its_own(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    response = client.get(address)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"\son\w+=|\sstyle=", response.content.decode())


def make_identifying() -> Document:
    document = make_document()
    who = Identify(text=french("À quelle adresse vous envoyer un code ?"), known=StepId("end"), unknown=StepId("person"))
    return replace(document, start=StepId("who"), steps={**document.steps, StepId("who"): who})


def test_somebody_is_identified_by_a_code_on_a_page(client: Client, reason: Reason, settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = object()  # type: ignore[attr-defined]  # pytest-django's
    ScriptVersion.objects.update(document=msgspec.json.encode(make_identifying()).decode())
    address = begin(client, reason)
    page = read(client, address)
    assert 'autocomplete="email"' in page
    assert "Je ne peux pas recevoir de code" in page
    page = say(client, address, words="zoe@exemple.fr").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert "question précédente" in page
    assert "zoe@exemple.fr" not in page
    page = say(client, address, words="12345").content.decode()
    assert "Le code a 6 chiffres." in page
    code = re.findall(r"\b\d{6}\b", Mail.objects.get().text)[0]
    assert "Merci, bonne journée." in say(client, address, words=code).content.decode()


def test_whoever_can_receive_no_code_goes_on_from_the_page(client: Client, reason: Reason) -> None:
    ScriptVersion.objects.update(document=msgspec.json.encode(make_identifying()).decode())
    page = say(client, begin(client, reason), option="unable").content.decode()
    assert "one-time-code" not in page
    assert ScriptSession.objects.get().state == "handed-over"


@pytest.fixture
def number(reason: Reason) -> Account:
    values = {"channel": "sms", "kind": "smpp", "address": "36105", "language": "fr"}
    return Account.objects.create(organisation=reason.organisation, reason=reason, **values)


@pytest.mark.usefixtures("number")
def test_the_page_says_how_to_go_on_by_sms_where_it_went_on_and_comes_back_by_one_press(client: Client, reason: Reason) -> None:
    address = begin(client, reason)
    page = read(client, address)
    [word] = re.findall(r"« SUITE ([0-9A-Z]{8}) » au 36105", unescape(page).replace("\u00a0", " "))
    assert f'href="sms:36105?body=SUITE%20{word}"' in page
    session = ScriptSession.objects.get()
    hear(reason.organisation, session.pk, Hearing(key=uuid4(), input=MediumChanged(medium=Medium.SMS)), timezone.now())
    page = read(client, address)
    assert "Vous continuez par SMS." in page
    assert "La date de mon paiement" not in page
    assert "Parler à une personne" in page
    page = say(client, address, do="here").content.decode()
    assert "La date de mon paiement" in page
    assert "0 Parler" not in page


def test_without_a_number_nothing_is_said_of_sms(client: Client, reason: Reason) -> None:
    assert "SMS" not in read(client, begin(client, reason))
    assert ScriptSession.objects.get().sms_word == ""


@pytest.mark.usefixtures("number")
def test_a_kiosk_takes_nobody_along_by_sms(client: Client, reason: Reason) -> None:
    assert "SMS" not in read(client, begin(client, reason, "?kiosk=1"))
