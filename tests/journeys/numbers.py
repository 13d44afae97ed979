"""An administrator adds the number by which citizens are reached by SMS."""

from playwright.sync_api import Page, expect

from guichet.channels.sms.tests.smscs import PASSWORD as OPERATORS
from guichet.channels.sms.tests.smscs import Smsc
from tests.journeys.town import ADMINISTRATORS, PASSWORD


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
