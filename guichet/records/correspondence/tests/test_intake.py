"""Mails become contacts: each once, in the right thread or alone, whatever they are; programs are never answered, and loops end."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from guichet.records.contacts.models import Contact, File
from guichet.records.correspondence import intake
from guichet.records.correspondence.errors import NotSetAsideError
from guichet.records.correspondence.joining import write_tag
from guichet.records.correspondence.mailboxes import list_left, read_again
from guichet.records.correspondence.models import Exchange, IncomingMail, Mailbox
from guichet.records.correspondence.storing import Envelope, find_mailbox, store_mail
from guichet.records.correspondence.tests.corpus import CORPUS
from guichet.records.correspondence.tests.houses import ADDRESS, ZOE, Office, make_office, write
from guichet.records.correspondence.words import Cause, IncomingState, Verification
from guichet.records.directory.models import Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.journal.models import Inbox
from guichet.records.notices.answers import MOST_ACKNOWLEDGED
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.words import Purpose

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def _mail_server(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", "ne-pas-repondre@ville.example")  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def office() -> Office:
    return make_office()


def pdf() -> BytesIO:
    return BytesIO(PDF)


def list_notes(contact: Contact) -> list[str]:
    return list(contact.messages.filter(kind="note").order_by("number").values_list("text", flat=True))


def test_a_mail_becomes_a_contact_with_its_text_and_its_files(office: Office) -> None:
    mail = office.receive(write("Bonjour\n\nLe 3 mars, Mairie a écrit :\n> voici", ("Bail.pdf", PDF)))
    contact = office.get_contact(mail)
    assert (contact.channel, contact.citizen_name, contact.state) == ("email", "Zoé Petit", "waiting")
    assert contact.messages.get(number=1).text == "Objet\u00a0: Mon dossier\n\nBonjour"
    assert [file.name for file in File.objects.all()] == ["Bail.pdf"]
    assert (mail.state, mail.cause, mail.number) == (IncomingState.READ, Cause.NONE, 1)
    assert bytes(mail.raw).startswith(b"From:")
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1
    exchange = Exchange.objects.get()
    assert (exchange.address, exchange.subject, exchange.promised_at is not None) == (ZOE, "Mon dossier", True)


def test_the_same_mail_handed_over_again_is_one_contact(office: Office) -> None:
    raw = write()
    assert office.receive(raw).pk == office.receive(raw).pk
    assert (Contact.objects.count(), Mail.objects.count()) == (1, 1)


def test_the_same_mail_by_another_way_is_set_aside(office: Office) -> None:
    raw = write(Message_ID="<one@example.org>")
    office.receive(raw)
    again = office.receive(b"Received: from elsewhere\r\n" + raw)
    assert (again.state, again.cause, Contact.objects.count()) == (IncomingState.ASIDE, Cause.REPEATED, 1)


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_mail_becomes_a_contact_and_is_kept_whole(office: Office, name: str) -> None:
    raw = CORPUS[name]()
    mail = office.receive(raw)
    assert bytes(mail.raw) == raw
    assert mail.state in (IncomingState.READ, IncomingState.ASIDE)
    assert mail.cause != Cause.UNREADABLE
    assert Contact.objects.count() == (mail.state == IncomingState.READ)


def test_a_mail_that_cannot_be_read_still_becomes_a_contact_and_is_read_again_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(intake, "read_mail", lambda *_: 1 // 0)
        mail = office.receive(write())
    assert (mail.state, mail.cause) == (IncomingState.QUARANTINED, Cause.UNREADABLE)
    contact = office.get_contact(mail)
    assert "n’a pas pu être lu" in contact.messages.get().text
    account = factories.make_account(office.organisation, Role.ADMINISTRATOR)
    again = read_again(account, mail.pk, timezone.now())
    assert (again.state, again.contact_id, Contact.objects.count()) == (IncomingState.READ, contact.pk, 1)
    assert "Où en est mon dossier" in contact.messages.get(number=2).text
    assert Exchange.objects.get().address == ZOE
    with pytest.raises(NotSetAsideError):
        read_again(account, mail.pk, timezone.now())


def test_a_mail_that_was_set_aside_becomes_a_contact_when_somebody_wants_it_and_is_not_answered_by_itself(office: Office) -> None:
    mail = office.receive(write(Auto_Submitted="auto-replied"))
    account = factories.make_account(office.organisation, Role.ADMINISTRATOR)
    assert list(list_left(office.organisation.pk)) == [mail]
    assert read_again(account, mail.pk, timezone.now()).state == IncomingState.READ
    assert (Contact.objects.count(), Mail.objects.count(), list_left(office.organisation.pk).count()) == (1, 0, 0)


def test_a_mail_that_kills_its_reader_is_not_read_for_ever(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    began = timezone.now()
    stored = store_mail(Envelope(office.organisation.pk, office.mailbox.pk, ADDRESS), write(), began)
    monkeypatch.setattr(intake, "take_in", lambda *_: None)  # dies each time
    for minute in range(1, intake.MOST_TRIES + 1):
        intake.take_in_late(office.organisation.pk, began + timedelta(minutes=minute))
    assert IncomingMail.objects.get(pk=stored.mail).state == IncomingState.QUARANTINED
    assert Contact.objects.count() == 1


def test_what_a_reader_left_behind_is_read_by_another(office: Office) -> None:
    now = timezone.now()
    store_mail(Envelope(office.organisation.pk, office.mailbox.pk, ADDRESS), write(), now)
    assert intake.take_in_late(office.organisation.pk, now) == 0
    assert intake.take_in_late(office.organisation.pk, now + intake.LATE + timedelta(seconds=1)) == 1
    assert Contact.objects.count() == 1


def test_a_mailbox_that_nobody_answers_loses_nothing(office: Office) -> None:
    Reason.objects.update(is_active=False)
    mail = office.receive(write())
    assert (mail.state, mail.cause) == (IncomingState.QUARANTINED, Cause.NO_REASON)


def test_a_file_that_is_not_let_in_is_named_with_the_reason(office: Office) -> None:
    contact = office.get_contact(office.receive(write("x", ("facture.pdf", b"MZ\x90\0"), ("Bail.pdf", PDF))))
    assert File.objects.count() == 1
    assert "facture.pdf" in list_notes(contact)[0]


# ---- threads (R10)


def reply(office: Office, **headers: str) -> IncomingMail:
    return office.receive(write("La suite", **{"Message_ID": "<two@example.org>", **headers}))


def test_a_reply_joins_its_thread_by_its_references(office: Office) -> None:
    first = office.receive(write(Message_ID="<one@example.org>"))
    acknowledgement = Mail.objects.get()
    second = reply(office, In_Reply_To=acknowledgement.message_id)
    assert (second.contact_id, second.cause, second.number) == (first.contact_id, Cause.JOINED, 2)
    assert office.get_contact(first).messages.get(number=2).text == "La suite"
    assert reply(office, Message_ID="<three@example.org>", References="<one@example.org>").contact_id == first.contact_id


def test_a_reply_to_a_contact_that_goes_on_in_another_still_stands_in_its_thread(office: Office) -> None:
    first = office.receive(write(Message_ID="<one@example.org>"))
    Contact.objects.filter(pk=str(first.contact_id)).update(state="merged")
    second = reply(office, References="<one@example.org>")
    assert (second.contact_id, second.number, second.cause) == (first.contact_id, 2, Cause.JOINED)


def test_a_reply_joins_its_thread_by_its_token(office: Office) -> None:
    first = office.receive(write())
    assert first.contact_id is not None
    second = office.receive(
        write("La suite", Message_ID="<two@example.org>"), recipient=f"mairie+{write_tag(first.contact_id)}@ville.example"
    )
    assert (second.contact_id, second.cause) == (first.contact_id, Cause.JOINED)


@pytest.mark.parametrize("with_token", [True, False])
def test_a_stranger_who_names_a_thread_opens_a_contact_of_his_own_that_says_so(office: Office, with_token: bool) -> None:
    first = office.receive(write(Message_ID="<one@example.org>"))
    assert first.contact_id is not None
    recipient = f"mairie+{write_tag(first.contact_id)}@ville.example" if with_token else ADDRESS
    forged = office.receive(write(From="eve@example.net", In_Reply_To="<one@example.org>", Message_ID="<two@e>"), recipient=recipient)
    assert forged.contact_id != first.contact_id
    assert forged.cause == Cause.FORGED
    assert "autre adresse" in list_notes(office.get_contact(forged))[0]
    assert office.get_contact(first).messages.count() == 1


def test_a_subject_or_a_number_joins_nothing(office: Office) -> None:
    first = office.receive(write(Subject="Dossier 4711"))
    assert office.receive(write(Subject="Re: Dossier 4711", Message_ID="<two@example.org>")).contact_id != first.contact_id


def test_a_thread_that_is_over_goes_on_in_a_new_contact_and_the_next_reply_too(office: Office) -> None:
    first = office.receive(write(Message_ID="<one@example.org>"))
    office.close(first.contact_id)
    second = reply(office, References="<one@example.org>")
    assert second.contact_id != first.contact_id
    assert Exchange.objects.get(pk=second.contact_id).continues_id == first.contact_id
    assert "terminé" in list_notes(office.get_contact(second))[0]
    third = reply(office, Message_ID="<three@example.org>", References="<one@example.org>")
    assert third.contact_id == second.contact_id


def test_threads_of_another_organisation_are_not_joined() -> None:
    here = make_office()
    first = here.receive(write(Message_ID="<one@example.org>"))
    there = make_office("Ailleurs", "mairie@ailleurs.example")
    second = there.receive(write(Message_ID="<two@example.org>", References="<one@example.org>"))
    assert second.contact_id != first.contact_id
    assert second.cause == Cause.NONE


# ---- programs and loops


def test_a_mail_is_acknowledged_with_the_day_of_the_answer_and_says_that_a_program_wrote(office: Office) -> None:
    office.receive(write(Message_ID="<one@example.org>"))
    mail = Mail.objects.get()
    assert (mail.purpose, mail.recipient, mail.sender, mail.is_written) == (Purpose.ACKNOWLEDGEMENT, ZOE, ADDRESS, False)
    assert mail.headers == {"In-Reply-To": "<one@example.org>", "References": "<one@example.org>"}
    assert "au plus tard" in mail.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"List_Id": "<l.example>"},
        {"Precedence": "bulk"},
        {"From": "no-reply@x.example"},
        {"From": ""},
    ],
)
def test_a_program_is_heard_and_never_answered(office: Office, headers: dict[str, str]) -> None:
    assert office.receive(write(**headers)).state == IncomingState.READ
    assert (Contact.objects.count(), Mail.objects.count()) == (1, 0)


def test_an_absence_is_noted_in_its_thread_and_opens_nothing(office: Office) -> None:
    first = office.receive(write(Message_ID="<one@example.org>"))
    absence = office.receive(write("En congé", Auto_Submitted="auto-replied", References="<one@example.org>", Message_ID="<two@e>"))
    assert (absence.state, Contact.objects.count(), Mail.objects.count()) == (IncomingState.READ, 1, 1)
    assert "En congé" in list_notes(office.get_contact(first))[0]
    alone = office.receive(write(Auto_Submitted="auto-replied", Message_ID="<three@e>"))
    assert (alone.state, alone.cause, Contact.objects.count()) == (IncomingState.ASIDE, Cause.AUTOMATIC, 1)


def test_a_loop_with_a_program_that_does_not_say_so_ends(office: Office) -> None:
    for turn in range(12):
        office.receive(write(f"Merci {turn}", Message_ID=f"<{turn}@example.org>"))
    assert Mail.objects.count() == MOST_ACKNOWLEDGED


def test_a_flood_of_one_sender_is_set_aside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_OF_SENDER", 3)
    causes = [office.receive(write(Message_ID=f"<{turn}@e>")).cause for turn in range(5)]
    assert causes == [Cause.NONE] * 3 + [Cause.FLOOD] * 2


@pytest.mark.parametrize("sender", [ADDRESS, "ne-pas-repondre@ville.example"])
def test_our_own_mail_that_comes_back_opens_nothing(office: Office, sender: str) -> None:
    mail = office.receive(write(From=sender))
    assert (mail.state, mail.cause, Contact.objects.count()) == (IncomingState.ASIDE, Cause.OWN, 0)


def test_a_sender_whom_the_trusted_server_doubts_is_shown_and_not_acknowledged() -> None:
    office = make_office(trusted_server="mx.ville.example")
    mail = office.receive(write(Authentication_Results="mx.ville.example; dmarc=fail"))
    assert (mail.verification, Mail.objects.count()) == (Verification.FAILED, 0)
    assert "falsifiée" in list_notes(office.get_contact(mail))[0]


# ---- mailboxes


@pytest.mark.parametrize(
    ("address", "is_found"),
    [("Mairie@Ville.example", True), ("mairie+r-abc@ville.example", True), ("mairie+x@ville.example", False), ("", False)],
)
def test_a_mailbox_is_found_by_its_address_and_its_tokens(office: Office, address: str, is_found: bool) -> None:
    assert (find_mailbox(office.organisation.pk, address) is not None) == is_found
    Mailbox.objects.update(is_active=False)
    assert find_mailbox(office.organisation.pk, address) is None


@pytest.mark.parametrize(("said", "is_same"), [("dmarc=pass header.from=example.org", True), ("", False), ("dmarc=fail", False)])
def test_only_a_sender_whom_the_trusted_server_verified_is_the_citizen_he_was_before(said: str, is_same: bool) -> None:
    office = make_office(trusted_server="mx.ville.example")
    verified = {"Authentication_Results": "mx.ville.example; dmarc=pass header.from=example.org"}
    first = office.get_contact(office.receive(write(**verified)))
    second = office.get_contact(office.receive(write("Autre chose", Authentication_Results=said and f"mx.ville.example; {said}")))
    assert (first.citizen is not None, second.citizen == first.citizen) == (True, is_same)
    assert (second.citizen is None) == (said == "dmarc=fail")
