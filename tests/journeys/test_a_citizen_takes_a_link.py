"""A citizen goes on with his conversation in another browser, by a link that works once."""

from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import People


def take_link(citizen: Page) -> str:
    citizen.get_by_role("button", name="Garder un lien vers cette conversation").click()
    field = citizen.get_by_label("Votre lien")
    expect(field).to_be_visible()
    return field.input_value()


def test_a_link_opens_the_conversation_elsewhere_once(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen, phone, stranger = people.arrive(), people.arrive(width=390), people.arrive()
    acts.ask(citizen, "Je continue sur mon téléphone")
    acts.answer(agent, "Je continue sur mon téléphone")
    citizen.locator(".composer textarea").fill("Phrase commencée")
    address = take_link(citizen)
    assert citizen.url.endswith("/conversation"), "the link is shown without leaving the conversation"
    expect(citizen.locator(".composer textarea")).to_have_value("Phrase commencée")
    citizen.get_by_role("button", name="Copier le lien").click()
    expect(citizen.locator("[data-copied]")).not_to_be_empty()
    phone.goto(address)
    phone.get_by_role("button", name="Ouvrir ma conversation").click()
    expect(acts.bubbles(phone)).to_have_text(["Je continue sur mon téléphone"])
    acts.write(phone, "Me voici")
    expect(acts.bubbles(agent)).to_have_text(["Je continue sur mon téléphone", "Me voici"])
    expect(acts.bubbles(citizen)).to_have_text(["Je continue sur mon téléphone", "Me voici"])
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Ce lien ne fonctionne plus")
    expect(stranger.get_by_role("link", name="Faire une demande")).to_be_visible()
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_link_works_without_scripts(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen, other = people.arrive(scripts=False), people.arrive(scripts=False)
    acts.ask(citizen, "Sans script")
    acts.answer(agent, "Sans script")
    other.goto(take_link(citizen))
    other.get_by_role("button", name="Ouvrir ma conversation").click()
    expect(other.get_by_text("Sans script")).to_be_visible()
    acts.finish(agent)
    acts.go_offline(agent)
