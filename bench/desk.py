"""How soon an agent can work: Chromium four times slower than this machine, an agent with 5,000 past contacts and a chat in hand.

`first_view_*`: from the instant the browser asks for the desk, with nothing in its cache, until the conversation and the history of the
person are painted. `ring_painted_*`: from the instant the page is told that a contact rings until that is painted; the frame in which it
was drawn counts whole. `search_painted_*`: from the last letter of a search until what was found is painted, the pause that tells that the
typing is over (300 ms) included.
"""

import argparse
import shutil
import statistics
from typing import Any

from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from bench.ground import Ground, connect_owner, lay, list_opening_facts, now, open_contacts, post_all
from bench.ground.processes import start
from bench.ground.seats import seat
from guichet.decisions.routing.inputs import ContactWithdrawn, PresenceChanged
from guichet.decisions.routing.words import ContactId
from guichet.engine.connections import Connection

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PASSWORD = "une phrase pour mesurer"  # noqa: S105 - of a throw-away database
OF_ONE_PERSON = 20
WATCH = """
const painted = (mark, find) => {
  const look = () => (find() ? requestAnimationFrame(() => { window[mark] = performance.now(); }) : requestAnimationFrame(look));
  requestAnimationFrame(look);
};
window.watch = (mark, selector) => { window[mark] = undefined; painted(mark, () => document.querySelector(selector)); };
window.EventSource = class extends EventSource {
  constructor(...options) {
    super(...options);
    this.addEventListener("message", ({ data }) => { if (data.includes('"ContactOffered"')) window.rangAt = performance.now(); });
  }
};
window.watch("viewedAt", "agent-desk:has(conversation-log .bubble):has(person-history .past button)");
"""
SIGN_IN = "update directory_account set password = %s, roles = array['agent'] where organisation_id = %s returning email"
PAST = """
with citizen as (
  insert into people_citizen (organisation_id, name, language, created_at, last_seen_at)
  select %(organisation)s, 'Personne ' || n, 'fr', now(), now() from generate_series(1, %(past)s / %(each)s) as n returning id
), point as (
  insert into people_contactpoint (organisation_id, citizen_id, kind, value)
  select %(organisation)s, id, 'telephone', '+336' || lpad((id %% 100000000)::text, 8, '0') from citizen
), contact as (
  insert into contacts_contact (organisation_id, id, key, channel, queue_id, reason_id, language, citizen_id, citizen_name, state, agent_id,
    arrived_at, rank_at, step, priority_minutes, requirement, why, last_number, seq, closed_at, outcome)
  select %(organisation)s, gen_random_uuid(), gen_random_uuid(), 'chat', %(queue)s, %(reason)s, 'fr', id, 'Personne', 'closed', %(agent)s,
    now() - n * interval '1 day', now(), 0, 0, '{}', '{}', 2, 0, now(), 'resolved' from citizen, generate_series(1, %(each)s) as n
  returning id
), message as (
  insert into contacts_message (organisation_id, contact_id, number, key, author, agent_id, kind, text, created_at)
  select %(organisation)s, id, n, gen_random_uuid(), case n when 1 then 'citizen' else 'agent' end, case n when 2 then %(agent)s end,
    'message', case n when 1 then 'Bonjour, je signale mon déménagement.' else 'C’est noté.' end, now()
  from contact, generate_series(1, 2) as n
)
insert into contacts_search_entry (organisation_id, contact_id, words, agents)
select %(organisation)s, id, to_tsvector('guichet_french', 'Bonjour, je signale mon déménagement. C’est noté.'), array[%(agent)s::bigint]
from contact
"""
IN_HAND = """
with held as (
  update contacts_contact set last_number = 1, citizen_id = (select max(id) from people_citizen where organisation_id = %(organisation)s)
  where id = %(contact)s
)
insert into contacts_message (organisation_id, contact_id, number, key, author, agent_id, kind, text, created_at)
values (%(organisation)s, %(contact)s, 1, gen_random_uuid(), 'citizen', null, 'message', 'Bonjour', now())
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--past", type=int, default=5_000, help="past contacts of the agent (default: %(default)s)")
    parser.add_argument("--views", type=int, default=20, help="times the desk is opened (default: %(default)s)")
    parser.add_argument("--rings", type=int, default=30, help="contacts that ring (default: %(default)s)")
    parser.add_argument("--slower", type=float, default=4.0, help="how much slower the browser is (default: %(default)s times)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    with connect_owner() as owner:
        ground = lay(owner, agents=1, queues=1, skills=1, offer_seconds=600)
        email = lay_work(owner, ground, options.past)
        with start("web", "engine") as running, sync_playwright() as playwright:
            path = shutil.which("chromium") or "/usr/bin/chromium"
            browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
            desk = Desk(browser, f"http://localhost:{running.web}", options.slower)
            desk.sign_in(email)
            views = [desk.view() for _ in range(options.views + 1)][1:]
            page = desk.open()
            rings = [ring(owner, ground, page) for _ in range(options.rings + 1)][1:]
            searches = [search(page, words) for words in ("demenagement", "déménagements", "signaler", "noté bonjour") * 3]
            browser.close()
    figures = {**sum_up("first_view", views), **sum_up("ring_painted", rings), **sum_up("search_painted", searches)}
    return {"figures": figures, "conditions": {"past": options.past, "cpu_slower": options.slower, "views": options.views}}


def sum_up(name: str, lengths_ms: list[float]) -> dict[str, int]:
    p95 = statistics.quantiles(lengths_ms, n=20)[-1]
    return {f"{name}_ms": round(statistics.median(lengths_ms)), f"{name}_p95_ms": round(p95)}


def lay_work(owner: Connection, ground: Ground, past: int) -> str:
    """The agent's past, and one chat that will ring at him first; returns his address."""
    seat(owner, ground)
    names = {"organisation": ground.organisation_id, "queue": ground.queues[0], "reason": ground.reason_id, "agent": ground.agents[0]}
    owner.execute(PAST, {**names, "past": past, "each": OF_ONE_PERSON})
    post_all(owner, ground, [fact for fact in list_opening_facts(ground) if not isinstance(fact, PresenceChanged)])
    [contact] = open_contacts(owner, ground, 1)
    owner.execute(IN_HAND, {**names, "contact": contact})
    post_all(owner, ground, [ground.get_arrival(0, contact, now())])
    [(email,)] = owner.execute(SIGN_IN, [make_password(PASSWORD), ground.organisation_id]).fetchall()
    return str(email)


class Desk:
    """The desk of one agent, in a browser that is slower than this machine."""

    def __init__(self, browser: Browser, address: str, slower: float) -> None:
        self.browser = browser
        self.address = address
        self.slower = slower
        self.signed_on: StorageState | None = None

    def sign_in(self, email: str) -> None:
        """Sign in, become available and accept what rings, so that there is a conversation to see."""
        page = self.arrive()
        page.goto(f"{self.address}/sign-in")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.get_by_role("button", name="Se rendre disponible").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
        page.locator("conversation-log .bubble").wait_for()
        self.signed_on = page.context.storage_state()
        page.context.close()

    def arrive(self) -> Page:
        """Nothing is in the cache."""
        context = self.browser.new_context(
            locale="fr-FR", reduced_motion="reduce", storage_state=self.signed_on, viewport={"width": 1440, "height": 900}
        )
        context.set_default_timeout(60_000)
        context.add_init_script(WATCH)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": self.slower})
        return page

    def open(self) -> Page:
        page = self.arrive()
        page.goto(f"{self.address}/desk")
        read_mark(page, "viewedAt")
        return page

    def view(self) -> float:
        """From asking for the page (its time origin) until there is all that the agent looks for."""
        page = self.open()
        seen_ms = read_mark(page, "viewedAt")
        page.context.close()
        return seen_ms


def ring(owner: Connection, ground: Ground, page: Page) -> float:
    """From the event to the paint; the citizen then leaves again."""
    [contact] = open_contacts(owner, ground, 1)
    page.evaluate("watch('paintedAt', 'ringing-offer [role=alertdialog]')")
    post_all(owner, ground, [ground.get_arrival(0, contact, now())])
    painted_ms = read_mark(page, "paintedAt") - read_mark(page, "rangAt")
    leave(owner, ground, contact)
    page.locator("ringing-offer [role=alertdialog]").wait_for(state="detached")
    return painted_ms


def leave(owner: Connection, ground: Ground, contact: ContactId) -> None:
    post_all(owner, ground, [ContactWithdrawn(contact=contact)])


def search(page: Page, words: str) -> float:
    page.keyboard.press("Alt+Shift+F")
    box = page.locator("contact-search input")
    box.fill("")
    page.locator(".results").wait_for(state="detached")
    page.evaluate("watch('foundAt', '.results mark')")
    typed_ms = float(page.evaluate("performance.now()"))
    box.fill(words)
    found_ms = read_mark(page, "foundAt") - typed_ms
    page.keyboard.press("Escape")
    return found_ms


def read_mark(page: Page, mark: str) -> float:
    """The instant that the page noted, by its own clock."""
    page.wait_for_function(f"() => window.{mark} !== undefined")
    return float(page.evaluate(f"window.{mark}"))
