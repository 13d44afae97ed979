"""An administrator adds an account at Mastodon, a citizen asks in public, an agent is kept from a leak and goes on in private."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from guichet.channels.social.tests.servers import TOKEN, FakeMastodon, serving
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street, open_house
from tests.journeys.looking import examine
from tests.journeys.town import ADMINISTRATORS, PASSWORD, SUPERVISOR

ARRIVES = 40_000
"""Milliseconds: an account is followed within ten seconds, an answer leaves within five."""


@contextmanager
def open_social_house() -> Iterator[House]:
    """One that may ask the network of this machine."""
    with open_house(GUICHET_INSIDE_HOSTS="127.0.0.1") as house:
        yield house


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_social_house)


@pytest.fixture(scope="module")
def instance() -> Iterator[FakeMastodon]:
    with serving(FakeMastodon()) as network:
        assert isinstance(network, FakeMastodon)
        yield network


def sign_in(page: Page, name: str, place: str) -> None:
    page.goto(f"/sign-in?next={place}")
    page.get_by_label("Adresse électronique").fill(name)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(f"**{place}")


def add_account(page: Page, instance: FakeMastodon) -> None:
    """With a wrong token first: the trial says so. Once for all journeys."""
    sign_in(page, next(iter(ADMINISTRATORS)), "/settings/social")
    if page.get_by_role("link", name="Mastodon :").count():
        return
    page.get_by_role("link", name="Mastodon", exact=True).click()
    page.get_by_label("Motif").select_option(label="Demander une aide au logement")
    page.get_by_label("Adresse de l’instance").fill(instance.address)
    page.get_by_label("Jeton d’accès").fill("faux")
    page.get_by_role("button", name="Essayer la connexion").click()
    expect(page.get_by_role("alert")).to_contain_text("refuse le jeton")
    page.get_by_label("Jeton d’accès").fill(TOKEN)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")


@pytest.mark.peers
def test_a_public_question_is_answered_without_a_leak_and_goes_on_in_private(people: People, instance: FakeMastodon) -> None:
    add_account(people.arrive(), instance)
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    instance.mention("où en est mon dossier ?")
    expect(acts.ringing(agent, "où en est mon dossier ?")).to_be_visible(timeout=ARRIVES)
    acts.answer(agent, "où en est mon dossier ?")
    facts = agent.locator("social-facts")
    expect(facts).to_contain_text("tout le monde lira votre réponse")
    box = agent.locator(".composer textarea")
    box.fill("Votre dossier 2026-004512 est complet.")
    expect(facts.get_by_role("alert")).to_contain_text("2026-004512")
    box.press("Enter")
    expect(agent.locator(".composer").get_by_role("alert")).to_contain_text("Pas en public")
    examine(people, agent, "desk-social")
    assert instance.posted == {}
    facts.get_by_role("button", name="Continuer en privé").click()
    expect(facts).to_contain_text("seule cette personne")
    box.press("Enter")
    expect(agent.locator(".fate").filter(has_text="Envoyé")).to_have_count(2, timeout=ARRIVES)
    assert [(each["visibility"], "2026-004512" in each["status"]) for each in instance.posted.values()] == [
        ("public", False),
        ("direct", True),
    ]


@pytest.mark.peers
def test_what_asks_nothing_is_set_aside_and_brought_back(people: People, instance: FakeMastodon) -> None:
    add_account(people.arrive(), instance)
    supervisor = people.arrive()
    sign_in(supervisor, SUPERVISOR, "/board/moderation")
    instance.mention("Achetez mes montres !")
    page = supervisor
    waiting = page.locator("li.card").filter(has_text="Achetez mes montres")
    for _turn in range(40):
        page.reload()
        if waiting.count():
            break
        page.wait_for_timeout(500)
    examine(people, page, "moderation")
    waiting.get_by_label("Motif").select_option(label="Publicité ou escroquerie")
    waiting.get_by_role("button", name="Mettre de côté").click()
    expect(page.get_by_role("status")).to_contain_text("Mis de côté")
    waiting.get_by_role("button", name="Y faire répondre").click()
    expect(page.get_by_role("status")).to_contain_text("de nouveau dans une demande")


@pytest.mark.looks
def test_the_pages_of_social_networks_for_everybody(people: People, instance: FakeMastodon) -> None:
    page = people.arrive()
    add_account(page, instance)
    page.goto("/settings/social")
    examine(people, page, "settings-social")
    page.get_by_role("link", name="Mastodon :").click()
    expect(page.get_by_label("Jeton d’accès")).to_have_value("")
    examine(people, page, "settings-social-account")
    page.goto("/settings/social/new/whatsapp")
    examine(people, page, "settings-social-whatsapp")
