"""SMS over SMPP with an SMSC that does as it likes: each message kept before it is confirmed, each answer sent at most once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from guichet.channels.sms import flow, smpp
from guichet.channels.sms import settings as limits
from guichet.channels.sms.pdus import DELIVER, RESPONSE, write
from guichet.channels.sms.tests.smscs import DROP, PASSWORD, SILENT, make_deliver, make_receipt, running
from guichet.channels.sms.troubles import SmsError, Trouble
from guichet.records.contacts.models import Contact
from guichet.records.directory.seals import seal
from guichet.records.messaging.models import Account, Incoming, Outgoing
from guichet.records.messaging.storing import store as store_really
from guichet.records.messaging.tests.houses import Office, make_office
from guichet.records.messaging.words import IncomingState, OutgoingState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "READ_SECONDS", 0.01)
    monkeypatch.setattr(limits, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(limits, "CONNECT_SECONDS", 0.5)
    yield
    connections.close_all()


def make_smpp_office(port: int, **changes: object) -> Office:
    values: dict[str, object] = {
        "kind": "smpp",
        "settings": {"host": "127.0.0.1", "port": port, "login": "guichet", "security": "none"},
        "secret": seal(b'{"password":"' + PASSWORD.encode() + b'"}'),
        **changes,
    }
    with transaction.atomic():
        office = make_office(**values)  # type: ignore[arg-type]  # a test's choice of fields
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(office.organisation.pk)])
    return office


@contextmanager
def staying(office: Office) -> Iterator[list[SmsError]]:
    """Hold sessions one after the other, as `work` does, without its pauses; the troubles of those that ended."""
    stop, troubles = threading.Event(), []
    account = Account.objects.select_related("organisation", "reason").get(pk=office.account.pk)

    def run() -> None:
        while not stop.is_set():
            try:
                smpp.stay(account, stop)
            except SmsError as error:
                troubles.append(error)
                stop.wait(0.02)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield troubles
    finally:
        stop.set()
        thread.join()


def wait_for(happened: Callable[[], object], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


def states() -> list[str]:
    return list(Outgoing.objects.order_by("created_at").values_list("state", flat=True))


def ask(office: Office) -> Contact:
    """Somebody asked before, and an agent has it."""
    return office.take_up(office.receive(make_deliver(b"Bonjour", sequence=0)).contact_id)


def test_a_question_comes_an_answer_goes_and_its_receipt_comes_back() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        with staying(office):
            smsc.deliver(b"Ou en est mon dossier ?", sequence=4)
            assert smsc.await_answer() == (4, 0)
            assert Incoming.objects.count() == 1
            wait_for(lambda: Contact.objects.exists())
            contact = office.take_up(Contact.objects.get().pk)
            office.say(contact, "C’est prêt : " + "venez demain. " * 20)
            wait_for(lambda: states() == [OutgoingState.SENT])
            assert [submit.destination_addr for submit in smsc.submits] == ["33612345678"] * len(smsc.submits)
            assert len(smsc.submits) == 5
            smsc.push(b"".join(make_receipt(f"m{number}", sequence=number) for number in (5, 1, 4, 2, 3, 3)))
            wait_for(lambda: states() == [OutgoingState.DELIVERED])
            smsc.deliver(b"Merci", sequence=5)
            wait_for(lambda: contact.messages.filter(text="Merci").exists())
    assert Account.objects.get().heard_at is not None


def test_a_receipt_that_comes_before_the_answer_to_the_sending_counts() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        smsc.before_answering = lambda smsc, name: smsc.push(make_receipt(name))
        office.say(ask(office))
        with staying(office):
            wait_for(lambda: states() == [OutgoingState.DELIVERED])


def test_a_message_of_which_the_answer_was_cut_off_is_uncertain_and_never_sent_again() -> None:
    with running(lambda _unit: DROP) as smsc:
        office = make_smpp_office(smsc.port)
        contact = ask(office)
        office.say(contact)
        with staying(office) as troubles:
            wait_for(lambda: len(office.list_notes(contact)) == 1)
            wait_for(lambda: smsc.binds == 2)
        assert (len(smsc.submits), states()) == (1, [OutgoingState.UNCERTAIN])
        assert troubles[0].trouble is Trouble.BROKEN


def test_a_message_that_is_not_answered_is_uncertain_after_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.2)
    with running(lambda _unit: SILENT) as smsc:
        office = make_smpp_office(smsc.port)
        contact = ask(office)
        office.say(contact)
        with staying(office):
            wait_for(lambda: len(office.list_notes(contact)) == 1)
        assert (len(smsc.submits), states()) == (1, [OutgoingState.UNCERTAIN])


def test_an_operator_that_wants_it_slower_gets_it_slower_and_nothing_is_lost() -> None:
    verdicts = iter([0x58, 0x14, 0, 0, 0x58, 0])
    with running(lambda _unit: next(verdicts)) as smsc:
        office = make_smpp_office(smsc.port)
        contact = ask(office)
        office.say(contact, "un")
        with staying(office):
            wait_for(lambda: Account.objects.get().paused_until is not None)
            assert states() == [OutgoingState.QUEUED]
            for _ in range(2):
                Account.objects.update(paused_until=None)
                Outgoing.objects.filter(state="queued").update(due_at=timezone.now())
                wait_for(lambda: states() == [OutgoingState.SENT] or Account.objects.get().paused_until is not None)
            Account.objects.update(paused_until=None)
            Outgoing.objects.filter(state="queued").update(due_at=timezone.now())
            wait_for(lambda: states() == [OutgoingState.SENT])
            office.say(contact, "a" * 200)
            wait_for(lambda: states() == [OutgoingState.SENT] * 2)
        assert len(smsc.submits) == 6
        assert Outgoing.objects.order_by("-created_at").first().names == ["m4", "m6"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("status", "word"), [(0x0B, "n’existe pas"), (0x45, "pas arrivé")])
def test_a_message_that_is_refused_for_good_is_told_to_its_agent(status: int, word: str) -> None:
    with running(lambda _unit: status) as smsc:
        office = make_smpp_office(smsc.port)
        contact = ask(office)
        office.say(contact)
        with staying(office):
            wait_for(lambda: states() == [OutgoingState.FAILED])
        assert word in office.list_notes(contact)[0]


def test_garbage_ends_the_session_and_the_next_one_goes_on() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        with staying(office) as troubles:
            smsc.push(b"\0\0\0\x05garbage")
            wait_for(lambda: smsc.binds > 1 and smsc.bound.is_set())
            smsc.push(write(DELIVER, 3, b"\xff" * 60))
            assert smsc.await_answer() == (3, 0)
            wait_for(lambda: Incoming.objects.get().state == IncomingState.QUARANTINED)
            smsc.deliver(b"apres", sequence=4)
            wait_for(lambda: Contact.objects.count() == 1)
        assert troubles[0].trouble is Trouble.PROTOCOL


def test_pieces_in_any_order_and_twice_are_one_message() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        with staying(office):
            for sequence, (number, text) in enumerate([(3, b"fin"), (1, b"debut "), (1, b"debut "), (2, b"milieu ")]):
                header = bytes((5, 0, 3, 9, 3, number))
                smsc.deliver(header + text, sequence=sequence + 1, esm_class=0x40)
            wait_for(lambda: Contact.objects.exists())
        assert Contact.objects.get().messages.get().text == "debut milieu fin"


def test_a_message_that_cannot_be_kept_is_put_off_and_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        keep = store_really
        broken = threading.Event()
        broken.set()

        def store(*place: object) -> object:
            if broken.is_set():
                raise OperationalError("the disk is full")
            return keep(*place)  # type: ignore[arg-type]

        monkeypatch.setattr(flow, "store", store)
        with staying(office):
            smsc.deliver(b"Bonjour", sequence=1)
            sequence, status = smsc.await_answer()
            assert (sequence, status != 0, Incoming.objects.count()) == (1, True, 0)
            broken.clear()
            smsc.deliver(b"Bonjour", sequence=2)
            assert smsc.await_answer() == (2, 0)
            wait_for(lambda: Contact.objects.count() == 1)


def test_a_message_whose_confirmation_was_lost_comes_again_in_the_next_session_and_is_one() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        with staying(office):
            smsc.deliver(b"Oui", sequence=1)
            smsc.await_answer()
            smsc.cut()
            wait_for(lambda: smsc.binds == 2 and smsc.bound.is_set())
            smsc.deliver(b"Oui", sequence=1)
            assert smsc.await_answer() == (1, 0)
            smsc.deliver(b"Non", sequence=2)
            smsc.deliver(b"Non", sequence=3)
            wait_for(lambda: Incoming.objects.exclude(state="received").count() == 3)
        assert list(Contact.objects.get().messages.order_by("number").values_list("text", flat=True)) == ["Oui", "Non", "Non"]


def test_a_changed_account_is_held_anew() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        with staying(office) as troubles:
            wait_for(smsc.bound.is_set)
            Account.objects.update(address="36106")
            wait_for(lambda: smsc.binds > 1)
        assert troubles == []


# ---- the trial from the settings


def check(office: Office) -> str:
    return smpp.open_carrier().check(Account.objects.get(pk=office.account.pk))


def test_a_trial_says_that_it_works() -> None:
    with running() as smsc:
        assert "SMSC" in check(make_smpp_office(smsc.port))


@pytest.mark.parametrize(
    ("status", "trouble"), [(0x0E, Trouble.LOGIN), (0x05, Trouble.BOUND), (0x0D, Trouble.LOGIN), (0x33, Trouble.REFUSED)]
)
def test_a_trial_says_why_it_is_not_let_in(status: int, trouble: Trouble) -> None:
    with running(bind_status=status) as smsc, pytest.raises(SmsError) as failed:
        check(make_smpp_office(smsc.port))
    assert failed.value.trouble is trouble


def test_a_trial_says_that_nothing_answers_or_not_encrypted_or_that_its_password_is_gone() -> None:
    with running() as smsc:
        office = make_smpp_office(smsc.port)
        Account.objects.update(settings={**office.account.settings, "security": "tls"})
        with pytest.raises(SmsError) as failed:
            check(office)
        assert failed.value.trouble is Trouble.TLS
        Account.objects.update(settings={**office.account.settings, "port": 1})
        with pytest.raises(SmsError) as failed:
            check(office)
        assert failed.value.trouble is Trouble.HOST
        Account.objects.update(settings=office.account.settings, secret=b"sealed under another key")
        with pytest.raises(SmsError) as failed:
            check(office)
        assert failed.value.trouble is Trouble.SEALED
    assert RESPONSE
