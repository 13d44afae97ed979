from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.words import MailState, Purpose
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
SERVER = MailServer("localhost", 25, False, "", "", "guichet@example.org")


@pytest.fixture(autouse=True)
def _server() -> Any:
    with override_settings(MAIL_SERVER=SERVER):
        yield


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("deux-rives", name="Deux-Rives")


@pytest.fixture
def administrator(organisation: Organisation) -> Client:
    client = Client()
    client.force_login(factories.make_account(organisation, Role.ADMINISTRATOR))
    return client


def keep(organisation: Organisation, state: MailState, **values: Any) -> Mail:
    given = {"attempts": 1, "created_at": timezone.now(), "purpose": Purpose.TRIAL, "recipient": "lea@example.org", "text": "Bonjour"}
    set_organisation(organisation.pk)
    return Mail.objects.create(organisation=organisation, key=uuid4(), subject="Essai", message_id="<a@b>", state=state, **(given | values))


def read(client: Client) -> str:
    return client.get("/settings/mails").content.decode()


def test_without_trouble_the_page_says_so_and_leads_on(administrator: Client, organisation: Organisation) -> None:
    keep(organisation, MailState.SENT)
    page = read(administrator)
    assert "Rien à décider" in page
    assert "lea@example.org" not in page


@pytest.mark.parametrize(
    ("state", "values", "said"),
    [
        (MailState.FAILED, {"reply_code": 550}, "550"),
        (MailState.FAILED, {"reply_code": None, "attempts": 8}, "injoignable"),
        (MailState.UNCERTAIN, {"tried_at": timezone.now() - timedelta(hours=1)}, "sa réponse n’est jamais venue"),
        (MailState.NO_SERVER, {"attempts": 0}, "Aucun serveur de messagerie"),
    ],
)
def test_each_trouble_is_explained_with_what_to_do(
    administrator: Client, organisation: Organisation, state: MailState, values: dict[str, Any], said: str
) -> None:
    keep(organisation, state, **values)
    page = read(administrator)
    assert said in page
    assert "Envoyer de nouveau" in page
    assert "1 à décider" in administrator.get("/settings").content.decode()


def test_a_server_that_is_set_now_is_not_said_to_be_missing(administrator: Client, organisation: Organisation) -> None:
    keep(organisation, MailState.NO_SERVER, attempts=0)
    assert "Aucun serveur de courriel n’est réglé" not in read(administrator)
    with override_settings(MAIL_SERVER=None):
        assert "Aucun serveur de courriel n’est réglé" in read(administrator)


def test_a_mail_that_is_being_sent_is_no_trouble(administrator: Client, organisation: Organisation) -> None:
    keep(organisation, MailState.UNCERTAIN, tried_at=timezone.now())
    assert "Rien à décider" in read(administrator)


def test_a_double_press_decides_once(administrator: Client, organisation: Organisation) -> None:
    mail = keep(organisation, MailState.FAILED, reply_code=451)
    answers = [administrator.post(f"/settings/mails/{mail.pk}", {"decision": "send", "seen": "failed,1"}) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    set_organisation(organisation.pk)
    assert Mail.objects.get().state == MailState.QUEUED


@pytest.mark.parametrize("seen", ["", "failed", "failed,0", "sent,1", "failed," + "9" * 5000, "\0"])
def test_what_the_page_never_showed_decides_nothing(administrator: Client, organisation: Organisation, seen: str) -> None:
    mail = keep(organisation, MailState.FAILED)
    assert administrator.post(f"/settings/mails/{mail.pk}", {"decision": "send", "seen": seen}).status_code == 409
    set_organisation(organisation.pk)
    assert Mail.objects.get().state == MailState.FAILED


def test_only_administrators_of_the_organisation_decide(organisation: Organisation) -> None:
    mail = keep(organisation, MailState.FAILED)
    supervisor, stranger = Client(), Client()
    supervisor.force_login(factories.make_account(organisation, Role.SUPERVISOR))
    assert supervisor.get("/settings/mails").status_code == 403
    stranger.force_login(factories.make_account(factories.make_organisation("ailleurs"), Role.ADMINISTRATOR))
    assert stranger.post(f"/settings/mails/{mail.pk}", {"decision": "leave", "seen": "failed,1"}).status_code == 404


@pytest.mark.parametrize("code", [451, 535])
def test_a_mail_on_its_way_says_what_the_server_answered_last(administrator: Client, organisation: Organisation, code: int) -> None:
    keep(organisation, MailState.QUEUED, attempts=2, reply_code=code)
    assert str(code) in read(administrator)
