"""What agents may call, what it may cost, and who carries emergency numbers: bad input is said, nothing is silent, administrators alone."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.audit.models import AuditEntry
from guichet.records.calls.models import CallingRules, Line, Outlay
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
PLACE = "/settings/telephone/outgoing"
FILLED = {
    "zones": ["france", "europe"],
    "prefixes": "+212, +1 418",
    "callers": "01 99 00 12 34",
    "landline_price": "0,8",
    "mobile_price": "2,5",
    "abroad_price": "10",
    "day_cap": "20",
    "month_cap": "1 000,50",
}


@pytest.fixture
def organisation() -> Organisation:
    made = factories.make_organisation()
    factories.make_reason(made, factories.make_queue(made), key="other")
    return made


def sign_on(client: Client, organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Client:
    set_organisation(organisation.pk)
    client.force_login(factories.make_account(organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def add_line(organisation: Organisation, number: str = "+33199001234", trunk: str = "sip:127.0.0.1:5070") -> Line:
    set_organisation(organisation.pk)
    return Line.objects.create(
        organisation=organisation, number=number, label="Accueil", reason=factories.make_reason(organisation), trunk=trunk
    )


def get_rules(organisation: Organisation) -> CallingRules:
    set_organisation(organisation.pk)
    row: CallingRules = CallingRules.objects.get()
    return row


def read(client: Client, place: str = "/settings/telephone") -> str:
    return client.get(place).content.decode()


def test_rules_prices_and_caps_are_kept_and_shown_as_they_were_typed(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    assert client.post(PLACE, FILLED).status_code == 302
    row = get_rules(organisation)
    assert (row.zones, row.prefixes, row.callers) == (["france", "europe"], ["+212", "+1418"], ["+33199001234"])
    assert (row.landline_price, row.mobile_price, row.abroad_price) == (80, 250, 1_000)
    assert (row.day_cap, row.month_cap) == (200_000, 10_005_000)
    page = read(client, PLACE)
    for shown in ('value="0,8"', 'value="2,5"', 'value="10"', 'value="20"', 'value="1000,5"', 'value="+212, +1418"'):
        assert shown in page
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["calling-rules-changed"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"prefixes": "212"}, "n’est pas un indicatif"),
        ({"prefixes": "+"}, "n’est pas un indicatif"),
        ({"callers": "bonjour"}, "ni un numéro de téléphone"),
        ({"landline_price": "deux"}, "deux décimales"),
        ({"landline_price": "-1"}, "deux décimales"),
        ({"landline_price": "0,123"}, "deux décimales"),
        ({"mobile_price": "5000"}, "vérifiez l’unité"),
        ({"mobile_price": ""}, "le plafond n’en compterait rien"),
        ({"day_cap": "2000"}, "dépasse celui du mois"),
        ({"zones": ["mars"]}, "zones"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(client: Client, organisation: Organisation, wrong: dict[str, Any], said: str) -> None:
    sign_on(client, organisation)
    reply = client.post(PLACE, {**FILLED, **wrong})
    assert (reply.status_code, said in reply.content.decode()) == (422, True)
    set_organisation(organisation.pk)
    assert not CallingRules.objects.exists()


def test_that_nothing_is_counted_is_never_silent(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    assert "Aucun prix n’est indiqué" in read(client)
    client.post(PLACE, {**FILLED, "mobile_price": "0"})
    page = read(client)
    assert "Non comptés" in page
    assert "numéros mobiles de métropole" in page
    client.post(PLACE, FILLED)
    assert "Non comptés" not in read(client)


def spend(organisation: Organisation, cost: int, began_at: datetime) -> None:
    set_organisation(organisation.pk)
    Outlay.objects.create(
        pk=uuid4(), organisation=organisation, tariff="mobile", price=250, began_at=began_at, ended_at=began_at, cost=cost
    )


def test_what_was_spent_is_shown_and_that_the_cap_is_reached(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    client.post(PLACE, FILLED)
    spend(organisation, 123_400, timezone.now())
    page = read(client)
    assert "12,34\u00a0€ sur 20,00\u00a0€" in page
    assert "plafond du jour est atteint" not in page
    spend(organisation, 76_600, timezone.now())
    page = read(client)
    assert "plafond du jour est atteint" in page
    assert "ne sont pas coupés" in page


def test_the_line_of_emergency_numbers_is_chosen_among_those_that_lead_outside(client: Client, organisation: Organisation) -> None:
    line, deaf = add_line(organisation), add_line(organisation, "+33199005678", trunk="")
    sign_on(client, organisation)
    assert "Aucune ligne ne les achemine" in read(client)
    wrong = client.post("/settings/telephone/emergency", {"line": deaf.pk})
    assert (wrong.status_code, "ne mène plus nulle part" in wrong.content.decode()) == (422, True)
    assert client.post("/settings/telephone/emergency", {"line": line.pk}).status_code == 302
    assert "Ils partent par la ligne «\u00a0Accueil\u00a0»" in read(client)
    assert get_rules(organisation).emergency_line == line
    Line.objects.filter(pk=line.pk).update(trunk="")
    assert "n’a plus de serveur" in read(client)
    client.post("/settings/telephone/emergency", {"line": ""})
    assert "Aucune ligne ne les achemine" in read(client)
    set_organisation(organisation.pk)
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["emergency-line-chosen"] * 2


def test_sites_of_which_emergency_services_would_not_know_the_number_are_named(client: Client, organisation: Organisation) -> None:
    factories.make_site(organisation, name="Antenne des Ormes")
    factories.make_site(organisation, name="Maison du Val", telephone="+33299001122")
    line = add_line(organisation)
    sign_on(client, organisation)
    assert "Antenne des Ormes" not in read(client)
    client.post("/settings/telephone/emergency", {"line": line.pk})
    page = read(client)
    assert "Antenne des Ormes" in page
    assert "Maison du Val" not in page


def test_only_administrators_come_in_and_no_line_of_others_is_chosen(client: Client, organisation: Organisation) -> None:
    other = factories.make_organisation()
    theirs = add_line(other)
    for role in (Role.AGENT, Role.SUPERVISOR):
        sign_on(client, organisation, role)
        assert client.get(PLACE).status_code == 403
        assert client.post("/settings/telephone/emergency", {"line": ""}).status_code == 403
    sign_on(client, organisation)
    assert client.post("/settings/telephone/emergency", {"line": theirs.pk}).status_code == 422
