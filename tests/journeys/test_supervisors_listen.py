"""A supervisor declares a listening campaign, the agent sees it on her desk, and the board offers to listen only while it is on."""

from uuid import uuid4

import psycopg
from playwright.sync_api import Page, expect

from guichet.wiring.postgres import get_address
from tests.journeys.conftest import House, People
from tests.journeys.looking import examine
from tests.journeys.town import SUPERVISOR

AGENT = "awa@example.org"
AIM = "Deux appels par personne, pour préparer la formation"


def begin_call(house: House) -> None:
    """Awa speaks with a citizen who was told; and the campaign begins. No telephone is needed for what pages show."""
    with psycopg.connect(get_address(house.folder / "postgres", "guichet"), autocommit=True) as database:
        database.execute("update calls_campaign set begins_at = now() - interval '1 minute'")
        database.execute(
            "insert into calls_leg (id, organisation_id, call, process, side, part, state, post, number, agent_id, is_told, began_at,"
            " offer, answer, dialog, quality, cause)"
            " select gen_random_uuid(), agent.organisation_id, %s, %s, each.side, 'main', 'talking', '', each.number,"
            " case when each.side = 'agent' then agent.id end, each.side = 'citizen', now(), '', '', '{}', '{}', ''"
            " from directory_agent agent, (values ('citizen', '+33612345678'), ('agent', '')) as each(side, number)"
            " where agent.name = 'Awa Diallo'",
            [uuid4(), uuid4()],
        )


def end_call(house: House) -> None:
    with psycopg.connect(get_address(house.folder / "postgres", "guichet"), autocommit=True) as database:
        database.execute("update calls_leg set state = 'ended', ended_at = now() where ended_at is null")


def declare(people: People, supervisor: Page) -> None:
    supervisor.get_by_role("link", name="Campagnes d’écoute").click()
    expect(supervisor.get_by_text("Aucune : personne ne peut écouter un appel.")).to_be_visible()
    supervisor.get_by_role("button", name="La déclarer").click()
    expect(supervisor.get_by_text("Dites en une phrase à quoi elle sert")).to_be_visible()
    examine(people, supervisor, "campaigns-error")
    supervisor.get_by_label("En une phrase").fill(AIM)
    supervisor.get_by_role("group", name="Agents").get_by_label("Awa Diallo").check()
    supervisor.get_by_role("group", name="Qui peut écouter").locator("input").first.check()
    for box in supervisor.get_by_role("group", name="Qui peut écouter").locator("input").all():
        box.check()
    supervisor.get_by_role("button", name="La déclarer").click()
    expect(supervisor.get_by_text("Campagne déclarée.")).to_be_visible()


def test_calls_are_listened_to_only_within_a_campaign_that_the_agent_sees(people: People, house: House) -> None:
    supervisor, agent = people.sign_in(SUPERVISOR, width=1440, height=900), people.sign_in(AGENT)
    expect(supervisor.get_by_text("Personne n’est au téléphone.")).to_be_visible()
    declare(people, supervisor)
    expect(agent.get_by_text("Vos appels pourront être écoutés")).to_be_visible()
    expect(agent.get_by_text(AIM)).to_be_visible()
    examine(people, agent, "desk-campaign")
    supervisor.reload()
    expect(supervisor.get_by_text("1 sur 1")).to_be_visible()
    examine(people, supervisor, "campaigns")
    begin_call(house)
    supervisor.goto("/board")
    call = supervisor.get_by_role("group", name="Awa Diallo")
    for name in ("Écouter", "Souffler", "Entrer dans l’appel"):
        expect(call.get_by_role("button", name=name)).to_be_visible()
    expect(supervisor.locator("ongoing-calls")).to_contain_text("06 12 34 56 78")
    examine(people, supervisor, "board-calls")
    supervisor.goto("/board/listening")
    supervisor.get_by_text("La terminer maintenant").first.click()
    supervisor.get_by_role("button", name="Terminer cette campagne").first.click()
    expect(supervisor.get_by_text("plus personne n’écoute")).to_be_visible()
    expect(agent.get_by_text(AIM)).to_have_count(0)
    supervisor.goto("/board")
    expect(supervisor.get_by_text("Pas d’écoute : aucune campagne n’est en cours.")).to_be_visible()
    expect(supervisor.get_by_role("button", name="Écouter")).to_have_count(0)
    end_call(house)
