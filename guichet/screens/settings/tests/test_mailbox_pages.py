"""The pages of e-mail: administrators alone, of their own organisation; what is wrong is said beside the field; nothing secret is shown."""

from uuid import uuid4

import pytest
from django.test import Client, override_settings

from guichet.records.contacts.models import Contact
from guichet.records.correspondence.models import IncomingMail, Mailbox, Signature
from guichet.records.correspondence.tests.houses import Office, make_office, write
from guichet.records.correspondence.words import IncomingState
from guichet.records.directory.seals import unseal
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.tests.peers import Post, listening
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def sign_on(client: Client, office: Office, role: Role = Role.ADMINISTRATOR) -> Client:
    client.force_login(factories.make_account(office.organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def fill(office: Office, **changes: object) -> dict[str, object]:
    return {
        "address": "Etat-Civil@ville.example ",
        "reason": office.mailbox.reason_id,
        "is_active": "on",
        "port": 993,
        "security": "tls",
        "host": "imap.ville.example",
        "login": "etat-civil",
        "password": "tres secret",
        **changes,
    }


def test_a_mailbox_is_added_and_its_password_is_sealed_and_never_shown(client: Client, office: Office) -> None:
    sign_on(client, office)
    assert client.post("/settings/mailboxes/new", fill(office)).status_code == 302
    set_organisation(office.organisation.pk)
    box = Mailbox.objects.get(address="etat-civil@ville.example")
    assert unseal(bytes(box.secret or b"")) == b"tres secret"
    page = client.get(f"/settings/mailboxes/{box.pk}").content.decode()
    assert "tres secret" not in page
    assert "etat-civil@ville.example" in client.get("/settings/mailboxes").content.decode()
    client.post(f"/settings/mailboxes/{box.pk}", fill(office, password="", host="autre.example"))
    set_organisation(office.organisation.pk)
    box.refresh_from_db()
    assert (box.host, unseal(bytes(box.secret or b""))) == ("autre.example", b"tres secret")


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "mairie"},
        {"address": "a\nb@c.example"},
        {"reason": 0},
        {"port": 0},
        {"port": 99999},
        {"security": "x"},
        {"login": ""},
        {"host": "x" * 300},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client: Client, office: Office, changes: dict[str, object]) -> None:
    reply = sign_on(client, office).post("/settings/mailboxes/new", fill(office, **changes))
    assert reply.status_code == 422
    assert 'class="error"' in reply.content.decode()
    set_organisation(office.organisation.pk)
    assert Mailbox.objects.count() == 1


def test_an_address_that_is_a_mailbox_already_is_refused_even_of_another_organisation(client: Client, office: Office) -> None:
    make_office("Ailleurs", "prise@ailleurs.example")
    set_organisation(office.organisation.pk)
    reply = sign_on(client, office).post("/settings/mailboxes/new", fill(office, address="prise@ailleurs.example"))
    assert (reply.status_code, "déjà" in reply.content.decode()) == (422, True)


def test_a_trial_says_what_is_wrong_and_keeps_nothing(client: Client, office: Office) -> None:
    reply = sign_on(client, office).post("/settings/mailboxes/new", fill(office, host="127.0.0.1", port=1, **{"try": "1"}))
    assert (reply.status_code, "ne répond pas" in reply.content.decode()) == (200, True)
    set_organisation(office.organisation.pk)
    assert Mailbox.objects.count() == 1


def test_a_trial_where_no_door_is_open_names_what_is_missing(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUICHET_LMTP", raising=False)
    wanted = fill(office, host="", login="", **{"try": "1"})
    page = sign_on(client, office).post("/settings/mailboxes/new", wanted).content.decode()
    assert ("GUICHET_LMTP" in page, 'role="alert"' in page) == (True, True)
    monkeypatch.setenv("GUICHET_LMTP", "127.0.0.1:8024")
    assert 'role="alert"' not in client.post("/settings/mailboxes/new", wanted).content.decode()


def test_the_sending_is_tried_and_no_mail_leaves(client: Client, office: Office) -> None:
    sign_on(client, office)
    post = Post()
    with listening(post) as server, override_settings(MAIL_SERVER=server):
        page = client.post("/settings/mailboxes/try-sending").content.decode()
    assert (f"{server.host}, port {server.port}" in page, 'class="notice bad"' in page) == (True, False)
    assert (post.envelopes, Mail.objects.count()) == ([], 0)
    with override_settings(MAIL_SERVER=MailServer("127.0.0.1", 1, False, "", "", "a@b.example")):
        assert 'class="notice bad"' in client.post("/settings/mailboxes/try-sending").content.decode()


def test_what_an_acknowledgement_promises_is_named_with_its_commitment(client: Client, office: Office) -> None:
    queue = office.mailbox.reason.queue
    assert queue is not None
    link = f"/settings/commitments/entries/{queue.commitment.key}"
    assert link in sign_on(client, office).get("/settings/mailboxes").content.decode()
    set_organisation(office.organisation.pk)
    Mailbox.objects.update(acknowledges=False)
    assert link not in client.get("/settings/mailboxes").content.decode()


def test_a_mail_that_was_set_aside_is_shown_and_answered_when_somebody_wants_it(client: Client, office: Office) -> None:
    mail = office.receive(write(Auto_Submitted="auto-replied", Subject="<b>Absence</b>"))
    sign_on(client, office)
    page = client.get("/settings/mailboxes").content.decode()
    assert "&lt;b&gt;Absence" in page
    assert "zoe@example.org" not in page
    assert client.post(f"/settings/mailboxes/mails/{mail.pk}").status_code == 302
    assert client.post(f"/settings/mailboxes/mails/{mail.pk}").status_code == 409
    set_organisation(office.organisation.pk)
    assert (IncomingMail.objects.get().state, Contact.objects.count()) == (IncomingState.READ, 1)


def test_a_signature_is_kept_for_its_queue_and_an_empty_one_is_none(client: Client, office: Office) -> None:
    sign_on(client, office)
    queue = office.mailbox.reason.queue_id
    client.post(f"/settings/mailboxes/signatures/{queue}", {"text": "Le service\r\n01 02"})
    set_organisation(office.organisation.pk)
    assert Signature.objects.get().text == "Le service\n01 02"
    client.post(f"/settings/mailboxes/signatures/{queue}", {"text": " "})
    set_organisation(office.organisation.pk)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_administrators_come_in(client: Client, office: Office, role: Role) -> None:
    sign_on(client, office, role)
    assert client.get("/settings/mailboxes").status_code == 403
    assert client.post("/settings/mailboxes/try-sending").status_code == 403
    assert client.post("/settings/mailboxes/new", fill(office)).status_code == 403


def test_what_is_another_organisations_is_not_there(client: Client, office: Office) -> None:
    there = make_office("Ailleurs", "ailleurs@ailleurs.example")
    mail = there.receive(write(Auto_Submitted="auto-replied"))
    set_organisation(office.organisation.pk)
    sign_on(client, office)
    assert client.get(f"/settings/mailboxes/{there.mailbox.pk}").status_code == 404
    assert client.post(f"/settings/mailboxes/mails/{mail.pk}").status_code == 404
    assert client.post(f"/settings/mailboxes/mails/{uuid4()}").status_code == 404
    assert client.post(f"/settings/mailboxes/signatures/{there.mailbox.reason.queue_id}", {"text": "x"}).status_code == 404
    assert "ailleurs@" not in client.get("/settings/mailboxes").content.decode()
