"""Relay services in the settings: only https, only whole numbers, each call through one of them, administrators alone."""

from typing import Any

import pytest
from django.test import Client

from guichet.records.audit.models import AuditEntry
from guichet.records.calls.models import RelayService
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
PLACE = "/settings/telephone/relays/new"
FILLED = {
    "name": "Relais Signes",
    "is_active": "on",
    "kinds": ["lsf", "transcription"],
    "address": "https://relais.example/appeler",
    "calls_from": "01 99 00 50 01, +33 1 99 00 50 02",
    "number": "01 99 00 50 10",
}


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


def sign_on(client: Client, organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Client:
    set_organisation(organisation.pk)
    client.force_login(factories.make_account(organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def list_kept(organisation: Organisation) -> list[RelayService]:
    set_organisation(organisation.pk)
    return list(RelayService.objects.of(organisation.pk))


def read(client: Client, place: str = "/settings/telephone") -> str:
    return client.get(place).content.decode()


def test_one_is_added_listed_changed_and_taken_out_of_use(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    assert client.post(PLACE, FILLED).status_code == 302
    [row] = list_kept(organisation)
    assert (row.name, row.kinds, row.address) == ("Relais Signes", ["lsf", "transcription"], "https://relais.example/appeler")
    assert (row.calls_from, row.number, row.is_active) == (["+33199005001", "+33199005002"], "+33199005010", True)
    page = read(client)
    for shown in ("Relais Signes", "01 99 00 50 01, 01 99 00 50 02", "01 99 00 50 10"):
        assert shown in page
    place = f"/settings/telephone/relays/{row.pk}"
    assert 'value="+33199005001, +33199005002"' in read(client, place)
    assert client.post(place, {**FILLED, "is_active": "", "number": "", "calls_from": ""}).status_code == 302
    [row] = list_kept(organisation)
    assert (row.calls_from, row.number, row.is_active) == ([], "", False)
    assert list(AuditEntry.objects.order_by("number").values_list("verb", flat=True)) == ["relay-added", "relay-changed"]


def test_an_address_without_its_beginning_is_completed(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation).post(PLACE, {**FILLED, "address": " relais.example "})
    assert [row.address for row in list_kept(organisation)] == ["https://relais.example"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": 'Relais "Signes"'},
        {"name": "Relais\u0000"},
        {"name": "R" * 61},
        {"kinds": []},
        {"kinds": ["shouting"]},
        {"address": ""},
        {"address": "http://relais.example"},
        {"address": "javascript://relais.example/%0aalert(1)"},
        {"address": "https://relais"},
        {"address": "https://administration.example@relais.example"},
        {"address": "https://relais.example/a b"},
        {"address": "https://[::"},
        {"calls_from": "4500"},
        {"calls_from": "01 99 00 50 01, bonjour"},
        {"calls_from": ", ".join(f"01 99 00 {number}" for number in range(1000, 1051))},
        {"number": "112"},
        {"number": "0899 12 34 56"},
        {"number": "bonjour"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_kept(client: Client, organisation: Organisation, wrong: dict[str, Any]) -> None:
    sign_on(client, organisation)
    reply = client.post(PLACE, {**FILLED, **wrong})
    assert reply.status_code == 422
    assert 'class="error"' in reply.content.decode()
    assert list_kept(organisation) == []
    assert not AuditEntry.objects.exists()


def test_a_second_one_has_another_name_and_other_numbers(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    client.post(PLACE, FILLED)
    assert client.post(PLACE, {**FILLED, "calls_from": ""}).status_code == 422
    reply = client.post(PLACE, {**FILLED, "name": "Autre relais", "calls_from": "0199005002"})
    assert reply.status_code == 422
    assert "01 99 00 50 02" in reply.content.decode()
    assert len(list_kept(organisation)) == 1


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_administrators_of_the_same_organisation(client: Client, organisation: Organisation, role: Role) -> None:
    sign_on(client, organisation).post(PLACE, FILLED)
    [row] = list_kept(organisation)
    place = f"/settings/telephone/relays/{row.pk}"
    assert sign_on(Client(), factories.make_organisation()).get(place).status_code == 404
    assert sign_on(Client(), factories.make_organisation()).post(place, FILLED).status_code == 404
    other = sign_on(Client(), organisation, role)
    assert {other.get(place).status_code, other.post(place, FILLED).status_code, other.get(PLACE).status_code} == {403}
    assert Client().get(place).status_code == 302
