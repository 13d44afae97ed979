"""The page of letters: administrators alone, of their own organisation; what is wrong is said; what could not be read is read again."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.language.errors import MissingProgramError, ScanError, Trouble
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.letters import trial
from guichet.records.letters.intake import read_waiting
from guichet.records.letters.models import LetterBox, Scan
from guichet.records.letters.tests.houses import Office, Reader, make_office, scan_letter
from guichet.records.letters.words import ScanState
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def sign_on(client: Client, office: Office, role: Role = Role.ADMINISTRATOR) -> Client:
    client.force_login(factories.make_account(office.organisation, role))
    client.cookies["guichet_language"] = "fr"
    set_organisation(office.organisation.pk)
    return client


def quarantine(office: Office, trouble: Trouble = Trouble.LOCKED, name: str = "") -> Scan:
    scan = office.bring(name=name)
    read_waiting(office.organisation.pk, Reader(ScanError(trouble)), timezone.now)
    return scan


def test_a_letter_box_is_set_up_on_its_page(client: Client, office: Office) -> None:
    LetterBox.objects.all().delete()
    sign_on(client, office)
    assert client.get("/settings/post").status_code == 200
    fields = {"reason": office.reason.pk, "letterhead": "Mairie\r\n35170 BRUZ", "town": "Bruz", "reference_formats": "AA-99\r\n9999"}
    assert client.post("/settings/post", fields).status_code == 302
    set_organisation(office.organisation.pk)
    box = LetterBox.objects.get()
    assert (box.letterhead, box.reference_formats, box.language) == ("Mairie\n35170 BRUZ", "AA-99\n9999", "fr")


@pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": "0"}, {"letterhead": "x" * 501}, {"town": "x" * 101}])
def test_what_is_wrong_is_said_and_nothing_is_kept(client: Client, office: Office, changes: dict[str, object]) -> None:
    reply = sign_on(client, office).post("/settings/post", {"reason": office.reason.pk, **changes})
    assert (reply.status_code, 'class="error"' in reply.content.decode()) == (422, True)
    set_organisation(office.organisation.pk)
    assert LetterBox.objects.get().town == "Bruz"


def test_a_trial_says_what_is_wrong(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    class Without:
        def read(self, *_: object) -> None:
            raise MissingProgramError("tesseract-ocr-fra")

    monkeypatch.setattr(trial, "PaperReader", lambda **_: Without())
    page = sign_on(client, office).post("/settings/post/try").content.decode()
    assert "tesseract-ocr-fra" in page
    assert "a été mise en page" in page


def test_a_trial_reads_a_letter_of_ours(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "PaperReader", lambda **_: Reader([scan_letter("Demande de passeport")]))
    assert "Demande de passeport" in sign_on(client, office).post("/settings/post/try").content.decode()


@pytest.mark.parametrize("trouble", Trouble)
def test_a_scan_that_could_not_be_read_is_shown_with_its_reason_and_read_again(client: Client, office: Office, trouble: Trouble) -> None:
    scan = quarantine(office, trouble, name="<b>lettre.pdf")
    sign_on(client, office)
    page = client.get("/settings/post").content.decode()
    assert "&lt;b&gt;lettre" in page
    assert "à regarder" in client.get("/settings").content.decode()
    taken = client.get(f"/settings/post/scans/{scan.pk}/file")
    assert taken.content == b"%PDF-1.7 a scan"
    assert taken["Content-Disposition"].startswith("attachment")
    assert client.post(f"/settings/post/scans/{scan.pk}").status_code == 302
    assert client.post(f"/settings/post/scans/{scan.pk}").status_code == 409
    assert client.get(f"/settings/post/scans/{scan.pk}/file").status_code == 409
    set_organisation(office.organisation.pk)
    assert len(office.read()) == 1


def test_what_is_no_letter_is_set_aside(client: Client, office: Office) -> None:
    scan = quarantine(office)
    assert sign_on(client, office).post(f"/settings/post/scans/{scan.pk}", {"drop": "1"}).status_code == 302
    set_organisation(office.organisation.pk)
    assert Scan.objects.get().state == ScanState.DROPPED


def test_a_separator_sheet_is_a_pdf(client: Client, office: Office) -> None:
    sign_on(client, office)
    assert client.get("/settings/post/separator", {"reason": office.reason.pk}).content.startswith(b"%PDF-")
    assert client.get("/settings/post/separator", {"reason": "0"}).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_administrators_come_in(client: Client, office: Office, role: Role) -> None:
    scan = quarantine(office)
    sign_on(client, office, role)
    for path in ("", "/separator", f"/scans/{scan.pk}/file"):
        assert client.get(f"/settings/post{path}").status_code == 403
    for path in ("", "/try", f"/scans/{scan.pk}"):
        assert client.post(f"/settings/post{path}").status_code == 403


def test_what_is_another_organisations_is_not_there(client: Client, office: Office) -> None:
    there = make_office("Ailleurs")
    scan = quarantine(there, name="secret.pdf")
    set_organisation(office.organisation.pk)
    sign_on(client, office)
    for pk in (scan.pk, uuid4()):
        assert client.post(f"/settings/post/scans/{pk}").status_code == 404
        assert client.get(f"/settings/post/scans/{pk}/file").status_code == 404
    assert client.get("/settings/post/separator", {"reason": there.reason.pk}).status_code == 404
    assert "secret.pdf" not in client.get("/settings/post").content.decode()
