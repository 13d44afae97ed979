"""The pages of social networks: administrators alone, accounts tried before they are kept, nothing secret shown twice; and moderation."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guichet.channels.social.tests.houses import make_social
from guichet.channels.social.tests.servers import (
    TOKEN,
    FakeBridge,
    FakeGraph,
    FakeMastodon,
    make_mention,
    make_message,
    serving,
    write_whatsapp,
)
from guichet.records.contacts.models import Contact
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.models import Account, Incoming, Outgoing
from guichet.records.messaging.tests.houses import Office
from guichet.records.messaging.words import OutgoingState
from guichet.records.separation import set_organisation
from guichet.screens.settings.tests.test_sms_pages import keep_uncertain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(settings: Any) -> None:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})


@pytest.fixture
def instance() -> Iterator[FakeMastodon]:
    with serving(FakeMastodon()) as network:
        assert isinstance(network, FakeMastodon)
        yield network


@pytest.fixture
def office() -> Office:
    return make_social("whatsapp", "")


def sign_on(client: Client, office: Office, role: Role = Role.ADMINISTRATOR) -> Client:
    client.force_login(factories.make_account(office.organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def fill(office: Office, **changes: object) -> dict[str, object]:
    return {
        "reason": office.account.reason_id,
        "is_active": "on",
        "token": TOKEN,
        "sayable": "01 23 45 67 89\r\n\r\nmairie@ville.fr",
        **changes,
    }


def test_an_account_is_tried_kept_sealed_and_keeps_its_place_and_token_when_it_changes(
    client: Client, office: Office, instance: FakeMastodon
) -> None:
    sign_on(client, office)
    assert client.post("/settings/social/new/mastodon", fill(office, server=instance.address + "/")).status_code == 302
    set_organisation(office.organisation.pk)
    account = Account.objects.get(kind="mastodon")
    assert (account.address, account.settings["identity"], account.settings["most_text"]) == ("@mairie@social.example", "mairie", 500)
    assert account.settings["sayable"] == ["01 23 45 67 89", "mairie@ville.fr"]
    assert read_secrets(account) == {"token": TOKEN}
    Account.objects.filter(pk=account.pk).update(settings={**account.settings, "cursor": "77"})
    place = f"/settings/social/accounts/{account.pk}"
    assert TOKEN not in client.get(place).content.decode()
    assert client.post(place, fill(office, server=instance.address, token="", sayable="")).status_code == 302
    set_organisation(office.organisation.pk)
    account.refresh_from_db()
    assert (account.settings["cursor"], account.settings["sayable"], read_secrets(account)) == ("77", [], {"token": TOKEN})
    assert "@mairie@social.example" in client.get("/settings/social").content.decode()


def test_a_trial_says_what_is_wrong_and_nothing_is_kept_unless_it_is_wanted(client: Client, office: Office, instance: FakeMastodon) -> None:
    sign_on(client, office)
    wrong = fill(office, server=instance.address, token="faux")
    reply = client.post("/settings/social/new/mastodon", {**wrong, "try": "1"})
    assert (reply.status_code, "refuse le jeton" in reply.content.decode()) == (200, True)
    reply = client.post("/settings/social/new/mastodon", wrong)
    assert (reply.status_code, "malgré tout" in reply.content.decode()) == (422, True)
    set_organisation(office.organisation.pk)
    assert not Account.objects.filter(kind="mastodon").exists()
    assert client.post("/settings/social/new/mastodon", {**wrong, "anyway": "1"}).status_code == 302


def test_the_address_and_the_word_to_copy_are_shown_once_it_is_kept(client: Client, office: Office) -> None:
    with serving(FakeGraph()) as graph:
        Account.objects.update(settings={"server": graph.address, "identity": "42"})
        sign_on(client, office)
        place = f"/settings/social/accounts/{office.account.pk}"
        templates = "pret; fr; Bonjour {{1}} ; c’est prêt."
        assert client.post(place, fill(office, identity="42", app_secret="x", templates=templates)).status_code == 302
    page = client.get(place).content.decode()
    assert f"http://testserver/social/{office.organisation.slug}/{office.account.pk}" in page
    assert 'id="verify-token"' in page
    set_organisation(office.organisation.pk)
    assert Account.objects.get().settings["templates"] == [{"name": "pret", "language": "fr", "text": "Bonjour {{1}} ; c’est prêt."}]


def test_a_bridge_gets_a_secret_that_is_shown_once(client: Client, office: Office) -> None:
    sign_on(client, office)
    with serving(FakeBridge()) as bridge:
        said = fill(office, server=bridge.address, identity="Matrix", anyway="1")
        page = client.post("/settings/social/new/webhook", said).content.decode()
        assert "whsec_" in page
        set_organisation(office.organisation.pk)
        account = Account.objects.get(kind="webhook")
        assert (read_secrets(account) or {})["secret"] in page
        assert "whsec_" not in client.get(f"/settings/social/accounts/{account.pk}").content.decode()


def test_a_bridge_is_not_asked_with_a_secret_that_it_cannot_know(client: Client, office: Office) -> None:
    sign_on(client, office)
    with serving(FakeBridge()) as bridge:
        said = fill(office, server=bridge.address, identity="Matrix")
        tried = client.post("/settings/social/new/webhook", {**said, "try": "1"})
        assert (tried.status_code, "whsec_" in tried.content.decode()) == (200, False)
        set_organisation(office.organisation.pk)
        assert not Account.objects.filter(kind="webhook").exists()
        assert "whsec_" in client.post("/settings/social/new/webhook", said).content.decode()
        assert bridge.requests == []
        set_organisation(office.organisation.pk)
        account = Account.objects.get(kind="webhook")
        kept = read_secrets(account)
        assert client.post(f"/settings/social/accounts/{account.pk}", said).status_code == 422
        assert isinstance(bridge, FakeBridge)
        bridge.secret = (kept or {})["secret"]
        assert client.post(f"/settings/social/accounts/{account.pk}", said).status_code == 302
        set_organisation(office.organisation.pk)
        account.refresh_from_db()
        assert read_secrets(account) == kept


def test_what_a_trial_was_given_is_named_to_be_typed_again_and_a_new_account_needs_it(
    client: Client, office: Office, instance: FakeMastodon
) -> None:
    sign_on(client, office)
    tried = client.post("/settings/social/new/mastodon", fill(office, server=instance.address, **{"try": "1"})).content.decode()
    assert 'class="notice warn"' in tried
    assert TOKEN not in tried
    empty = client.post("/settings/social/new/mastodon", fill(office, server=instance.address, token=""))
    assert (empty.status_code, 'id="id_token_error"' in empty.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("mastodon", {"server": ""}),
        ("mastodon", {"server": "https://a.example", "reason": 0}),
        ("whatsapp", {"identity": "+33 1"}),
        ("whatsapp", {"identity": "42", "templates": "sans point-virgule"}),
        ("webhook", {"server": "x" * 400, "identity": "a"}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client: Client, office: Office, kind: str, changes: dict[str, object]) -> None:
    reply = sign_on(client, office).post(f"/settings/social/new/{kind}", fill(office, **changes))
    assert (reply.status_code, 'class="error"' in reply.content.decode()) == (422, True)


def test_what_could_not_be_read_is_read_again_after_a_correction(client: Client, office: Office) -> None:
    incoming = office.receive(b"{")
    sign_on(client, office)
    page = client.get("/settings/social").content.decode()
    assert "n’a pas pu être lu" in page
    place = f"/settings/social/messages/{incoming.pk}"
    assert client.post(place).status_code == 409
    set_organisation(office.organisation.pk)
    Incoming.objects.update(raw=write_whatsapp(make_message()))
    assert client.post(place).status_code == 302
    assert client.post(place).status_code == 409
    set_organisation(office.organisation.pk)
    assert Contact.objects.count() == 1


def test_others_are_refused_and_foreign_ids_are_unknown(client: Client, office: Office) -> None:
    there = make_social("whatsapp", "")
    set_organisation(office.organisation.pk)
    sign_on(client, office)
    for place in (f"accounts/{there.account.pk}", "new/nowhere", f"accounts/{2**40}"):
        assert client.get(f"/settings/social/{place}").status_code == 404
    assert client.post(f"/settings/social/messages/{uuid4()}").status_code == 404
    sign_on(client, office, Role.SUPERVISOR)
    assert client.get("/settings/social").status_code == 403
    sign_on(client, office, Role.AGENT)
    assert client.get("/board/moderation").status_code == 403


def test_whoever_steers_sets_aside_and_brings_back(client: Client) -> None:
    office = make_social("mastodon", "")
    raw = json.dumps(make_mention("<script>alert(1)</script>Achetez", spoiler_text="<b>Promo</b>")).encode()
    contact = office.receive(raw).contact_id
    sign_on(client, office, Role.SUPERVISOR)
    page = client.get("/board/moderation").content.decode()
    assert "&lt;b&gt;Promo&lt;/b&gt;" in page
    assert "0\u00a0minute" not in page
    assert client.post(f"/board/moderation/{contact}/aside", {"reason": "?"}).status_code == 422
    assert client.post(f"/board/moderation/{contact}/aside", {"reason": "spam"}).status_code == 302
    aside = client.get("/board/moderation?done=aside").content.decode()
    assert "Publicité" in aside
    assert "écarté il y a moins d’une minute" in aside
    assert client.post(f"/board/moderation/{contact}/back").status_code == 302
    assert client.post(f"/board/moderation/{contact}/back").status_code == 409
    assert client.post(f"/board/moderation/{uuid4()}/aside", {"reason": "spam"}).status_code == 409


def test_an_answer_perhaps_published_is_decided_about_once_and_by_no_stranger(client: Client, office: Office) -> None:
    sign_on(client, office)
    outgoing = keep_uncertain(office)
    assert "Peut-être envoyés" in client.get("/settings/social").content.decode()
    assert "1 à décider" in client.get("/settings").content.decode()
    assert client.post(f"/settings/sms/sent/{outgoing.pk}", {"decision": "leave", "seen": "1"}).status_code == 404
    address = f"/settings/social/sent/{outgoing.pk}"
    assert client.post(address, {"decision": "leave", "seen": "0"}).status_code == 409
    assert [client.post(address, {"decision": "leave", "seen": "1"}).status_code for _press in range(2)] == [302, 409]
    set_organisation(office.organisation.pk)
    assert Outgoing.objects.get().state == OutgoingState.LEFT
    sign_on(client, office, Role.AGENT)
    assert client.post(address, {"decision": "send", "seen": "1"}).status_code == 403
