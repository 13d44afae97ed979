"""Lines that register at their server: asked for with what it needs, shown with what became of it, to their own administrators."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.calls.models import Line
from guichet.records.calls.registrations import forget_registration, list_registrants, list_registrations, note_registration
from guichet.records.calls.words import Reached
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.separation import set_organisation
from guichet.screens.settings.telephone.registrations import describe_registration
from guichet.screens.settings.tests.test_telephone_pages import fill, get_line, sign_on

pytestmark = pytest.mark.django_db
TRUNK = {"trunk": "sip.operateur.example", "username": "u1", "password": "s3cret"}
LIST = "/settings/telephone"


@pytest.fixture
def organisation() -> Organisation:
    made = factories.make_organisation()
    queue = factories.make_queue(made)
    for key in ("housing", "birth", "other"):
        factories.make_reason(made, queue, key=key, labels={"fr": key})
    return made


@pytest.fixture
def administrator(client: Client, organisation: Organisation) -> Client:
    sign_on(client, organisation)
    client.cookies["guichet_language"] = "en"
    return client


def add(administrator: Client, organisation: Organisation, **changes: Any) -> Line:
    reply = administrator.post(f"{LIST}/new", fill(organisation, **{**TRUNK, "registers": "on", **changes}))
    assert reply.status_code == 302, reply.content.decode()
    return get_line(organisation)


def read(client: Client, place: str) -> str:
    return client.get(place).content.decode()


@pytest.mark.parametrize("missing", [{"trunk": ""}, {"username": ""}], ids=["server", "name"])
def test_nobody_registers_without_a_server_and_a_name(missing: dict[str, str], administrator: Client, organisation: Organisation) -> None:
    reply = administrator.post(f"{LIST}/new", fill(organisation, **{**TRUNK, "registers": "on", **missing}))
    assert reply.status_code == 422
    assert "without them nobody can register" in reply.content.decode()
    set_organisation(organisation.pk)
    assert not Line.objects.exists()


def test_only_lines_that_want_it_and_take_calls_are_registered(administrator: Client, organisation: Organisation) -> None:
    line = add(administrator, organisation)
    [who] = list_registrants()
    assert (who.line, who.number, who.trunk, who.username, who.password) == (
        *(line.pk, "+33199001234", "sip:sip.operateur.example:5060"),
        *("u1", "s3cret"),
    )
    assert "s3cret" not in repr(who)
    place = f"{LIST}/lines/{line.pk}"
    assert "Not registered yet" in read(administrator, place)
    for changes in ({"is_active": ""}, {"registers": ""}):
        assert administrator.post(place, fill(organisation, **{**TRUNK, "registers": "on", **changes})).status_code == 302
        assert list_registrants() == []
        assert "Not registered" not in read(administrator, place) + read(administrator, LIST)


def test_what_became_of_it_is_shown_on_its_page_and_in_the_list(administrator: Client, organisation: Organisation) -> None:
    line = add(administrator, organisation)
    now = timezone.now()
    note_registration(organisation.pk, line.pk, 200, now + timedelta(minutes=9), now)
    for place in (LIST, f"{LIST}/lines/{line.pk}"):
        assert "Registered at sip.operateur.example until" in read(administrator, place)
    note_registration(organisation.pk, line.pk, 403, None, now)
    for place in (LIST, f"{LIST}/lines/{line.pk}"):
        page = read(administrator, place)
        assert "Not registered at sip.operateur.example." in page
        assert "refuses the user name or the password" in page
        assert "Code of the answer: 403." in page
    forget_registration(organisation.pk, line.pk)
    assert "Not registered yet" in read(administrator, LIST)


@pytest.mark.parametrize(
    ("code", "is_until", "reached", "said"),
    [
        (200, True, Reached.KNOWN, "Registered at"),
        (200, False, Reached.STRANGE, "something unexpected"),
        (423, False, Reached.STRANGE, "something unexpected"),
        (401, False, Reached.WRONG_PASSWORD, "refuses the user name or the password"),
        (404, False, Reached.UNKNOWN_NAME, "does not know this user name"),
        (408, False, Reached.SILENT, "Nobody answers there"),
        (408, True, Reached.SILENT, "Still registered at"),
        (478, False, Reached.NO_SUCH_NAME, "No machine has this name"),
        (503, False, Reached.BUSY, "cannot serve anybody now"),
        (501, False, Reached.STRANGE, "registers nobody"),
        (405, False, Reached.STRANGE, "registers nobody"),
    ],
)
def test_each_answer_has_its_words(
    code: int, is_until: bool, reached: Reached, said: str, administrator: Client, organisation: Organisation
) -> None:
    line = add(administrator, organisation)
    now = timezone.now()
    note_registration(organisation.pk, line.pk, code, now + timedelta(minutes=5) if is_until else None, now)
    assert list_registrations(organisation.pk)[line.pk].reached == reached
    assert said in read(administrator, LIST)


def test_a_registration_that_nobody_renewed_is_shown_as_gone(administrator: Client, organisation: Organisation) -> None:
    """The voice process died: what it wrote down last is not taken for granted for longer than it holds."""
    line = add(administrator, organisation)
    now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    note_registration(organisation.pk, line.pk, 200, now + timedelta(minutes=10), now)
    row = list_registrations(organisation.pk)[line.pk]
    told = [describe_registration(line, row, now + timedelta(minutes=minutes)) for minutes in (9, 11)]
    assert [(each.is_good, each.is_bad) for each in told if each is not None] == [(True, False), (False, True)]


def test_a_line_that_is_gone_meanwhile_and_other_organisations_see_nothing(administrator: Client, organisation: Organisation) -> None:
    line = add(administrator, organisation)
    note_registration(organisation.pk, line.pk, 403, None, timezone.now())
    note_registration(organisation.pk, line.pk + 1_000, 403, None, timezone.now())
    assert list(list_registrations(organisation.pk)) == [line.pk]
    other = factories.make_organisation()
    set_organisation(other.pk)
    assert list_registrations(other.pk) == {}
    assert "sip.operateur.example" not in read(sign_on(Client(), other), LIST)


def test_two_organisations_at_the_same_operator_are_two_registrations(administrator: Client, organisation: Organisation) -> None:
    mine = add(administrator, organisation)
    other = factories.make_organisation()
    queue = factories.make_queue(other)
    reason = factories.make_reason(other, queue, key="other", labels={"fr": "other"})
    set_organisation(other.pk)
    plain = {"trunk": mine.trunk, "username": mine.username, "registers": True, "number": mine.number, "reason": reason}
    theirs = Line.objects.create(organisation=other, label="x", **plain)
    assert {(who.organisation, who.line) for who in list_registrants()} == {(organisation.pk, mine.pk), (other.pk, theirs.pk)}


def test_a_change_of_the_line_stands_in_the_trail(administrator: Client, organisation: Organisation) -> None:
    line = add(administrator, organisation, registers="")
    assert not line.registers
    administrator.post(f"{LIST}/lines/{line.pk}", fill(organisation, **{**TRUNK, "registers": "on"}))
    assert get_line(organisation).registers
