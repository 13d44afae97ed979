"""Lines, as those who steer close them and change what is heard first."""

import pytest
from django.test import Client

from guichet.records.audit.models import AuditEntry
from guichet.records.calls.lines import list_open_lines
from guichet.records.calls.models import Line
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    organisation = factories.make_organisation()
    reason = factories.make_reason(organisation, factories.make_queue(organisation, channels=["voice"]))
    return Line.objects.create(organisation=organisation, number="+33199001234", label="Accueil", reason=reason, languages=["fr"])


def sign_on(client: Client, organisation: Organisation, role: Role = Role.SUPERVISOR) -> None:
    client.force_login(factories.make_account(organisation, role))


def steer(client: Client, line: Line, **values: str) -> int:
    return client.post(f"/board/lines/{line.pk}", {f"line{line.pk}-{name}": value for name, value in values.items()}).status_code


def list_verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))


def test_a_supervisor_closes_a_line_says_why_and_opens_it_again(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    assert "01 99 00 12 34" in client.get("/board/lines").content.decode()
    assert steer(client, line, said_fr="Nos bureaux sont évacués.") == 302
    [opened] = list_open_lines()
    assert (opened.is_closed, opened.announcement) == (True, {"fr": "Nos bureaux sont évacués."})
    set_organisation(line.organisation_id)
    assert steer(client, line, is_open="on") == 302
    [opened] = list_open_lines()
    assert (opened.is_closed, opened.announcement) == (False, {})
    set_organisation(line.organisation_id)
    assert list_verbs() == ["line-steered", "line-steered"]


def test_saving_nothing_new_leaves_no_trace(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    assert steer(client, line, is_open="on") == 302
    assert list_verbs() == []


def test_an_announcement_that_is_too_long_is_refused_with_what_was_typed(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    assert steer(client, line, said_fr="a" * 601) == 422
    assert not Line.objects.get().announcement


@pytest.mark.parametrize("role", [Role.AGENT, Role.RECEPTIONIST])
def test_nobody_else_steers_a_line(client: Client, line: Line, role: Role) -> None:
    sign_on(client, line.organisation, role)
    assert client.get("/board/lines").status_code == 403
    assert steer(client, line) == 403


def test_a_line_of_another_organisation_does_not_exist(client: Client, line: Line) -> None:
    sign_on(client, factories.make_organisation())
    assert steer(client, line) == 404


def test_without_a_line_the_page_says_who_adds_one(client: Client) -> None:
    sign_on(client, factories.make_organisation())
    assert "administrat" in client.get("/board/lines").content.decode()
