"""SMS with an SMSC that somebody else wrote: the server of `smpp34`, a stack in Rust."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import smpp34
from django.db import connections, transaction

from guichet.channels.sms import settings as limits
from guichet.channels.sms.alphabet import decode_short
from guichet.channels.sms.tests.test_smpp import make_smpp_office, staying, wait_for
from guichet.records.contacts.models import Contact
from guichet.records.messaging.models import Outgoing
from guichet.records.messaging.words import OutgoingState
from guichet.records.scripts.tests.scripts import publish_script

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "READ_SECONDS", 0.01)
    monkeypatch.setattr(limits, "LOOK_SECONDS", 0.05)
    yield
    connections.close_all()


@dataclass
class Peer:
    """It takes what is submitted, tells at once that it arrived, and hands over what a test wants brought."""

    port: int
    taken: list[smpp34.SubmitSmEvent] = field(default_factory=list)
    sessions: list[smpp34.Esme] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    async def serve(self) -> None:
        server = smpp34.Server(host="127.0.0.1", port=self.port)
        await server.start()
        try:
            while True:
                event = await server.next()
                if isinstance(event, smpp34.Esme):
                    self.sessions.append(event)
                elif isinstance(event, smpp34.SubmitSmEvent):
                    self.taken.append(event)
                    name = f"p{len(self.taken)}"
                    event.accept(message_id=name)
                    await self.sessions[-1].deliver_sm(
                        source_addr=event.destination_addr,
                        destination_addr=event.source_addr,
                        esm_class=0x04,
                        short_message=f"id:{name} stat:DELIVRD err:000".encode(),
                    )
        finally:
            await server.stop()

    def bring(self, text: bytes) -> smpp34.DeliverSmResp:
        async def deliver() -> smpp34.DeliverSmResp:
            return await self.sessions[-1].deliver_sm(
                source_addr="33612345678", destination_addr="36105", short_message=text, source_addr_ton=1
            )

        return asyncio.run_coroutine_threadsafe(deliver(), self.loop).result(10)


@contextmanager
def serving() -> Iterator[Peer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    peer = Peer(port)

    def run() -> None:
        asyncio.set_event_loop(peer.loop)
        task = peer.loop.create_task(peer.serve())
        peer.loop.run_forever()
        task.cancel()
        peer.loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        peer.loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield peer
    finally:
        peer.loop.call_soon_threadsafe(peer.loop.stop)
        thread.join()


def test_a_script_talks_over_another_stack_survives_the_line_and_hands_over() -> None:
    with serving() as peer:
        office = make_smpp_office(peer.port)
        with transaction.atomic():
            publish_script(office.organisation, office.account.reason.key)
        with staying(office):
            wait_for(lambda: peer.sessions)
            assert peer.bring(b"Bonjour").is_success
            wait_for(lambda: Outgoing.objects.filter(state=OutgoingState.DELIVERED).count() == 1)
        with staying(office):
            wait_for(lambda: len(peer.sessions) == 2)
            assert peer.bring(b"1").is_success
            wait_for(lambda: len(peer.taken) == 2)
            assert peer.bring(b"agent").is_success
            wait_for(lambda: Outgoing.objects.filter(state=OutgoingState.DELIVERED).count() == 3)
    said = [decode_short(bytes(each.short_message)) for each in peer.taken]
    assert said[0].startswith("Que souhaitez-vous savoir ?\n1 La date de mon paiement\n")
    assert said[1].startswith("Combien de pièces ?")
    assert said[2].startswith("Une personne vous répond")
    contact = Contact.objects.get()
    assert contact.messages.get(number=1).text == "Bonjour"
    assert "La date de mon paiement" in office.list_notes(contact)[0]


def test_a_question_and_its_long_answer_go_over_another_stack_with_receipts() -> None:
    with serving() as peer:
        office = make_smpp_office(peer.port)
        with staying(office):
            wait_for(lambda: peer.sessions)
            assert peer.bring(b"Bonjour").is_success
            wait_for(Contact.objects.exists)
            contact = office.take_up(Contact.objects.get().pk)
            office.say(contact, "Ça va être prêt. " * 12)
            wait_for(lambda: Outgoing.objects.get().state == OutgoingState.DELIVERED)
    assert len(peer.taken) == 4
    assert {(each.data_coding, each.esm_class, each.registered_delivery) for each in peer.taken} == {(8, 0x40, 1)}
    assert contact.messages.get(number=1).text == "Bonjour"
