"""A deaf citizen finds how to reach us by a relay service, asks to be called through it, and the agent calls its interpreters."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People
from tests.journeys.looking import examine
from tests.journeys.town import PASSWORD

REASON = "Demander une aide au logement"
RELAY = "Relais Signes"


@contextmanager
def with_relay(people: People) -> Iterator[Page]:
    """The administrator adds it, and takes it out of use afterwards; his page, on the settings of the telephone."""
    page = people.arrive()
    page.goto("/sign-in")
    page.get_by_label("Adresse électronique").fill("marc@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/board")
    page.goto("/settings/telephone")
    if page.get_by_role("link", name=RELAY).count():
        page.get_by_role("link", name=RELAY).click()
        page.locator("[name=is_active]").check()
    else:
        page.goto("/settings/telephone/relays/new")
        page.locator("[name=name]").fill(RELAY)
        for kind in ("lsf", "lpc", "transcription"):
            page.locator(f"[name=kinds][value={kind}]").check()
        page.locator("[name=address]").fill("relais.example")
        page.locator("[name=calls_from]").fill("01 99 00 50 01")
        page.locator("[name=number]").fill("01 45 67 89 01")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Enregistré.")).to_be_visible()
    yield page
    page.goto("/settings/telephone")
    page.get_by_role("link", name=RELAY).click()
    page.locator("[name=is_active]").uncheck()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Enregistré.")).to_be_visible()


@pytest.mark.looks
def test_from_the_public_pages_to_the_agent_who_calls_the_interpreters(people: People) -> None:
    with with_relay(people) as administrator:
        examine(people, administrator, "settings-telephone-relays")
        administrator.get_by_role("link", name=RELAY).click()
        examine(people, administrator, "settings-relay")
        citizen = people.arrive()
        citizen.goto("/")
        line = citizen.locator("p.relay")
        expect(line).to_contain_text(RELAY)
        expect(line.get_by_role("link")).to_have_attribute("href", "https://relais.example")
        examine(people, citizen, "home-with-relay")
        citizen.get_by_role("link", name=REASON).click()
        expect(citizen.locator("p.relay")).to_contain_text(RELAY)
        examine(people, citizen, "request-with-relay")
        citizen.get_by_role("link", name="Demander un appel").click()
        citizen.get_by_label("Votre numéro de téléphone").fill("06 12 34 56 75")
        citizen.locator("[name=relay]").select_option(index=1)
        examine(people, citizen, "ask-callback-with-relay")
        citizen.get_by_role("button", name="Demander à être rappelé").click()
        expect(citizen.get_by_role("status")).to_contain_text(RELAY)
        agent = people.sign_in("awa@example.org")
        acts.become_available(agent)
        offer = agent.get_by_role("alertdialog")
        expect(offer).to_contain_text(RELAY)
        examine(people, agent, "desk-offer-with-relay")
        offer.get_by_role("button", name="Répondre").click()
        controls = agent.locator("callback-controls")
        expect(controls.get_by_role("link", name="01 45 67 89 01")).to_have_attribute("href", "tel:+33145678901")
        expect(controls).to_contain_text("06 12 34 56 75")
        examine(people, agent, "desk-call-with-relay")
        acts.finish(agent)
        acts.go_offline(agent)
