"""Reload, closing and loss of network neither lose nor double what is said (R13)."""

from playwright.sync_api import Route, expect

from tests.journeys import acts
from tests.journeys.conftest import People


def test_a_reload_shows_the_same_conversation_and_the_draft(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Je vais recharger")
    acts.answer(agent, "Je vais recharger")
    citizen.locator(".composer textarea").fill("Phrase commencée")
    citizen.reload()
    expect(acts.bubbles(citizen)).to_have_text(["Je vais recharger"])
    expect(citizen.get_by_text("Un agent vous répond")).to_be_visible()
    expect(citizen.locator(".composer textarea")).to_have_value("Phrase commencée")
    citizen.goto("/")
    citizen.get_by_role("link", name="Y revenir").click()
    acts.write(agent, "Toujours là ?")
    expect(acts.bubbles(citizen)).to_have_text(["Je vais recharger", "Toujours là ?"])
    acts.finish(agent)
    acts.go_offline(agent)


def test_messages_written_without_network_arrive_once_and_in_order(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Dans le train")
    acts.answer(agent, "Dans le train")
    expect(citizen.get_by_text("Un agent vous répond")).to_be_visible()
    citizen.context.set_offline(True)
    for text in ("Tunnel un", "Tunnel deux", "Tunnel trois"):
        acts.write(citizen, text)
    acts.write(agent, "Je vous écris pendant le tunnel.")
    expect(citizen.locator("[data-link=lost]")).to_be_visible()
    expect(citizen.locator("conversation-log .fate").last).to_have_text("Envoi…")
    citizen.context.set_offline(False)
    expect(citizen.locator("[data-link=lost]")).to_have_count(0)
    said = ["Dans le train", "Je vous écris pendant le tunnel.", "Tunnel un", "Tunnel deux", "Tunnel trois"]
    expect(acts.bubbles(agent)).to_have_text(said)
    expect(acts.bubbles(citizen)).to_have_text(said)
    expect(citizen.locator("conversation-log .fate").filter(has_text="Envoi…")).to_have_count(0)
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_message_whose_answer_was_lost_is_said_once(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Réponse perdue")
    acts.answer(agent, "Réponse perdue")
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()  # the server keeps it ...
        lost.append(route.request.url)
        route.abort("connectionreset")  # ... and the browser never learns

    citizen.route("**/messages", lose_the_first_answer)
    acts.write(citizen, "Une seule fois")
    expect(citizen.locator("conversation-log .fate").filter(has_text="Envoi…")).to_have_count(0)
    acts.write(citizen, "Puis ceci")
    expect(acts.bubbles(agent)).to_have_text(["Réponse perdue", "Une seule fois", "Puis ceci"])
    expect(acts.bubbles(citizen)).to_have_text(["Réponse perdue", "Une seule fois", "Puis ceci"])
    assert len(lost) == 1
    acts.finish(agent)
    acts.go_offline(agent)
