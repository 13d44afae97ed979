"""The pages of SMS: administrators alone, of their own organisation; what is wrong is said beside the field; nothing secret is shown."""

from datetime import time
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Contact
from guichet.records.directory.seals import unseal
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.messaging.models import Account, Incoming, Outgoing
from guichet.records.messaging.tests.houses import Office, make_office
from guichet.records.messaging.words import Cause, IncomingState, OutgoingState
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
HEARD = b'{"type":"message","id":"g1","from":"0612345678","text":"Bonjour"}'


@pytest.fixture
def office() -> Office:
    return make_office(kind="gateway")


def sign_on(client: Client, office: Office, role: Role = Role.ADMINISTRATOR) -> Client:
    client.force_login(factories.make_account(office.organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def fill(office: Office, **changes: object) -> dict[str, object]:
    common = {"address": "36 106", "reason": office.account.reason_id, "is_active": "on", "per_second": 10, "price": "0.06"}
    smpp = {"host": "smpp.example", "port": 2775, "security": "tls", "login": "guichet", "password": "secret", "alphabet": "gsm"}
    return {**common, **smpp, "quiet_from": "20:00", "quiet_until": "08:00", **changes}


def test_a_number_is_added_and_its_password_is_sealed_and_never_shown(client: Client, office: Office) -> None:
    sign_on(client, office)
    assert client.post("/settings/sms/new/smpp", fill(office)).status_code == 302
    set_organisation(office.organisation.pk)
    account = Account.objects.get(address="36106")
    assert (account.kind, account.settings["host"], account.settings["price"]) == ("smpp", "smpp.example", "0.06")
    assert (account.quiet_from, account.quiet_until) == (time(20), time(8))
    assert unseal(bytes(account.secret or b"")) == b'{"password":"secret"}'
    page = client.get(f"/settings/sms/{account.pk}").content.decode()
    assert "smpp.example" in page
    assert "secret" not in page.replace("secrets", "")
    assert "36106" in client.get("/settings/sms").content.decode()
    client.post(f"/settings/sms/{account.pk}", fill(office, password="", host="autre.example"))
    set_organisation(office.organisation.pk)
    account.refresh_from_db()
    assert (account.settings["host"], unseal(bytes(account.secret or b""))) == ("autre.example", b'{"password":"secret"}')


def test_a_gateway_is_added_and_shows_where_it_brings_messages(client: Client, office: Office) -> None:
    sign_on(client, office)
    values = fill(office, url="https://gw.example/sms", key="0123456789abcdef")
    reply = client.post("/settings/sms/new/gateway", values, follow=True)
    set_organisation(office.organisation.pk)
    account = Account.objects.get(address="36106")
    assert f"/sms/gateway/{office.organisation.slug}/{account.pk}" in reply.content.decode()
    assert "0123456789abcdef" not in reply.content.decode()


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("smpp", {"address": "MAIRIE DE LA VILLE"}),
        ("smpp", {"address": "É"}),
        ("smpp", {"reason": 0}),
        ("smpp", {"port": 0}),
        ("smpp", {"host": ""}),
        ("smpp", {"login": "x" * 16}),
        ("smpp", {"password": "more than eight"}),
        ("smpp", {"quiet_until": ""}),
        ("smpp", {"per_second": 0}),
        ("smpp", {"price": "-1"}),
        ("gateway", {"url": "javascript:alert(1)", "key": "0123456789abcdef"}),
        ("gateway", {"url": "https://gw.example", "key": "short"}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client: Client, office: Office, kind: str, changes: dict[str, object]) -> None:
    reply = sign_on(client, office).post(f"/settings/sms/new/{kind}", fill(office, **changes))
    assert reply.status_code == 422
    assert 'class="error"' in reply.content.decode()
    set_organisation(office.organisation.pk)
    assert Account.objects.count() == 1


def test_a_number_that_is_there_already_is_refused(client: Client, office: Office) -> None:
    sign_on(client, office)
    client.post("/settings/sms/new/smpp", fill(office))
    reply = client.post("/settings/sms/new/smpp", fill(office))
    assert (reply.status_code, "déjà" in reply.content.decode()) == (422, True)


def test_a_trial_says_what_is_wrong_and_keeps_nothing(client: Client, office: Office) -> None:
    sign_on(client, office)
    reply = client.post("/settings/sms/new/smpp", fill(office, host="127.0.0.1", port=1, **{"try": "1"}))
    assert (reply.status_code, "Rien ne répond" in reply.content.decode()) == (200, True)
    values = fill(office, url="http://ailleurs.example", key="0123456789abcdef", **{"try": "1"})
    assert "https://" in client.post("/settings/sms/new/gateway", values).content.decode()
    set_organisation(office.organisation.pk)
    assert Account.objects.count() == 1


def test_a_name_that_nobody_can_answer_is_warned_of(client: Client, office: Office) -> None:
    sign_on(client, office)
    client.post("/settings/sms/new/smpp", fill(office, address="MAIRIE"))
    set_organisation(office.organisation.pk)
    page = client.get(f"/settings/sms/{Account.objects.get(address='MAIRIE').pk}").content.decode()
    assert "ne peut pas recevoir de réponse" in page


@pytest.mark.parametrize(("trouble", "words"), [("login", "refuse ce nom"), ("no such word", "a coupé")])
def test_a_trouble_is_said_in_words(client: Client, office: Office, trouble: str, words: str) -> None:
    Account.objects.update(trouble=trouble)
    assert words in sign_on(client, office).get("/settings/sms").content.decode()


def test_what_is_in_quarantine_is_shown_as_it_came_with_a_trace_and_read_again(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guichet.channels.sms import gateway

    incoming = office.receive(b"<script>alert(1)</script>\xff")
    sign_on(client, office)
    assert "n’a pas pu être lu" in client.get("/settings/sms").content.decode()
    page = client.get(f"/settings/sms/messages/{incoming.pk}").content.decode()
    assert "3c 73 63 72" in page
    assert "<script>alert" not in page
    set_organisation(office.organisation.pk)
    assert AuditEntry.objects.filter(verb="message-raw-read").count() == 1
    assert client.post(f"/settings/sms/messages/{incoming.pk}/again").status_code == 409
    read = gateway.Gateway.read
    monkeypatch.setattr(gateway.Gateway, "read", lambda self, account, _raw: read(self, account, HEARD))
    assert client.post(f"/settings/sms/messages/{incoming.pk}/again").status_code == 302
    assert client.post(f"/settings/sms/messages/{incoming.pk}/again").status_code == 404
    set_organisation(office.organisation.pk)
    assert (Incoming.objects.get().state, Contact.objects.count()) == (IncomingState.READ, 1)


def test_what_came_twice_waits_for_nobody(client: Client, office: Office) -> None:
    incoming = office.receive(b"?")
    page = f"/settings/sms/messages/{incoming.pk}"
    assert page in sign_on(client, office).get("/settings/sms").content.decode()
    set_organisation(office.organisation.pk)
    Incoming.objects.update(cause=Cause.REPEATED)
    assert page not in client.get("/settings/sms").content.decode()


def test_a_trial_names_the_secret_that_is_to_be_typed_again(client: Client, office: Office) -> None:
    values = fill(office, url="http://ailleurs.example", key="0123456789abcdef", **{"try": "1"})
    page = sign_on(client, office).post("/settings/sms/new/gateway", values).content.decode()
    notice = page[page.index('class="notice warn"') :].partition("</p>")[0]
    assert "Clé partagée" in notice


def test_the_port_that_is_proposed_is_the_one_of_the_encryption_that_is_proposed(client: Client, office: Office) -> None:
    page = sign_on(client, office).get("/settings/sms/new/smpp").content.decode()
    port = page[page.index('name="port"') :].partition(">")[0]
    assert 'value="3550"' in port


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_administrators_come_in(client: Client, office: Office, role: Role) -> None:
    sign_on(client, office, role)
    assert client.get("/settings/sms").status_code == 403
    assert client.post("/settings/sms/new/smpp", fill(office)).status_code == 403


def test_what_is_another_organisations_is_not_there(client: Client, office: Office) -> None:
    there = make_office("Ailleurs", kind="gateway", address="39999")
    incoming = there.receive(b"?")
    set_organisation(office.organisation.pk)
    sign_on(client, office)
    assert client.get(f"/settings/sms/{there.account.pk}").status_code == 404
    for place in (incoming.pk, uuid4()):
        assert client.get(f"/settings/sms/messages/{place}").status_code == 404
        assert client.post(f"/settings/sms/messages/{place}/again").status_code == 404
    assert "39999" not in client.get("/settings/sms").content.decode()


def keep_uncertain(office: Office) -> Outgoing:
    set_organisation(office.organisation.pk)
    now = timezone.now()
    common = {"account": office.account, "purpose": "reply", "handle": "+33612345678", "text": "Votre dossier est complet."}
    times = {"created_at": now, "due_at": now, "tried_at": now, "settled_at": now}
    return Outgoing.objects.create(organisation=office.organisation, key=uuid4(), state="uncertain", attempts=1, **common, **times)


def test_an_answer_perhaps_sent_is_decided_about_once(client: Client, office: Office) -> None:
    sign_on(client, office)
    outgoing = keep_uncertain(office)
    page = client.get("/settings/sms").content.decode()
    assert "Peut-être envoyés" in page
    assert "0612345678" not in page.replace(" ", "")
    assert "1 à décider" in client.get("/settings").content.decode()
    address = f"/settings/sms/sent/{outgoing.pk}"
    for seen in ("", "0", "9" * 5000, "\0"):
        assert client.post(address, {"decision": "leave", "seen": seen}).status_code == 409
    assert [client.post(address, {"decision": "leave", "seen": "1"}).status_code for _press in range(2)] == [302, 409]
    set_organisation(office.organisation.pk)
    assert Outgoing.objects.get().state == OutgoingState.LEFT


def test_an_answer_perhaps_sent_is_no_strangers_to_decide_about(client: Client, office: Office) -> None:
    outgoing = keep_uncertain(office)
    sign_on(client, make_office(name="Ailleurs", kind="gateway"))
    assert client.post(f"/settings/sms/sent/{outgoing.pk}", {"decision": "send", "seen": "1"}).status_code == 404
