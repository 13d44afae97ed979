"""An answer leaves once: as a tagged letter to print, which people move on by name, or as a mail where that is preferred."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.utils import timezone
from PIL import ImageFile

from guichet.channels.letter.outbound import open_channel
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author, Message
from guichet.records.directory.models import Account
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.letters import posting
from guichet.records.letters.actions import Correction, acknowledge, correct, draw_answer, get_page, prepare
from guichet.records.letters.answering import has_town, prepare_answers
from guichet.records.letters.errors import BadFactError, NoAddressError, NothingToPrepareError, PostingMovedOnError
from guichet.records.letters.layout import Sheet, draw, write
from guichet.records.letters.models import Letter, Posting
from guichet.records.letters.tests.houses import Office, make_office, scan_letter
from guichet.records.letters.words import AnswerBy, PostingState
from guichet.records.notices.models import Mail

pytestmark = pytest.mark.django_db
ADDRESS = "Mme Zoé Petit\n12 rue des Lilas\n35000 RENNES"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def account(office: Office) -> Account:
    return factories.make_account(office.organisation, Role.AGENT)


@pytest.fixture(autouse=True)
def _quick_layout(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Laying a letter out takes a second; only tests about that do it."""
    if "really" not in request.keywords:
        monkeypatch.setattr("guichet.records.letters.answering.draw", lambda sheet: f"%PDF- {write(sheet)}".encode())


def own(office: Office) -> AgentId:
    return AgentId(office.agent.pk)


def say(**changes: object) -> Correction:
    values: dict[str, object] = {
        "sender": ADDRESS,
        "email": "",
        "telephone": "",
        "references": ["4711"],
        "written_on": None,
        "answer_by": AnswerBy.POST,
    }
    return Correction(**{**values, **changes})  # type: ignore[arg-type]  # a test's own names


def run(office: Office) -> int:
    return prepare_answers(office.organisation.pk, timezone.now())


# ---- the letter itself


SHEET = Sheet(
    language="fr",
    organisation="Mairie de Bruz",
    letterhead="Mairie de Bruz\n1 place de la Mairie\n35170 BRUZ",
    recipient=ADDRESS,
    day="Bruz, le 30 novembre 2026",
    subject="Notre réponse à votre lettre",
    references=("4711",),
    text="Madame,\n\nVoici <b>tout</b>.\n" + "Une longue phrase. " * 400,
    signature="Le service",
    enclosures=("acte.pdf",),
)


def test_a_letter_is_a_tagged_pdf_in_its_language_with_a_title() -> None:
    """PDF/UA-1 (ISO 14289-1), as far as its structure goes: 7.1 tags, 7.2 language, 7.1 title shown."""
    with pikepdf.open(io.BytesIO(draw(SHEET))) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "fr"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo.Title) == SHEET.subject
        assert document.open_metadata().get("pdfuaid:part") == "1"
        kinds = list_kinds(root.StructTreeRoot)
        assert {"/H1", "/P"} <= set(kinds)
        assert len(document.pages) > 1
        assert all(page.Tabs == pikepdf.Name.S for page in document.pages)
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts), "embedded"
    assert not ImageFile.LOAD_TRUNCATED_IMAGES, "what lays letters out lets broken pictures pass everywhere"


def list_kinds(node: pikepdf.Object, depth: int = 0) -> list[str]:
    found = [str(node.S)] if "/S" in node else []
    children: Any = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and depth < 20:
            found += list_kinds(child, depth + 1)
    return found


def test_a_letter_holds_no_markup_of_anybody_and_fetches_nothing() -> None:
    page = write(
        Sheet(**{**{name: getattr(SHEET, name) for name in SHEET.__slots__}, "recipient": "<img src=http://x>", "text": "<script>"})
    )
    assert "<img" not in page
    assert "<script" not in page


# ---- what leaves


def test_an_answer_leaves_once_when_the_exchange_ends(office: Office) -> None:
    contact = office.receive()
    office.say(contact)
    assert (run(office), Posting.objects.count()) == (0, 0), "the agent may say more"
    office.say(contact, "Et une copie.")
    office.wrap_up(contact)
    assert (run(office), run(office), Posting.objects.count()) == (1, 0, 1)
    ready = Posting.objects.get()
    assert (ready.state, ready.recipient, ready.text) == (PostingState.READY, ADDRESS, "Votre acte est joint.\n\nEt une copie.")
    assert bytes(ready.pdf or b"").startswith(b"%PDF-")
    office.close(contact)
    run(office)
    letter = Letter.objects.get()
    assert (letter.is_watched, letter.acknowledged_at is not None, Posting.objects.count()) == (False, True, 1)


def test_the_channel_delivers_again_without_harm(office: Office) -> None:
    contact = office.receive()
    office.say(contact)
    message = Message(number=3, author=Author.AGENT, kind="message", text="x", at=0)  # type: ignore[arg-type]
    place = (office.organisation.pk, ContactId(str(contact.pk)), message)
    first = open_channel().deliver(*place)
    assert (open_channel().deliver(*place), Posting.objects.count()) == (first, 1)
    assert first.reference


class Killed(BaseException):
    pass


def test_a_process_killed_while_it_prepares_leaves_one_letter_in_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    contact = office.receive()
    office.say(contact)
    office.wrap_up(contact)

    def die(*_: object) -> bytes:
        raise Killed

    with monkeypatch.context() as deadly:
        deadly.setattr("guichet.records.letters.answering.draw", die)
        with pytest.raises(Killed):
            run(office)
    assert (Posting.objects.count(), Letter.objects.get().told_number) == (0, 0)
    assert (run(office), Posting.objects.count()) == (1, 1)


def test_whoever_prefers_mail_gets_a_mail(office: Office) -> None:
    contact = office.receive()
    correct(office.organisation.pk, contact.pk, own(office), say(email="zoe@example.org", answer_by=AnswerBy.EMAIL), timezone.now())
    office.say(contact)
    prepare(office.organisation.pk, contact.pk, own(office), timezone.now())
    mail = Mail.objects.get()
    assert (mail.recipient, Posting.objects.count()) == ("zoe@example.org", 0)
    assert mail.text.startswith("Votre acte est joint.")


def test_an_agent_sees_the_letter_before_it_leaves_and_nothing_is_kept_of_that(office: Office) -> None:
    contact = office.receive()
    with pytest.raises(NothingToPrepareError):
        draw_answer(office.organisation.pk, contact.pk, own(office), timezone.now())
    with pytest.raises(NothingToPrepareError):
        prepare(office.organisation.pk, contact.pk, own(office), timezone.now())
    office.say(contact)
    drawn = draw_answer(office.organisation.pk, contact.pk, own(office), timezone.now()).decode()
    assert "Votre acte est joint." in drawn
    assert "lettre du 12 mars 2026" in drawn
    assert Posting.objects.count() == 0


def test_an_acknowledgement_is_one_however_often_it_is_asked_for(office: Office) -> None:
    contact = office.receive()
    for _ in range(2):
        acknowledge(office.organisation.pk, contact.pk, own(office), timezone.now())
    assert "au plus tard" in Posting.objects.get().text
    assert Letter.objects.get().acknowledged_at is not None


# ---- what an agent corrects


def test_what_an_agent_read_on_the_scan_takes_the_place_of_the_guess(office: Office) -> None:
    contact = office.receive(scan_letter("Rien"))
    assert Letter.objects.get().doubts == ["sender"]
    correct(office.organisation.pk, contact.pk, own(office), say(written_on=date(2026, 1, 2), references=[" A1 ", ""]), timezone.now())
    letter = Letter.objects.get()
    assert (letter.sender, letter.file_numbers, letter.written_on, letter.doubts) == (ADDRESS, ["A1"], date(2026, 1, 2), [])
    assert letter.checked_at is not None
    assert Contact.objects.get().citizen_name == "Mme Zoé Petit"


@pytest.mark.parametrize(
    "changes", [{"email": "zoe"}, {"email": "", "answer_by": AnswerBy.EMAIL}, {"sender": "a\0b"}, {"references": ["\ud800"]}]
)
def test_what_cannot_be_is_refused(office: Office, changes: dict[str, object]) -> None:
    contact = office.receive()
    with pytest.raises(BadFactError):
        correct(office.organisation.pk, contact.pk, own(office), say(**changes), timezone.now())


def test_only_whoever_holds_a_letter_acts_on_it(office: Office) -> None:
    contact = office.receive()
    stranger = AgentId(factories.make_agent(office.organisation).pk)
    now = timezone.now()
    for act in (
        lambda: correct(office.organisation.pk, contact.pk, stranger, say(), now),
        lambda: prepare(office.organisation.pk, contact.pk, stranger, now),
        lambda: acknowledge(office.organisation.pk, contact.pk, stranger, now),
        lambda: draw_answer(office.organisation.pk, contact.pk, stranger, now),
        lambda: get_page(office.organisation.pk, contact.pk, 1, stranger),
        lambda: get_page(office.organisation.pk, contact.pk, 9, None),
        lambda: get_page(office.organisation.pk, uuid4(), 1, None),
    ):
        with pytest.raises(NoSuchContactError):
            act()


# ---- the post


def make_ready(office: Office, *letters: object) -> Posting:
    contact = office.receive(*letters)  # type: ignore[arg-type]
    office.say(contact)
    office.wrap_up(contact)
    run(office)
    return Posting.objects.get()


def test_a_letter_is_ready_then_printed_then_posted_by_somebody_who_is_named(office: Office, account: Account) -> None:
    ready = make_ready(office)
    now = timezone.now()
    for state in (PostingState.PRINTED, PostingState.POSTED):
        assert posting.move(account, [ready.pk], state, now) == 1
        with pytest.raises(PostingMovedOnError):
            posting.move(account, [ready.pk], state, now)
    ready.refresh_from_db()
    assert (ready.state, ready.posted_at, ready.moved_by_id) == (PostingState.POSTED, now, account.pk)
    posting.move(account, [ready.pk], PostingState.READY, now)
    ready.refresh_from_db()
    assert (ready.state, ready.printed_at, ready.posted_at) == (PostingState.READY, None, None)
    assert AuditEntry.objects.filter(verb__startswith="posting-").count() == 3


def test_a_letter_without_an_address_waits_for_one(office: Office, account: Account) -> None:
    waiting = make_ready(office, scan_letter("Rien"))
    now = timezone.now()
    assert (waiting.state, waiting.pdf) == (PostingState.UNADDRESSED, None)
    for state in (PostingState.PRINTED, PostingState.POSTED, PostingState.READY):
        with pytest.raises(PostingMovedOnError):
            posting.move(account, [waiting.pk], state, now)
    with pytest.raises(PostingMovedOnError):
        posting.get_pdf(account, waiting.pk, now)
    with pytest.raises(NoAddressError):
        posting.address(account, waiting.pk, "Zoé", now)
    posting.address(account, waiting.pk, ADDRESS, now)
    assert posting.get_pdf(account, waiting.pk, now).startswith(b"%PDF-")
    with pytest.raises(PostingMovedOnError):
        posting.address(account, waiting.pk, ADDRESS, now)


def test_a_letter_that_was_left_and_taken_back_without_an_address_still_has_none(office: Office, account: Account) -> None:
    waiting = make_ready(office, scan_letter("Rien"))
    posting.move(account, [waiting.pk], PostingState.LEFT, timezone.now())
    with pytest.raises(PostingMovedOnError):
        posting.move(account, [waiting.pk], PostingState.READY, timezone.now())


def test_letters_of_another_organisation_do_not_move(office: Office) -> None:
    ready = make_ready(office)
    stranger = factories.make_account(make_office("Ailleurs").organisation, Role.AGENT)
    for act in (
        lambda: posting.move(stranger, [ready.pk], PostingState.POSTED, timezone.now()),
        lambda: posting.get_pdf(stranger, ready.pk, timezone.now()),
    ):
        with pytest.raises(PostingMovedOnError):
            act()


def test_what_was_posted_long_ago_is_not_shown(office: Office, account: Account) -> None:
    ready = make_ready(office)
    posting.move(account, [ready.pk], PostingState.POSTED, timezone.now())
    assert posting.list_postings(office.organisation.pk, timezone.now()).count() == 1
    assert posting.list_postings(office.organisation.pk, timezone.now() + timedelta(days=8)).count() == 0


@pytest.mark.parametrize(
    ("address", "is_one"), [("", False), ("Zoé", False), (ADDRESS, True), ("Zoé\n1000 Bruxelles\nBELGIQUE", True), ("Zoé\n35000", False)]
)
def test_an_address_has_a_name_and_a_town(address: str, is_one: bool) -> None:
    assert has_town(address) is is_one
