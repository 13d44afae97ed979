"""Scans that come by mail: each a letter, each once, by whichever mail and wherever a process dies; nothing else becomes one."""

from unittest.mock import patch

import pytest
from django.utils import timezone

from guichet.records.contacts.models import Contact
from guichet.records.correspondence.mailboxes import read_again
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.tests.houses import Office, make_office, write
from guichet.records.correspondence.words import Cause, IncomingState, ReadFile
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.letters import mailed
from guichet.records.letters.mailed import choose_scans, take_mailed
from guichet.records.letters.models import Scan
from guichet.records.letters.words import Origin, ScanState

pytestmark = pytest.mark.django_db
PDF, OTHER, LOGO = b"%PDF-1.7 a letter", b"%PDF-1.4 another", b"\x89PNG\r\n\x1a\n a logo"


@pytest.fixture
def office() -> Office:
    return make_office(address="scanner@ville.example", receives_scans=True)


def take(office: Office) -> int:
    return take_mailed(office.organisation.pk, timezone.now())


def look_at(mail: IncomingMail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.cause


def test_each_scan_of_a_mail_waits_to_be_read_as_in_the_folder_and_nobody_is_written_to(office: Office) -> None:
    mail = office.receive(write("", ("SCN_001.pdf", PDF), ("SCN_002.pdf", OTHER), ("image001.png", LOGO)))
    assert mail.state == IncomingState.SCANS
    assert take(office) == 1
    assert {(bytes(scan.raw), scan.name) for scan in Scan.objects.all()} == {(PDF, "SCN_001.pdf"), (OTHER, "SCN_002.pdf")}
    assert {(scan.origin, scan.state) for scan in Scan.objects.all()} == {(Origin.MAIL, ScanState.RECEIVED)}
    assert look_at(mail) == (IncomingState.SETTLED, Cause.SCANNED)
    assert not Contact.objects.exists(), "the letter is the contact, not the mail"
    assert take(office) == 0


def test_the_same_scan_in_another_mail_is_no_second_letter(office: Office) -> None:
    office.receive(write("", ("SCN_001.pdf", PDF), Message_ID="<one@scanner>"))
    again = write("Encore", ("again.pdf", PDF), Message_ID="<two@scanner>")
    office.receive(again)
    office.receive(again)
    assert take(office) == 2, "the same mail again is the same mail"
    assert Scan.objects.count() == 1


def test_a_process_that_dies_in_between_loses_and_doubles_nothing(office: Office) -> None:
    mail = office.receive(write("", ("1.pdf", PDF), ("2.pdf", OTHER)))
    with patch.object(mailed, "_settle", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        take(office)
    assert look_at(mail) == (IncomingState.SCANS, "")
    assert Scan.objects.count() == 0
    take(office)
    assert Scan.objects.count() == 2


def test_a_mail_without_a_scan_is_set_aside_where_a_person_can_have_it_answered(office: Office) -> None:
    empty = office.receive(write("Votre scanner manque de papier", Message_ID="<paper@scanner>"))
    text = office.receive(write("Bonjour", ("notes.txt", b"Bonjour"), Message_ID="<notes@scanner>"))
    assert look_at(empty) == (IncomingState.ASIDE, Cause.NO_SCAN)
    take(office)
    assert look_at(text) == (IncomingState.ASIDE, Cause.NO_SCAN)
    account = factories.make_account(office.organisation, Role.ADMINISTRATOR)
    assert read_again(account, text.pk, timezone.now()).contact_id is not None
    assert not Scan.objects.exists()


def test_a_damaged_mail_gives_what_it_holds_and_is_seen_by_a_person(office: Office) -> None:
    """Cut on its way: another letter may have stood behind the first."""
    whole = write("", ("1.pdf", PDF), ("2.pdf", OTHER))
    mail = office.receive(whole[: whole.rindex(b"Content-Disposition")])
    take(office)
    assert look_at(mail) == (IncomingState.QUARANTINED, Cause.PART_MISSING)
    assert [bytes(scan.raw) for scan in Scan.objects.all()] == [PDF]


def test_a_mail_to_an_ordinary_mailbox_stays_a_mail(office: Office) -> None:
    Mailbox.objects.update(receives_scans=False)
    mail = office.receive(write("Voici ma pièce", ("piece.pdf", PDF)))
    take(office)
    assert (mail.state, Scan.objects.count(), mail.contact_id is not None) == (IncomingState.READ, 0, True)


def test_what_it_is_called_is_not_believed() -> None:
    def choose(*contents: bytes) -> list[bytes]:
        return [file.content for file in choose_scans(tuple(ReadFile(name="lettre.pdf", content=content) for content in contents))]

    tiff, jpeg = b"II*\0 a fax", b"\xff\xd8\xff a photograph"
    assert choose(b"MZ a program", b"", b"<html>%PDX") == []
    assert choose(LOGO, jpeg) == [LOGO, jpeg]
    assert choose(LOGO, tiff, PDF) == [tiff, PDF]
    assert choose(b"\n" * 1000 + PDF) == [b"\n" * 1000 + PDF]
    assert choose(b" " * 2000 + PDF) == []
