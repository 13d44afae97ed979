"""A citizen waits in writing, has no more time, and leaves instead what she wrote; its answer stands behind her link."""

from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import People


def test_what_was_written_stays_as_a_message_and_is_answered(people: People) -> None:
    citizen = people.arrive()
    acts.ask(citizen, "Je n'ai plus le temps d'attendre", name="Samia B.")
    expect(acts.bubbles(citizen)).to_have_count(1)
    citizen.get_by_role("link", name="Laisser plutôt un message").click()
    expect(citizen.get_by_text("Ce que vous avez écrit est gardé")).to_be_visible()
    citizen.get_by_role("button", name="Laisser mon message").click()
    citizen.wait_for_url("**/follow/**")
    expect(citizen.locator("main")).to_contain_text("Je n'ai plus le temps d'attendre")
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    acts.answer(agent, "plus le temps")
    expect(agent.locator("message-facts")).to_contain_text("Réponse promise au plus tard")
    acts.write(agent, "Votre dossier est complet.")
    expect(acts.bubbles(agent).filter(has_text="complet")).to_be_visible()
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("Votre dossier est complet.")
    acts.finish(agent)
    acts.go_offline(agent)
