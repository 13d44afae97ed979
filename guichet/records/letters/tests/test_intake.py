"""Scans become contacts: one for each letter, each once, whatever they are and wherever a process dies."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from guichet.language.errors import EngineDiedError, LanguageError, MissingProgramError, ScanError, Trouble
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Commitment, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.words import CommitmentClock, Role
from guichet.records.journal.models import Inbox
from guichet.records.letters import intake
from guichet.records.letters.box import drop, list_quarantined, read_again
from guichet.records.letters.errors import EmptyScanError, NotInQuarantineError, ScanTooLargeError
from guichet.records.letters.intake import CLAIM, MOST_TRIES, claim_scan, has_waiting, keep, read_scan, read_waiting
from guichet.records.letters.models import Letter, LetterBox, Page, Scan
from guichet.records.letters.separators import list_marks, write_mark
from guichet.records.letters.tests.houses import Office, Reader, make_office, scan_letter
from guichet.records.letters.words import LARGEST_SCAN, Cause, ScanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def test_a_scan_becomes_a_contact_with_its_text_its_pages_and_what_was_found(office: Office) -> None:
    scan = office.bring()
    [contact] = office.read(scan_letter())
    assert (contact.channel, contact.citizen_name, contact.citizen_id, contact.state) == ("letter", "Mme Zoé Petit", None, "waiting")
    assert "où en est mon dossier" in contact.messages.get(number=1).text
    letter = Letter.objects.get()
    assert letter.sender == "Mme Zoé Petit\n12 rue des Lilas\n35000 RENNES"
    assert (letter.email, letter.file_numbers, letter.written_on) == ("zoe@example.org", ["4711"], date(2026, 3, 12))
    assert (letter.checked_at, letter.scan_id, letter.pages, Page.objects.count()) == (None, scan.pk, 1, 1)
    scan.refresh_from_db()
    assert (scan.state, bytes(scan.raw)) == (ScanState.READ, b"%PDF-1.7 a scan")
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1


def test_a_batch_is_one_contact_for_each_letter_and_its_sheet_says_the_reason(office: Office) -> None:
    other = factories.make_reason(office.organisation, office.reason.queue, labels={"fr": "État civil"})
    true = write_mark(office.organisation.pk, other.pk)
    forged = true[:-1] + ("B" if true.endswith("A") else "A")
    office.bring()
    contacts = office.read(scan_letter("Un"), scan_letter("Deux", mark=true), scan_letter("Trois", mark=forged))
    assert {contact.messages.get(number=1).text: contact.reason_id for contact in contacts} == {
        "Un": office.reason.pk,
        "Deux": other.pk,
        "Trois": office.reason.pk,
    }


def test_a_separator_sheet_of_another_organisation_parts_nothing_here(office: Office) -> None:
    there = make_office("Ailleurs")
    assert write_mark(there.organisation.pk, None) not in list_marks(office.organisation.pk, [office.reason.pk])


def test_the_same_scan_brought_again_is_one_contact(office: Office) -> None:
    assert office.bring().pk == office.bring().pk
    assert len(office.read()) == 1
    office.bring()
    assert len(office.read()) == 1


def test_a_scan_of_another_organisation_is_another_one(office: Office) -> None:
    there = make_office("Ailleurs")
    assert office.bring().pk != there.bring().pk


@pytest.mark.parametrize(("raw", "error"), [(b"", EmptyScanError), (bytes(LARGEST_SCAN + 1), ScanTooLargeError)])
def test_what_cannot_be_kept_is_refused_in_words(office: Office, raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        office.bring(raw)


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x\\a.pdf", "a\0\u202eb.pdf", "x" * 500, "<script>"])
def test_a_name_leads_nowhere(office: Office, name: str) -> None:
    kept = office.bring(name=name).name
    assert len(kept) <= 120
    assert not set(kept) & set("/\\\0\u202e")


@pytest.mark.parametrize(
    ("seconds", "due_at"),
    [
        (180, datetime(2026, 12, 9, 22, 59, tzinfo=UTC)),
        (90 * 86_400, datetime(2026, 12, 9, 22, 59, tzinfo=UTC)),
        (2 * 86_400, datetime(2026, 12, 2, 9, tzinfo=UTC)),
    ],
)
def test_it_is_due_two_weeks_after_the_paper_came_or_when_its_queue_promises_sooner(office: Office, seconds: int, due_at: datetime) -> None:
    Commitment.objects.update(delay_seconds=seconds, clock=CommitmentClock.CONTINUOUS)
    office.bring(now=datetime(2026, 11, 30, 9, tzinfo=UTC), arrived_on=date(2026, 11, 25))
    office.read()
    assert Letter.objects.get().due_at == due_at


@pytest.mark.parametrize("text", ["", "   ", "x" * 50_000, "\u202e عربي", "<script>alert(1)</script>"])
def test_whatever_a_machine_read_becomes_a_contact(office: Office, text: str) -> None:
    office.bring()
    [contact] = office.read(scan_letter(text))
    assert contact.messages.get(number=1).text


def test_a_text_that_was_hard_to_read_says_so(office: Office) -> None:
    office.bring()
    [contact] = office.read(scan_letter(certainty=0.4))
    assert "difficile à lire" in contact.messages.get(number=2).text
    assert "sender" in Letter.objects.get().doubts


# ---- quarantine


@pytest.mark.parametrize("trouble", Trouble)
def test_a_scan_that_cannot_be_read_is_set_aside_with_the_reason_and_read_again_after_a_correction(
    office: Office, trouble: Trouble
) -> None:
    scan = office.bring()
    read_waiting(office.organisation.pk, Reader(ScanError(trouble)), timezone.now)
    [left] = list_quarantined(office.organisation.pk)
    assert (left.pk, left.cause, Contact.objects.count()) == (scan.pk, trouble.value, 0)
    account = factories.make_account(office.organisation, Role.ADMINISTRATOR)
    read_again(account, scan.pk, timezone.now())
    assert len(office.read()) == 1
    for again in (read_again, drop):
        with pytest.raises(NotInQuarantineError):
            again(account, scan.pk, timezone.now())


def test_our_own_bug_sets_a_scan_aside_and_keeps_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = office.bring()
    with monkeypatch.context() as broken:
        broken.setattr(intake, "arrive", lambda *_: 1 // 0)
        assert office.read() == []
    scan.refresh_from_db()
    assert (scan.state, scan.cause, bytes(scan.raw)) == (ScanState.QUARANTINED, Cause.BROKEN, b"%PDF-1.7 a scan")


def test_a_letter_that_nobody_answers_is_not_lost(office: Office) -> None:
    Reason.objects.update(is_active=False)
    office.bring()
    assert office.read() == []
    assert list_quarantined(office.organisation.pk).get().cause == Cause.NO_REASON


def test_scans_wait_for_a_letter_box(office: Office) -> None:
    LetterBox.objects.all().delete()
    office.bring()
    assert office.read() == []
    assert has_waiting(office.organisation.pk, timezone.now())


# ---- dying


class Killed(BaseException):
    """What a kill leaves: nothing after it runs, and what was not committed is not there."""


@pytest.mark.parametrize("point", ["letters:before-reading", "letters:after-reading", "letters:between-letters", "letters:before-commit"])
def test_a_reader_killed_at_any_step_loses_and_doubles_nothing(office: Office, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    began = timezone.now()
    office.bring()

    def die(name: str) -> None:
        if name == point:
            raise Killed

    letters = [scan_letter("Un"), scan_letter("Deux")]
    with monkeypatch.context() as deadly:
        deadly.setattr(intake, "reach", die)
        with pytest.raises(Killed):
            read_waiting(office.organisation.pk, Reader(letters), lambda: began)
    assert Contact.objects.count() == 0
    assert read_waiting(office.organisation.pk, Reader(letters), lambda: began) == 0, "the claim of the dead one still holds"
    assert read_waiting(office.organisation.pk, Reader(letters), lambda: began + CLAIM + timedelta(seconds=1)) == 1
    assert (Contact.objects.count(), Letter.objects.count(), Inbox.objects.filter(kind="ContactArrived").count()) == (2, 2, 2)


def test_a_reader_that_was_given_up_for_dead_changes_nothing_any_more(office: Office) -> None:
    began = timezone.now()
    office.bring()
    slow = claim_scan(office.organisation.pk, began)
    assert slow is not None
    quick = claim_scan(office.organisation.pk, began + CLAIM + timedelta(seconds=1))
    assert quick is not None
    keep(office.organisation.pk, slow, [scan_letter("Un")], began)
    assert Contact.objects.count() == 0
    read_scan(office.organisation.pk, quick, Reader(), timezone.now)
    read_scan(office.organisation.pk, slow, Reader(ScanError(Trouble.DAMAGED)), timezone.now)
    assert (Contact.objects.count(), Scan.objects.get().state) == (1, ScanState.READ)


@pytest.mark.parametrize("error", [EngineDiedError("ocrmypdf"), MissingProgramError("tesseract-ocr")])
def test_an_engine_that_fails_is_tried_again_later_and_not_for_ever(office: Office, error: LanguageError) -> None:
    now = timezone.now()
    office.bring()
    for turn in range(MOST_TRIES):
        later = now + turn * timedelta(minutes=1)
        assert read_waiting(office.organisation.pk, Reader(error), lambda later=later: later) == 1  # type: ignore[misc]  # bound now
        assert not has_waiting(office.organisation.pk, later)
    assert read_waiting(office.organisation.pk, Reader(error), lambda: now + timedelta(hours=1)) == 0
    assert list_quarantined(office.organisation.pk).get().cause == Cause.READER


def test_two_readers_never_have_the_same_scan(office: Office) -> None:
    now = timezone.now()
    office.bring(b"%PDF- one")
    office.bring(b"%PDF- two")
    claims = [claim_scan(office.organisation.pk, now) for _ in range(3)]
    assert len({claim.scan for claim in claims if claim}) == 2
    assert claims[2] is None
