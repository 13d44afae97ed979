from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Organisation, Queue
from guichet.records.directory.tests import factories
from guichet.records.directory.tests.test_reading import SMALL
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
KINDS = ("reasons", "queues", "skills", "territories", "sites", "agents")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("deux-rives")


def sign_on(organisation: Organisation, *roles: Role) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(factories.make_account(organisation, *roles))
    return client


def make_one_of_each(organisation: Organisation) -> dict[str, int]:
    queue = factories.make_queue(organisation)
    site = factories.make_site(organisation)
    return {
        "reasons": factories.make_reason(organisation, queue).pk,
        "queues": queue.pk,
        "skills": factories.make_skill(organisation).pk,
        "territories": site.territory.pk,
        "sites": site.pk,
        "agents": factories.make_agent(organisation).pk,
    }


def make_contact(organisation: Organisation) -> Contact:
    queue = factories.make_queue(organisation)
    now = timezone.now()
    return Contact.objects.create(
        organisation=organisation,
        id=uuid4(),
        key=uuid4(),
        channel="chat",
        queue=queue,
        reason=factories.make_reason(organisation, queue),
        language="fr",
        state="waiting",
        arrived_at=now,
        rank_at=now,
    )


def test_who_is_not_signed_in_is_asked_to(organisation: Organisation) -> None:  # noqa: ARG001 - there is something to see
    for path in (*KINDS, "contacts", "directory"):
        answer = Client(headers=ENGLISH).get(f"/api/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")


def test_a_supervisor_reads_every_kind_one_by_one_and_as_a_list(organisation: Organisation) -> None:
    rows = make_one_of_each(organisation)
    client = sign_on(organisation, Role.SUPERVISOR)
    for kind, pk in rows.items():
        assert pk in [item["id"] for item in client.get(f"/api/{kind}").json()["items"]]
        assert client.get(f"/api/{kind}/{pk}").json()["id"] == pk


def test_a_list_goes_on_where_the_page_before_ended(organisation: Organisation) -> None:
    made = [factories.make_skill(organisation).pk for _ in range(5)]
    client, read, after = sign_on(organisation), list[int](), "0"
    while after:
        page = client.get("/api/skills", {"limit": "2", "after": after}).json()
        read += [item["id"] for item in page["items"]]
        after = page["next"]
    assert read == made


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_404_and_a_trace_for_every_foreign_id(organisation: Organisation, role: Role) -> None:
    foreign = factories.make_organisation("autre-rive")
    rows = make_one_of_each(foreign)
    contact = make_contact(foreign)
    set_organisation(organisation.pk)
    client = sign_on(organisation, role)
    for path in (*(f"{kind}/{pk}" for kind, pk in rows.items()), f"contacts/{contact.pk}"):
        before = AuditEntry.objects.count()
        answer = client.get(f"/api/{path}")
        set_organisation(organisation.pk)
        assert answer.status_code in (403, 404), path
        if answer.status_code == 404:
            assert AuditEntry.objects.count() == before + 1
            entry = AuditEntry.objects.latest("number")
            assert (entry.verb, entry.subject_id) == ("access-refused", path.split("/")[1])
    for kind in KINDS:
        items = client.get(f"/api/{kind}").json().get("items", [])
        assert rows[kind] not in [item["id"] for item in items]


@pytest.mark.parametrize("role", [Role.AGENT, Role.RECEPTIONIST])
def test_who_does_not_steer_sees_neither_agents_nor_contacts(organisation: Organisation, role: Role) -> None:
    client = sign_on(organisation, role)
    for path in ("agents", "contacts", "directory"):
        answer = client.get(f"/api/{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


def test_looking_at_a_contact_leaves_a_trace(organisation: Organisation) -> None:
    contact = make_contact(organisation)
    client = sign_on(organisation, Role.SUPERVISOR)
    assert client.get(f"/api/contacts/{contact.pk}").json()["state"] == "waiting"
    assert [item["id"] for item in client.get("/api/contacts").json()["items"]] == [str(contact.pk)]
    assert AuditEntry.objects.get(verb="contact-read").subject_id == str(contact.pk)


def put(client: Client, text: str | bytes, agreed: str = "") -> Any:
    return client.put(f"/api/directory?agreed={agreed}", text, content_type="application/yaml")


def test_an_administrator_imports_a_directory_and_gets_it_back(organisation: Organisation) -> None:
    client = sign_on(organisation, Role.ADMINISTRATOR)
    assert len(put(client, SMALL).json()["changes"]) == 13
    exported = client.get("/api/directory")
    assert exported["Content-Type"] == "application/yaml"
    assert put(client, exported.content).json() == {"changes": []}


def test_a_refused_file_is_said_line_by_line(organisation: Organisation) -> None:
    answer = put(sign_on(organisation, Role.ADMINISTRATOR), SMALL.replace("5 min", "soon"))
    assert (answer.status_code, answer.json()["code"]) == (422, "directory-file-refused")
    [problem] = answer.json()["problems"]
    assert problem["line"] == 7


def test_a_file_of_another_organisation_or_too_large_is_refused(organisation: Organisation) -> None:
    client = sign_on(organisation, Role.ADMINISTRATOR)
    assert put(client, SMALL.replace("slug: deux-rives", "slug: x")).status_code == 409
    assert put(client, "#" * 3_000_000).status_code == 413


def test_a_write_without_its_token_is_refused(organisation: Organisation) -> None:
    client = Client(enforce_csrf_checks=True, headers=ENGLISH)
    client.force_login(factories.make_account(organisation, Role.ADMINISTRATOR))
    answer = put(client, SMALL)
    assert answer.status_code == 403
    assert Account.objects.count() == 1


@pytest.mark.parametrize("row_id", ["0", "-1", str(2**63), str(10**40), "abc", "1.5", "%00", "１"])
def test_an_id_that_is_none_is_said_to_be_none(organisation: Organisation, row_id: str) -> None:
    answer = sign_on(organisation).get(f"/api/queues/{row_id}")
    assert answer.status_code in (404, 422)


def test_a_file_that_harms_people_who_wait_is_taken_from_whoever_has_read_of_it(organisation: Organisation) -> None:
    client = sign_on(organisation, Role.ADMINISTRATOR)
    assert put(client, SMALL).status_code == 200
    contact = make_contact(organisation)  # in a queue and for a reason that the file does not know
    foreseen = client.post("/api/directory/effect", SMALL, content_type="application/yaml")
    effect = {"waiting": 1, "orphaned": 0, "in_removed_queues": 1, "held": 0, "agreed": "0-1-0"}
    assert (foreseen.status_code, foreseen.json()) == (200, effect)
    refused = put(client, SMALL)
    assert (refused.status_code, refused.json()["code"], refused.json()["effect"]) == (409, "needs-consent", effect)
    assert "1 person waits in a queue that is removed" in refused.json()["message"]
    assert Queue.objects.current().filter(pk=contact.queue_id).exists()
    for too_little in ("0-0-9", "x", "1", "0-1", "1-1-1-1"):
        assert put(client, SMALL, agreed=too_little).status_code == 409
    assert put(client, SMALL, agreed="0-1-0").status_code == 200
    assert not Queue.objects.current().filter(pk=contact.queue_id).exists()
    assert client.post("/api/directory/effect", SMALL, content_type="application/yaml").json()["in_removed_queues"] == 0


def test_what_a_file_would_do_is_told_to_administrators_only_and_refused_like_the_file(organisation: Organisation) -> None:
    for role, text, status in (
        (Role.SUPERVISOR, SMALL, 403),
        (Role.ADMINISTRATOR, "x: [", 422),
        (Role.ADMINISTRATOR, "#" * 3_000_000, 413),
        (Role.ADMINISTRATOR, SMALL.replace("slug: deux-rives", "slug: x"), 409),
    ):
        answer = sign_on(organisation, role).post("/api/directory/effect", text, content_type="application/yaml")
        assert answer.status_code == status, answer.content
    assert not Queue.objects.current().exists()
