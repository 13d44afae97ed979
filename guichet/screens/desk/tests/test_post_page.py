"""The post room: scans are brought in once, letters move on by name, and nobody sees another organisation's."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.letters.answering import prepare_answers
from guichet.records.letters.models import LetterBox, Posting, Scan
from guichet.records.letters.tests.houses import Office, make_office, scan_letter
from guichet.records.letters.words import PostingState
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture(autouse=True)
def _quick_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.records.letters.answering.draw", lambda _sheet: b"%PDF- laid out")


def sign_on(client: Client, office: Office, role: Role = Role.AGENT) -> Client:
    client.force_login(factories.make_account(office.organisation, role))
    client.cookies["guichet_language"] = "fr"
    set_organisation(office.organisation.pk)
    return client


def file(name: str = "lettre.pdf", content: bytes = b"%PDF-1.7 a scan") -> BytesIO:
    sent = BytesIO(content)
    sent.name = name
    return sent


def bring(client: Client, **changes: object) -> int:
    fields = {"scans": [file(), file("b.pdf", b"%PDF- two")], "arrived_on": "2026-11-30", "reason": "", **changes}
    return client.post("/desk/post/scans", fields).status_code


def make_posting(office: Office, text: str | None = None) -> Posting:
    contact = office.receive(*([] if text is None else [scan_letter(text)]))
    office.say(contact)
    office.wrap_up(contact)
    prepare_answers(office.organisation.pk, timezone.now())
    return Posting.objects.get(contact=contact)


def test_several_scans_are_brought_in_and_again_they_are_the_same(client: Client, office: Office) -> None:
    sign_on(client, office)
    assert [bring(client, reason=office.reason.pk) for _ in range(2)] == [302, 302]
    set_organisation(office.organisation.pk)
    assert sorted(Scan.objects.values_list("name", "reason_id")) == [("b.pdf", office.reason.pk), ("lettre.pdf", office.reason.pk)]
    assert "lettre.pdf" in client.get("/desk/post").content.decode()


@pytest.mark.parametrize("changes", [{"scans": []}, {"scans": [file("x.pdf", b"")]}, {"arrived_on": "x"}, {"reason": "0"}])
def test_what_is_wrong_is_said(client: Client, office: Office, changes: dict[str, object]) -> None:
    assert bring(sign_on(client, office), **changes) == 422
    set_organisation(office.organisation.pk)
    assert Scan.objects.count() == 0


def test_without_a_letter_box_nothing_is_brought_in(client: Client, office: Office) -> None:
    LetterBox.objects.all().delete()
    assert bring(sign_on(client, office)) == 422


def test_a_letter_is_printed_posted_and_taken_back(client: Client, office: Office) -> None:
    ready = make_posting(office)
    sign_on(client, office)
    assert "Mme Zoé Petit, 35000 RENNES" in client.get("/desk/post").content.decode()
    assert client.get(f"/desk/post/letters/{ready.pk}").content == b"%PDF- laid out"
    for state in ("printed", "posted", "ready"):
        assert client.post(f"/desk/post/move/{state}", {"posting": [ready.pk]}).status_code == 302
        set_organisation(office.organisation.pk)
        assert Posting.objects.get().state == state
        assert client.get("/desk/post").status_code == 200
    assert client.post("/desk/post/move/posted", {"posting": [ready.pk]}).status_code == 302
    assert client.post("/desk/post/move/printed", {"posting": [ready.pk]}).status_code == 409


@pytest.mark.parametrize(
    ("state", "chosen", "status"), [("printed", [], 422), ("printed", ["x"], 422), ("x", [uuid4()], 409), ("unaddressed", [uuid4()], 422)]
)
def test_what_cannot_move_does_not(client: Client, office: Office, state: str, chosen: list[object], status: int) -> None:
    assert sign_on(client, office).post(f"/desk/post/move/{state}", {"posting": chosen}).status_code == status


def test_a_letter_without_an_address_is_given_one(client: Client, office: Office) -> None:
    waiting = make_posting(office, "Rien")
    sign_on(client, office)
    assert client.get(f"/desk/post/letters/{waiting.pk}").status_code == 404
    assert client.post(f"/desk/post/letters/{waiting.pk}/address", {"recipient": "Zoé"}).status_code == 422
    assert client.post(f"/desk/post/letters/{waiting.pk}/address", {"recipient": "Zoé\r\n35000 RENNES"}).status_code == 302
    set_organisation(office.organisation.pk)
    assert Posting.objects.get().state == PostingState.READY


def test_what_is_another_organisations_is_not_there(client: Client, office: Office) -> None:
    there = make_office("Ailleurs")
    foreign = make_posting(there)
    set_organisation(office.organisation.pk)
    sign_on(client, office)
    assert client.get(f"/desk/post/letters/{foreign.pk}").status_code == 404
    assert client.post(f"/desk/post/letters/{foreign.pk}/address", {"recipient": "Zoé\n35000 RENNES"}).status_code == 422
    assert client.post("/desk/post/move/posted", {"posting": [foreign.pk]}).status_code == 409
    assert "Zoé" not in client.get("/desk/post").content.decode()
    assert bring(client, reason=there.reason.pk) == 422


def test_nobody_comes_in_without_signing_on(client: Client) -> None:
    assert client.get("/desk/post").status_code == 302
