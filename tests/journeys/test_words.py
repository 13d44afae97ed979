"""Engines for words, seen from both sides of the counter: another language offered, and a draft of a model read before it is sent."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.conftest import ROOT, House, People, Street, open_house
from tests.journeys.looking import examine
from tests.journeys.shelving import Shelved, shelve

REASON = "Demander une aide au logement"
LOOKED_AGAIN_MS = 75_000
"""An engine that is still loading when somebody writes is asked again within a minute."""
DRAFT = "L’aide pour la garde est de 312,50 € par mois [1]."


class Drafting(BaseHTTPRequestHandler):
    """A server of the usual protocol that always drafts the same."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        message = {"role": "assistant", "content": DRAFT}
        body = json.dumps({"id": "1", "choices": [{"index": 0, "message": message}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def open_talking_house() -> Iterator[House]:
    """One with a detector of languages and a model that drafts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Drafting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        drafts = {"GUICHET_DRAFTS_URL": f"http://127.0.0.1:{server.server_port}/v1", "GUICHET_DRAFTS_MODEL": "small"}
        path = os.pathsep.join((str(ROOT), str(Path(__file__).parent / "tongue")))
        with open_house(PYTHONPATH=path, **drafts) as house:
            shelve(house, [Shelved("garde", REASON)])
            yield house
        server.shutdown()


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_talking_house)


def test_who_searches_in_another_language_is_offered_it_and_goes_on_in_it_when_he_says_so(people: People) -> None:
    citizen = people.arrive(scripts=False, width=320)
    citizen.goto("/")
    citizen.get_by_role("searchbox").fill("How can I change my address please")
    citizen.get_by_role("searchbox").press("Enter")
    offer = citizen.get_by_text("It seems that you write in English.")
    for _ in range(10):  # the engine may still be loading: the page never waits for it
        if offer.is_visible():
            break
        citizen.reload()
    expect(offer).to_be_visible()
    expect(citizen.locator("html")).to_have_attribute("lang", "fr")
    citizen.get_by_role("button", name="Go on in this language").click()
    expect(citizen.locator("html")).to_have_attribute("lang", "en")
    expect(citizen.get_by_role("searchbox")).to_have_value("How can I change my address please")
    expect(offer).to_have_count(0)


def test_a_draft_of_a_model_is_marked_read_and_sent_by_its_agent(people: People) -> None:
    citizen, agent = people.arrive(), people.sign_in("awa@example.org")
    acts.ask(citizen, "Combien pour la garde ?")
    acts.become_available(agent)
    acts.answer(agent, "Combien pour la garde ?")
    agent.get_by_role("button", name="Rédiger un brouillon à partir de ces fiches").click()
    box = agent.locator(".composer textarea")
    expect(box).to_have_value("L’aide pour la garde est de 312,50 € par mois.")
    expect(agent.locator("inserted-answer")).to_contain_text("Brouillon d’un modèle")
    examine(people, agent, "desk-draft")
    expect(acts.bubbles(citizen)).to_have_count(1)
    box.press("Enter")
    expect(acts.bubbles(citizen).last).to_contain_text("312,50")
    expect(citizen.locator("conversation-log .source")).to_have_text("D’après la fiche garde, version 1")
    acts.finish(agent)
    acts.go_offline(agent)


@pytest.mark.models  # an engine that begins may take a minute
def test_the_agent_is_told_in_which_language_somebody_writes(people: People) -> None:
    agent = people.sign_in("awa@example.org")
    acts.become_available(agent)
    citizen = people.arrive()
    acts.ask(citizen, "How can I change my address please", reason=REASON)
    acts.answer(agent, "How can I change my address please")
    expect(agent.get_by_text("Écrit en anglais")).to_be_visible(timeout=LOOKED_AGAIN_MS)
    acts.finish(agent)
    acts.go_offline(agent)
