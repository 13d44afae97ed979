"""An administrator adds a number, a citizen writes to it, an agent sees what the answer costs and that it arrived; then STOP."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from guichet.channels.sms.tests.smscs import Smsc, make_receipt, running
from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine
from tests.journeys.numbers import add_number, sign_in

ARRIVES = 30_000
"""Milliseconds: the number is held within seconds, an answer leaves within five."""


@pytest.fixture
def smsc() -> Iterator[Smsc]:
    with running() as smsc:
        yield smsc


@pytest.mark.peers
def test_a_number_is_added_and_an_sms_is_answered_with_its_price_and_its_receipt(people: People, smsc: Smsc) -> None:
    administrator = people.arrive()
    sign_in(administrator)
    add_number(administrator, smsc)
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    smsc.deliver("Où en est mon dossier ?".encode("latin-1").replace(b"\xf9", b"\x06"), sequence=1)
    acts.answer(agent, "Où en est mon dossier ?")
    facts = agent.locator("sms-facts")
    expect(facts).to_contain_text("06 12 34 56 78")
    box = agent.locator(".composer textarea")
    box.fill("Votre dossier est prêt. " * 4)
    expect(facts.get_by_role("status")).to_contain_text("2 SMS, 0,12 €")
    expect(facts.get_by_role("status")).to_contain_text("ê")
    acts.write(agent, "C’est complet.")
    expect(agent.locator(".fate").filter(has_text="Envoyé")).to_be_visible(timeout=ARRIVES)
    smsc.push(make_receipt("m1"))
    expect(agent.locator(".fate").filter(has_text="Remis")).to_be_visible(timeout=ARRIVES)
    examine(people, agent, "desk-sms")
    smsc.deliver(b"Merci", sequence=2)
    expect(acts.bubbles(agent).filter(has_text="Merci")).to_be_visible()
    smsc.deliver(b"STOP", sequence=3)
    expect(facts).to_contain_text("a dit STOP", timeout=ARRIVES)


@pytest.mark.looks
def test_the_pages_of_sms_for_everybody(people: People) -> None:
    page = people.arrive()
    sign_in(page)
    examine(people, page, "settings-sms")
    page.goto("/settings/sms/new/smpp")
    examine(people, page, "settings-sms-smpp")
    page.goto("/settings/sms/new/gateway")
    examine(people, page, "settings-sms-gateway")
