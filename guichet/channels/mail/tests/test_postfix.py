"""Two administrations with real mail servers between them: a mail and its answer, a bounce, and machines that answer one another."""

import os
import smtplib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from guichet.channels.mail import lmtp
from guichet.channels.mail.tests import postfix
from guichet.channels.mail.tests.postfix import Postfix
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.correspondence.answering import send_answers
from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.tests.houses import Office, make_office, write
from guichet.records.correspondence.words import IncomingState, MailKind
from guichet.records.notices import jobs
from guichet.records.notices.models import Mail
from guichet.records.notices.words import MailState
from guichet.records.separation import set_organisation

MAIRIE, CAF = "mairie@ville.example", "accueil@caf.example"
REASON = "needs Debian's postfix, as root"
pytestmark = [
    pytest.mark.peers,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(postfix.POSTFIX is None or os.getuid() != 0, reason=REASON),
]


@pytest.fixture
def offices() -> tuple[Office, Office]:
    with transaction.atomic():
        return make_office("Mairie", MAIRIE), make_office("CAF", CAF)


@pytest.fixture
def servers(offices: tuple[Office, Office]) -> Iterator[tuple[Postfix, Postfix]]:  # noqa: ARG001 - they are written to
    with lmtp.listening("127.0.0.1", 0) as port, postfix.running(port) as both:
        yield both
    connections.close_all()


@pytest.fixture(autouse=True)
def _server(servers: tuple[Postfix, Postfix], settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = servers[0].server  # type: ignore[attr-defined]


def post(server: Postfix, sender: str, recipient: str, raw: bytes) -> None:
    """As another mail server of that domain does."""
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        client.sendmail(sender, [recipient], raw)


def wait_for(office: Office, is_there: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with transaction.atomic():
            set_organisation(office.organisation.pk)
            if is_there():
                return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def send_queued(office: Office) -> int:
    """What waits is handed to the mail server, as the jobs do."""
    with transaction.atomic():
        set_organisation(office.organisation.pk)
        waiting = list(Mail.objects.filter(state=MailState.QUEUED).values_list("pk", flat=True))
    for mail in waiting:
        jobs.send.func(office.organisation.pk, str(mail))
    return len(waiting)


def count(state: IncomingState) -> Callable[[], bool]:
    return lambda: IncomingMail.objects.filter(state=state).exists()


def answer(office: Office, text: str) -> None:
    with transaction.atomic():
        set_organisation(office.organisation.pk)
        contact = office.take_up(Contact.objects.get().pk)
        add_message(contact, uuid4(), Author.AGENT, text, office.agent)
        send_answers(office.organisation.pk, timezone.now() + timedelta(minutes=1))
    send_queued(office)


def test_a_mail_and_its_answer_go_through_both_servers_into_one_thread(
    offices: tuple[Office, Office], servers: tuple[Postfix, Postfix]
) -> None:
    mairie, caf = offices
    post(servers[1], CAF, MAIRIE, write(From=CAF, To=MAIRIE, Message_ID="<premier@caf.example>"))
    wait_for(mairie, count(IncomingState.READ))
    send_queued(mairie)
    answer(mairie, "Votre dossier est complet.")
    wait_for(caf, lambda: IncomingMail.objects.count() == 2)
    wait_for(caf, lambda: not IncomingMail.objects.filter(state=IncomingState.RECEIVED).exists())
    with transaction.atomic():
        set_organisation(caf.organisation.pk)
        [answered] = IncomingMail.objects.filter(kind=MailKind.LETTER)
        assert "Votre dossier est complet." in bytes(answered.raw).decode()
        assert b"In-Reply-To: <premier@caf.example>" in bytes(answered.raw)


def test_an_answer_to_nobody_comes_back_as_postfix_writes_it(offices: tuple[Office, Office], servers: tuple[Postfix, Postfix]) -> None:
    mairie, _caf = offices
    mairie.mailbox.acknowledges = False
    with transaction.atomic():
        set_organisation(mairie.organisation.pk)
        mairie.mailbox.save()
    post(servers[1], "personne@caf.example", MAIRIE, write(From="personne@caf.example", To=MAIRIE))
    wait_for(mairie, count(IncomingState.READ))
    answer(mairie, "Bonjour")
    wait_for(mairie, count(IncomingState.SETTLED))
    with transaction.atomic():
        set_organisation(mairie.organisation.pk)
        assert Mail.objects.get().state == MailState.BOUNCED


def test_two_administrations_that_acknowledge_do_not_answer_one_another_for_ever(
    offices: tuple[Office, Office], servers: tuple[Postfix, Postfix]
) -> None:
    mairie, caf = offices
    post(servers[1], CAF, MAIRIE, write(From=CAF, To=MAIRIE))
    wait_for(mairie, count(IncomingState.READ))
    assert send_queued(mairie) == 1
    wait_for(caf, lambda: IncomingMail.objects.exclude(state=IncomingState.RECEIVED).exists())
    assert send_queued(caf) == 0
    with transaction.atomic():
        set_organisation(caf.organisation.pk)
        assert IncomingMail.objects.get().kind == MailKind.AUTO_REPLY
        assert not Contact.objects.exists()
    connection.close()
