"""A citizen asks, an agent answers, both know how it ended."""

from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import People


def test_a_question_is_answered_and_wrapped_up(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Mon loyer a augmenté, que dois-je envoyer ?", name="Samia B.")
    expect(citizen.get_by_text("Votre demande est bien arrivée.")).to_be_visible()

    acts.answer(agent, "Mon loyer a augmenté")
    expect(citizen.get_by_text("Un agent vous répond")).to_be_visible()
    acts.write(agent, "Bonjour, envoyez-nous la dernière quittance.")
    expect(acts.bubbles(citizen)).to_have_text(
        ["Mon loyer a augmenté, que dois-je envoyer ?", "Bonjour, envoyez-nous la dernière quittance."]
    )
    acts.write(citizen, "Merci beaucoup !")
    expect(acts.bubbles(agent).last).to_have_text("Merci beaucoup !")
    expect(agent.locator("conversation-log .fate").last).to_have_text("Lu")

    acts.finish(agent)
    expect(citizen.get_by_text("Cette conversation est terminée.")).to_be_visible()
    expect(agent.get_by_text("Vous êtes disponible")).to_be_visible()
    acts.go_offline(agent)


def test_a_note_is_never_shown_to_the_citizen(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "Question avec une note")
    acts.answer(agent, "Question avec une note")
    agent.get_by_role("button", name="Note interne").click()
    acts.write(agent, "Dossier à vérifier")
    expect(acts.bubbles(agent).last).to_have_text("Dossier à vérifier")
    agent.get_by_role("button", name="Message à l’usager").click()
    acts.write(agent, "Je regarde.")
    expect(acts.bubbles(citizen)).to_have_text(["Question avec une note", "Je regarde."])
    citizen.reload()
    expect(acts.bubbles(citizen)).to_have_text(["Question avec une note", "Je regarde."])
    acts.finish(agent)
    acts.go_offline(agent)


def test_a_conversation_works_without_scripts(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive(scripts=False)
    acts.ask(citizen, "Sans script")
    acts.answer(agent, "Sans script")
    acts.write(agent, "Je vous lis quand même.")
    citizen.reload()
    expect(citizen.locator(".bubble")).to_have_text(["Sans script", "Je vous lis quand même."])
    citizen.get_by_label("Votre message").fill("Très bien")
    citizen.get_by_role("button", name="Envoyer", exact=True).click()
    expect(acts.bubbles(agent).last).to_have_text("Très bien")
    acts.finish(agent)
    acts.go_offline(agent)
