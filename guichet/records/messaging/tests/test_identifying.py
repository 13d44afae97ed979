"""Identifying by a code: an address is proved by what was sent there, never by where somebody writes from."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from guichet.decisions.dialogue.inputs import Heard
from guichet.decisions.dialogue.words import Choose, End, Identify, Medium, Script, StepId
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Queue
from guichet.records.directory.tests import factories
from guichet.records.messaging.models import Outgoing
from guichet.records.messaging.sending import claim
from guichet.records.messaging.stops import stop
from guichet.records.messaging.tests.houses import ZOE, Office
from guichet.records.messaging.words import OutgoingState, Purpose
from guichet.records.notices.models import Mail
from guichet.records.people.actions import find_or_create_citizen
from guichet.records.people.models import Citizen, ContactPoint
from guichet.records.people.words import Claim, ContactPointKind
from guichet.records.privacy import erase_citizen
from guichet.records.scripts import proofs
from guichet.records.scripts.models import Proof, ScriptSession
from guichet.records.scripts.sessions import Beginning, Hearing, begin_session, hear
from guichet.records.scripts.sources import Source, forget, look_up, register
from guichet.records.scripts.tests.scripts import french, make_document, publish_script
from guichet.records.scripts.words import SessionState, Talk

pytestmark = pytest.mark.django_db
MAIL = "zoe@exemple.fr"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make_identifying() -> Script:
    """Somebody gives an address and the code that went there; then he can reach a person."""
    document = make_document()
    first = document.steps[StepId("topic")]
    assert isinstance(first, Choose)
    who = Identify(text=french("À quelle adresse pouvons-nous vous envoyer un code ?"), known=StepId("topic"), unknown=StepId("failed"))
    topic = replace(first, options=(replace(first.options[0], next=StepId("end")), *first.options[1:]))
    failed = End(text=french("Nous n’avons pas pu vérifier."), settled=False)
    steps = {**document.steps, StepId("topic"): topic, StepId("who"): who, StepId("failed"): failed}
    steps.pop(StepId("rooms"))
    return replace(document, start=StepId("who"), steps=steps)


@pytest.fixture
def house(office: Office, settings: pytest.FixtureRequest) -> Office:
    settings.MAIL_SERVER = object()  # type: ignore[attr-defined]  # pytest-django's
    publish_script(office.organisation, office.account.reason.key, make_identifying())
    return office


def begin(house: Office, medium: Medium = Medium.CHAT) -> Talk:
    beginning = Beginning(key=uuid4(), reason_key=house.account.reason.key, medium=medium, language="fr")
    return begin_session(house.organisation, beginning, NOW)


def say(house: Office, talk: Talk, text: str, at: datetime = NOW) -> Talk:
    return hear(house.organisation, talk.session, Hearing(key=uuid4(), input=Heard(text=text)), at)


def read_code(text: str) -> str:
    found = re.search(r"\b(\d{6})\b", text)
    assert found
    return found[1]


def get_mailed_code() -> str:
    return read_code(Mail.objects.order_by("created_at").last().text)  # type: ignore[union-attr]  # there is one


def spoil(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_by_mail_proves_an_address_and_leads_to_its_citizen(house: Office) -> None:
    known = find_or_create_citizen(house.organisation.pk, Claim(name="Zoé", kind=ContactPointKind.EMAIL, value=MAIL, is_verified=True), NOW)
    talk = say(house, begin(house), " Zoe@Exemple.fr ")
    assert talk.pieces[-1].text.startswith("Un code à 6 chiffres")
    talk = say(house, talk, get_mailed_code())
    assert talk.pieces[-1].text == "Que souhaitez-vous savoir ?"
    Queue.objects.update(channels=["sms", "chat"])
    handed = say(house, talk, "un agent")
    contact = Contact.objects.get(pk=handed.contact)
    assert contact.citizen_id == known.pk
    assert f"Prouvé par un code : {MAIL}" in house.list_notes(contact)[0].replace("\u00a0", " ")


def test_a_code_by_sms_proves_a_number_whatever_the_house_sleeps(house: Office) -> None:
    talk = say(house, begin(house), "06 12 34 56 78")
    sent = Outgoing.objects.get()
    assert (sent.purpose, sent.handle, sent.state) == (Purpose.CODE, ZOE, OutgoingState.QUEUED)
    say(house, talk, read_code(sent.text))
    assert Proof.objects.get().proved_at == NOW


def test_where_somebody_writes_from_proves_nothing_until_the_code_comes_back(house: Office) -> None:
    house.hear("Bonjour")
    house.hear("agent")
    assert not ContactPoint.objects.filter(verified_at__isnull=False).exists()


def test_by_sms_the_code_that_came_back_leads_to_its_owner_and_the_answer_leaves(house: Office) -> None:
    known = find_or_create_citizen(house.organisation.pk, Claim(kind=ContactPointKind.TELEPHONE, value=ZOE, is_verified=True), NOW)
    house.hear("Bonjour")
    house.hear("0612345678")
    code = read_code(Outgoing.objects.get(purpose=Purpose.CODE).text)
    house.hear(code)
    house.hear("agent")
    contact = Contact.objects.get()
    assert contact.citizen_id == known.pk
    assert Citizen.objects.count() == 1
    assert house.say(house.take_up(contact.pk), "Bonjour Zoé.").handle == ZOE


@pytest.mark.parametrize("is_known", [True, False])
def test_the_same_is_said_whether_an_address_is_known_or_not(house: Office, is_known: bool) -> None:
    if is_known:
        find_or_create_citizen(house.organisation.pk, Claim(name="Zoé", kind=ContactPointKind.EMAIL, value=MAIL, is_verified=True), NOW)
    talk = say(house, begin(house), MAIL)
    assert [piece.text for piece in talk.pieces] == [
        "Un code à 6 chiffres vient de partir à cette adresse. Donnez-le ici dans les 10 minutes."
    ]
    mail = Mail.objects.get()
    assert "Zoé" not in mail.text
    assert mail.subject == "Votre code pour Mairie de Ville"


def test_five_wrong_codes_end_it_and_the_right_one_comes_too_late(house: Office) -> None:
    talk = say(house, begin(house), MAIL)
    code = get_mailed_code()
    for _ in range(4):
        talk = say(house, talk, spoil(code))
        assert talk.pieces[0].text == "Ce n’est pas le code que nous avons envoyé."
    talk = say(house, talk, spoil(code))
    assert talk.state == SessionState.UNSETTLED
    assert not say(house, talk, code).is_taken
    assert Proof.objects.get().proved_at is None


def test_a_code_serves_for_ten_minutes_and_in_its_own_session_alone(house: Office) -> None:
    talk, other = say(house, begin(house), MAIL), say(house, begin(house), "autre@exemple.fr")
    codes = {mail.recipient: read_code(mail.text) for mail in Mail.objects.all()}
    foreign = codes[MAIL] if codes[MAIL] != codes["autre@exemple.fr"] else spoil(codes[MAIL])
    assert say(house, other, foreign).pieces[0].text == "Ce n’est pas le code que nous avons envoyé."
    late = say(house, talk, codes[MAIL], NOW + proofs.LIFE)
    assert late.state == SessionState.UNSETTLED


def test_another_address_gets_another_code_and_the_first_serves_no_more(house: Office) -> None:
    talk = say(house, begin(house), MAIL)
    first = get_mailed_code()
    talk = say(house, say(house, talk, "retour"), "autre@exemple.fr")
    second = get_mailed_code()
    if first != second:
        assert say(house, talk, first).pieces[0].text == "Ce n’est pas le code que nous avons envoyé."
    say(house, talk, second)
    assert Proof.objects.get(proved_at__isnull=False).address == "autre@exemple.fr"


def test_few_codes_leave_for_one_address_and_in_one_session(house: Office) -> None:
    for _ in range(proofs.MOST_OF_HOUR):
        say(house, begin(house), MAIL)
    refused = say(house, begin(house), MAIL.upper())
    assert (refused.state, Mail.objects.count()) == (SessionState.UNSETTLED, proofs.MOST_OF_HOUR)
    talk = begin(house)
    for number in range(proofs.MOST_OF_SESSION):
        talk = say(house, say(house, talk, f"z{number}@exemple.fr"), "retour")
    assert say(house, talk, "z9@exemple.fr").state == SessionState.UNSETTLED


def test_a_house_pays_for_so_many_codes_an_hour(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "MOST_OF_HOUSE", 2)
    for number in range(3):
        say(house, begin(house), f"z{number}@exemple.fr")
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("typed", ["0899123456", "+19005551234", "012345", "zoe@exemple", f"{'z' * 64}@{'e' * 170}.{'f' * 60}"])
def test_nothing_is_sent_where_nothing_can_be_sent(house: Office, typed: str) -> None:
    talk = say(house, begin(house), typed)
    assert not Proof.objects.exists()
    assert talk.state in (SessionState.UNSETTLED, SessionState.OPEN)


def test_without_a_mail_server_or_after_a_stop_no_code_leaves(house: Office, settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = None  # type: ignore[attr-defined]  # pytest-django's
    assert say(house, begin(house), MAIL).state == SessionState.UNSETTLED
    stop(house.account, ZOE, NOW)
    assert say(house, begin(house), ZOE).state == SessionState.UNSETTLED
    assert not Proof.objects.exists()


def test_a_code_that_serves_no_more_is_not_sent(house: Office) -> None:
    say(house, begin(house), ZOE)
    sent = Outgoing.objects.get()
    assert claim(house.organisation.pk, house.account.pk, sent.created_at + proofs.LIFE + timedelta(minutes=1)) is None
    sent.refresh_from_db()
    assert (sent.state, sent.text) == (OutgoingState.LEFT, "")


def test_no_code_is_kept_but_its_digest(house: Office) -> None:
    say(house, begin(house), ZOE)
    code = read_code(Outgoing.objects.get().text)
    assert code.encode() not in bytes(Proof.objects.get().digest)
    assert code not in ScriptSession.objects.get().document


def test_a_look_up_cannot_claim_a_proof(house: Office) -> None:
    register(Source("lying", "Lying", lambda _organisation, _arguments: {"verified": "autre@exemple.fr"}))
    try:
        assert type(look_up(house.organisation.pk, "lying", {})).__name__ == "WorkFailed"
    finally:
        forget("lying")


def test_another_organisation_sees_no_proof(house: Office) -> None:
    say(house, begin(house), MAIL)
    assert not Proof.objects.of(factories.make_organisation().pk).exists()


def test_a_citizen_who_is_erased_leaves_no_proof(house: Office) -> None:
    house.hear("Bonjour")
    house.hear(ZOE)
    house.hear(read_code(Outgoing.objects.get(purpose=Purpose.CODE).text))
    house.hear("agent")
    citizen = Contact.objects.get().citizen
    assert citizen is not None
    erase_citizen(house.organisation.pk, citizen.pk)
    assert not Proof.objects.exists()
    assert ScriptSession.objects.get().document == ""
