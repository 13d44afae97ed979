"""An administrator adds a number, a citizen writes to it, an agent sees what the answer costs and that it arrived; then STOP."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from guichet.channels.sms.tests.smscs import PASSWORD as OPERATORS
from guichet.channels.sms.tests.smscs import Smsc, make_receipt, running
from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine
from tests.journeys.town import ADMINISTRATORS, PASSWORD

ARRIVES = 30_000
"""Milliseconds: the number is held within seconds, an answer leaves within five."""


@pytest.fixture
def smsc() -> Iterator[Smsc]:
    with running() as smsc:
        yield smsc


def sign_in(page: Page) -> None:
    page.goto("/sign-in?next=/settings/sms")
    page.get_by_label("Adresse électronique").fill(next(iter(ADMINISTRATORS)))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/settings/sms")


def add_number(page: Page, smsc: Smsc) -> None:
    """With a wrong password first: the trial says so."""
    page.get_by_role("link", name="Ajouter un numéro en SMPP").click()
    page.get_by_label("Expéditeur").fill("36105")
    page.get_by_label("Motif").select_option(label="Demander une aide au logement")
    page.get_by_label("Prix d’un SMS").fill("0.06")
    page.get_by_label("Serveur SMPP").fill("127.0.0.1")
    page.get_by_label("Port").fill(str(smsc.port))
    page.get_by_label("Chiffrement").select_option("none")
    page.get_by_label("Nom du compte").fill("guichet")
    page.get_by_label("Mot de passe").fill("faux")
    page.get_by_role("button", name="Essayer la connexion").click()
    expect(page.get_by_role("alert")).to_contain_text("refuse ce nom ou ce mot de passe")
    page.get_by_label("Mot de passe").fill(OPERATORS)
    page.get_by_role("button", name="Essayer la connexion").click()
    expect(page.get_by_role("status")).to_contain_text("L’opérateur répond")
    page.get_by_label("Mot de passe").fill(OPERATORS)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Enregistré")


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
    box = agent.locator("message-composer textarea")
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
