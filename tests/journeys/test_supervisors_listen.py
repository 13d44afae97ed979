"""A supervisor declares a listening campaign, the agent sees it on her desk, and the board offers to listen only while it is on.

Then he listens in his browser: the citizen and the agent have real telephones, each plays a tone, and what all three hear is measured.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.channels.voice.tests.telephones import Telephone, list_missing, wait_for
from guichet.wiring.postgres import get_address
from tests.journeys import acts
from tests.journeys.conftest import House, People, Street
from tests.journeys.looking import examine
from tests.journeys.test_a_citizen_calls import (
    AGENT_TONE,
    CITIZEN_TONE,
    EDGE,
    KEEP_CONNECTIONS,
    call,
    headset,
    open_house_with_telephone,
)
from tests.journeys.town import SUPERVISOR
from tests.telephone.conftest import Town

__all__ = ["headset"]

AGENT = "awa@example.org"
AIM = "Deux appels par personne, pour préparer la formation"
SUPERVISOR_TONE, AWA_TONE = AGENT_TONE, 620
PLAIN_SOUND = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = () => open({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
"""
"""What cleans a voice takes a tone for noise: beside another one nothing would be left of it."""
HEAR_ALL = """async () => {
  const connection = window.connections.filter((each) => each.connectionState === "connected").at(-1);
  if (connection === undefined) return [];
  const audio = new AudioContext();
  await audio.resume();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 16384;
  analyser.smoothingTimeConstant = 0;
  audio.createMediaStreamSource(new MediaStream(connection.getReceivers().map(({ track }) => track))).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, 800));
  const strengths = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(strengths);
  const strongest = Math.max(...strengths);
  await audio.close();
  if (strongest < -70) return [];
  const heard = [...strengths.keys()].filter((place) => strengths[place] > strongest - 12);
  return [...new Set(heard.map((place) => Math.round((place * audio.sampleRate) / analyser.fftSize / 20) * 20))];
}"""
"""The tones that the browser is given to hear, to 20 Hz."""


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


@contextmanager
def town_with_telephones(house: House, folder: Path) -> Iterator[Town]:
    """Afterwards everybody answers in the browser again."""
    with psycopg.connect(get_address(house.folder / "postgres", "guichet"), autocommit=True) as database:
        town = Town(house, EDGE, folder, database)
        town.begin()
        try:
            yield town
        finally:
            database.execute("update calls_post set kind = 'browser'")
            database.execute("update calls_campaign set ended_at = now() where ended_at is null")


@pytest.fixture
def town(street: Street, tmp_path: Path) -> Iterator[Town]:
    with town_with_telephones(street.visit(open_house_with_telephone), tmp_path) as made:
        yield made


@pytest.fixture
def staff(town: Town, headset: Browser) -> Iterator[People]:
    """People whose browsers have a microphone."""
    people = People(town.house, headset)
    yield people
    people.leave()
    assert not people.complaints, "\n".join(people.complaints)


def hear(supervisor: Page, theirs: set[int], *telephones: tuple[Telephone, set[int]]) -> None:
    """All at the same time, and the supervisor by his browser."""
    heard: list[set[int]] = []

    def look() -> bool:
        heard[:] = [each.heard() for each, _ in telephones]
        return heard == [tones for _, tones in telephones]

    try:
        wait_for(look, "the telephones do not hear that")
    except AssertionError as error:
        error.add_note(f"heard: {heard}")
        raise
    wait_for(lambda: set(supervisor.evaluate(HEAR_ALL)) == theirs, f"in the browser: not {theirs}")


@pytest.mark.peers
@pytest.mark.skipif(bool(list_missing()) or shutil.which("janus") is None, reason="missing: `guichet doctor --install telephone`")
def test_a_supervisor_listens_whispers_and_joins_in_his_browser_and_is_let_go_when_the_campaign_ends(town: Town, staff: People) -> None:
    supervisor = staff.sign_in(SUPERVISOR, script=KEEP_CONNECTIONS + PLAIN_SOUND, width=1440, height=900)
    agent = staff.sign_in(AGENT)
    declare(staff, supervisor)
    expect(agent.get_by_text(AIM)).to_be_visible()
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.database.execute("update calls_campaign set begins_at = now() - interval '1 minute'")
        supervisor.goto("/board")
        acts.become_available(agent)
        call(citizen)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
        shown = supervisor.get_by_role("group", name="Awa Diallo")
        own = supervisor.locator("ongoing-calls")

        shown.get_by_role("button", name="Écouter").click()
        expect(own).to_contain_text("Personne ne vous entend. L’agent voit que vous écoutez.")
        expect(agent.locator("call-panel")).to_contain_text("écoute cet appel.")
        hear(supervisor, {CITIZEN_TONE, AWA_TONE}, (awa, {CITIZEN_TONE}), (citizen, {AWA_TONE}))

        shown.get_by_role("button", name="Souffler").click()
        expect(own).to_contain_text("L’agent seul vous entend.")
        expect(agent.locator("call-panel")).to_contain_text("écoute et vous souffle")
        hear(supervisor, {CITIZEN_TONE, AWA_TONE}, (awa, {CITIZEN_TONE, SUPERVISOR_TONE}), (citizen, {AWA_TONE}))

        shown.get_by_role("button", name="Entrer dans l’appel").click()
        expect(own).to_contain_text("Tout le monde vous entend.")
        both = {SUPERVISOR_TONE, AWA_TONE}
        hear(supervisor, {CITIZEN_TONE, AWA_TONE}, (awa, {CITIZEN_TONE, SUPERVISOR_TONE}), (citizen, both))
        examine(staff, supervisor, "board-attending")

        shown.get_by_role("button", name="Quitter l’appel").click()
        expect(shown.get_by_role("button", name="Écouter")).to_be_visible()
        hear(supervisor, set(), (awa, {CITIZEN_TONE}), (citizen, {AWA_TONE}))
        expect(agent.locator("call-panel")).not_to_contain_text("écoute cet appel.")

        shown.get_by_role("button", name="Écouter").click()
        hear(supervisor, {CITIZEN_TONE, AWA_TONE}, (awa, {CITIZEN_TONE}), (citizen, {AWA_TONE}))
        elsewhere = staff.sign_in(SUPERVISOR)
        elsewhere.goto("/board/listening")
        elsewhere.get_by_text("La terminer maintenant").first.click()
        elsewhere.get_by_role("button", name="Terminer cette campagne").first.click()
        expect(elsewhere.get_by_text("plus personne n’écoute")).to_be_visible()
        expect(own.get_by_text("Pas d’écoute : aucune campagne n’est en cours.")).to_be_visible()
        hear(supervisor, set(), (awa, {CITIZEN_TONE}), (citizen, {AWA_TONE}))
        citizen.hang_up()
        acts.wrap_up(agent)
        acts.go_offline(agent)
