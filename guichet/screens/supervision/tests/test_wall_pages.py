"""Links of wall displays: made, listed and revoked by those who steer; shown to whoever has one."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from guichet.doors.limits import Allowance, Buckets
from guichet.records.audit.models import AuditEntry
from guichet.records.directory.models import Organisation, Queue
from guichet.records.directory.tests.factories import make_account, make_organisation, make_queue
from guichet.records.directory.words import Role
from guichet.records.orders.models import WallLink
from guichet.records.orders.walls import sign_wall_link
from guichet.records.separation import set_organisation
from guichet.screens.supervision import walls

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


@pytest.fixture
def supervisor(client: Client, organisation: Organisation) -> Client:
    client.force_login(make_account(organisation, Role.SUPERVISOR))
    return client


def make(client: Client, **more: object) -> HttpResponse:
    return client.post("/board/walls", {"key": str(uuid4()), "name": "Plateau", "days": "30", **more})  # type: ignore[return-value]


def read(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_supervisor_makes_a_link_that_anybody_can_open_and_revokes_it(supervisor: Client, organisation: Organisation) -> None:
    queue: Queue = make_queue(organisation, labels={"fr": "Logement"})
    assert make(supervisor, queues=[queue.pk]).status_code == 302
    page = read(supervisor.get("/board/walls"))  # type: ignore[arg-type]
    assert "Logement" in page
    [address] = re.findall(r"http://testserver(/board/wall/[^<\"]+)</textarea>", page)
    visitor = Client()
    shown = visitor.get(address)
    assert (shown.status_code, "Plateau" in read(shown)) == (200, True)  # type: ignore[arg-type]
    assert not visitor.cookies.get("sessionid")
    link = WallLink.objects.get()
    assert supervisor.post(f"/board/walls/{link.pk}/revoke").status_code == 302
    gone = visitor.get(address)
    assert (gone.status_code, "Demandez-en un nouveau" in read(gone)) == (410, True)  # type: ignore[arg-type]
    assert [entry.verb for entry in AuditEntry.objects.order_by("number")] == ["wall-link-made", "wall-link-revoked"]


def test_a_form_sent_twice_makes_one_link_and_a_wrong_one_none(supervisor: Client, organisation: Organisation) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert make(supervisor, key=key).status_code == 302
    assert WallLink.objects.count() == 1
    foreign = make_queue(make_organisation())
    set_organisation(organisation.pk)
    for field, value in (
        ("name", " "),
        ("name", "x" * 61),
        ("name", "a\0"),
        ("days", "4000"),
        ("key", "x"),
        ("queues", [foreign.pk]),
        ("queues", ["x"]),
    ):
        response = make(supervisor, **{field: value})
        assert (response.status_code, 'class="error"' in read(response) or field == "key") == (422, True), (field, value)
    assert WallLink.objects.of(organisation.pk).count() == 1


def test_a_link_of_another_organisation_is_neither_seen_nor_revoked(supervisor: Client, organisation: Organisation) -> None:
    theirs = make_organisation()
    link = WallLink.objects.create(
        organisation=theirs,
        id=uuid4(),
        name="Chez eux",
        by=make_account(theirs, Role.SUPERVISOR),
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    set_organisation(organisation.pk)
    assert "Chez eux" not in read(supervisor.get("/board/walls"))  # type: ignore[arg-type]
    assert supervisor.post(f"/board/walls/{link.pk}/revoke").status_code == 404
    assert Client().get(reverse("wall", args=[sign_wall_link(link)])).status_code == 200


@pytest.mark.parametrize("role", [Role.AGENT, Role.RECEPTIONIST])
def test_links_are_for_those_who_steer(client: Client, organisation: Organisation, role: Role) -> None:
    client.force_login(make_account(organisation, role))
    assert client.get("/board/walls").status_code == 403
    assert make(client).status_code == 403
    assert client.post(f"/board/walls/{uuid4()}/revoke").status_code == 403


def test_a_link_opens_no_page_that_asks_for_an_account(supervisor: Client) -> None:
    """Every address without a part of its own, with the link where something might look for it."""
    make(supervisor)
    word = sign_wall_link(WallLink.objects.get())
    for client in (supervisor, visitor := Client()):
        client.get(f"/board/wall/{word}")
    visitor.cookies["sessionid"] = word
    paths = list_paths(get_resolver().url_patterns)
    closed = [path for path in paths if supervisor.get(path).status_code == 200 and Client().get(path).status_code != 200]
    assert {"/board", "/board/walls", "/account"} <= set(closed)
    for path in closed:
        response = visitor.get(f"{path}?link={word}", headers={"authorization": f"Bearer {word}"})
        assert response.status_code in (302, 401, 403, 404), path


def list_paths(patterns: list[URLPattern | URLResolver], before: str = "/") -> list[str]:
    found = []
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += list_paths(pattern.url_patterns, path)
        elif "<" not in path and "sign-out" not in path and "lock" not in path:
            found.append(path)
    return found


def test_whoever_guesses_links_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "guesses", Buckets(Allowance(burst=2, per_second=0)))
    assert [Client().get("/board/wall/x").status_code for _ in range(3)] == [410, 410, 429]
