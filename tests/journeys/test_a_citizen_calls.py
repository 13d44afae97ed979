"""A citizen calls the number of the administration and speaks with an agent who answers in his browser: each hears the other, whatever
becomes of the page.

The citizen has a real telephone, the agent a real browser whose microphone plays a tone; what is heard at each end is measured.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.channels.voice.tests.telephones import Telephone, find_ports, list_missing, name_media_ports, telephone, wait_for
from tests.journeys import acts
from tests.journeys.conftest import CHROMIUM, FLAGS, House, People, Street, open_house
from tests.journeys.looking import examine
from tests.journeys.test_a_citizen_is_called_back import ask_for_a_call
from tests.journeys.test_a_deaf_citizen_is_called_through_a_relay import RELAY, with_relay
from tests.journeys.town import PASSWORD

CALLED = "0199001234"
CITIZEN_TONE, AGENT_TONE = 1000, 440
ANSWERED = re.compile("established|closed|terminated", re.IGNORECASE)
HOUSING, BIRTH = "1", "2"
LEARNS_MS = 3_000
"""Within which the exchange knows a line that was changed."""
KEEP_CONNECTIONS = """
window.connections = [];
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...given) { super(...given); window.connections.push(this); }
};
"""
COUNT_NOTES = """
window.notes = 0;
const make = BaseAudioContext.prototype.createOscillator;
BaseAudioContext.prototype.createOscillator = function () { window.notes += 1; return make.call(this); };
"""
"""Of what a desk rings with."""
RINGS_MS = 3_500
"""Longer than from one ring to the next."""
LISTEN = """async () => {
  const connection = window.connections.filter((each) => each.connectionState === "connected").at(-1);
  if (connection === undefined) return 0;
  const audio = new AudioContext();
  await audio.resume();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 8192;
  audio.createMediaStreamSource(new MediaStream(connection.getReceivers().map(({ track }) => track))).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const strengths = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(strengths);
  const strongest = strengths.indexOf(Math.max(...strengths));
  const hertz = strengths[strongest] < -70 ? 0 : strongest * audio.sampleRate / analyser.fftSize;
  await audio.close();
  return Math.round(hertz / 20) * 20;
}"""
"""The tone that the browser is given to hear, to 20 Hz; 0: silence."""

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(bool(list_missing()), reason="the telephone is not installed: `guichet doctor --install telephone`"),
]
EDGE = find_ports(5) if not list_missing() else 0


@contextmanager
def open_house_with_telephone() -> Iterator[House]:
    with open_house(GUICHET_SIP=f"127.0.0.1:{EDGE}", GUICHET_RTP=name_media_ports(house=1)) as house:
        yield house


@pytest.fixture
def house(street: Street) -> House:
    return street.visit(open_house_with_telephone)


@pytest.fixture(scope="module")
def headset(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with a microphone at which a tone is played."""
    sound = tmp_path_factory.mktemp("headset") / "tone.wav"
    subprocess.run(
        ["sox", "-n", "-r", "48000", "-c", "1", "-b", "16", str(sound), "synth", "10", "sine", str(AGENT_TONE), "vol", "0.5"], check=True
    )
    heard = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound}",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    ]
    opened = browser.browser_type.launch(executable_path=CHROMIUM, headless=True, args=[*FLAGS, *heard])
    yield opened
    opened.close()


@pytest.fixture
def agents(house: House, headset: Browser) -> Iterator[People]:
    people = People(house, headset)
    yield people
    people.leave()
    assert not people.complaints, "\n".join(people.complaints)


@pytest.fixture
def citizen(tmp_path: Path) -> Iterator[Telephone]:
    with telephone(tmp_path / "citizen", EDGE, "0612345678", tone=CITIZEN_TONE) as made:
        yield made


def call(citizen: Telephone, key: str = HOUSING) -> None:
    """A house that just opened may not know its lines yet: whoever is refused dials again."""
    for _ in range(3):
        dialled = len(citizen.read_log())
        citizen.dial(CALLED)
        wait_for(lambda since=dialled: ANSWERED.search(citizen.read_log()[since:]), "nobody answers or refuses the call")  # type: ignore[misc]  # of a loop
        if "established" in citizen.read_log()[dialled:]:
            break
    citizen.await_sound()
    citizen.press(key)


def answer(agent: Page, citizen: Telephone) -> None:
    offer = agent.get_by_role("alertdialog")
    for said in ("06 12 34 56 78", "01 99 00 12 34", "Identité à vérifier"):
        expect(offer).to_contain_text(said)
    offer.get_by_role("button", name="Répondre").click()
    expect(agent.get_by_role("status").filter(has_text="Vous êtes en communication")).to_be_visible()
    expect(agent.locator("call-panel")).to_contain_text("06 12 34 56 78")
    assert_both_hear(agent, citizen)


def assert_both_hear(agent: Page, citizen: Telephone) -> None:
    wait_for(lambda: agent.evaluate(LISTEN) == CITIZEN_TONE, "the agent does not hear the caller")
    wait_for(lambda: citizen.heard() == {AGENT_TONE}, "the caller does not hear the agent")


def test_each_hears_the_other_through_hold_mute_and_a_page_loaded_anew(agents: People, citizen: Telephone) -> None:
    agent = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    acts.become_available(agent)
    call(citizen)
    answer(agent, citizen)
    expect(agent.get_by_role("heading", name="Usager")).to_be_visible()
    expect(agent.locator("call-panel")).to_contain_text("Qualité du son : Bonne")

    agent.get_by_role("button", name="Couper le micro").click()
    wait_for(lambda: citizen.heard() == set(), "the caller hears a microphone that is off")
    agent.keyboard.press("Alt+Shift+M")
    wait_for(lambda: citizen.heard() == {AGENT_TONE}, "the caller does not hear the agent again")

    agent.get_by_role("button", name="Mettre en attente").click()
    expect(agent.get_by_role("status").filter(has_text="En attente : l’usager entend de la musique")).to_be_visible()
    wait_for(lambda: agent.evaluate(LISTEN) == 0, "the agent hears who is on hold")
    wait_for(lambda: citizen.heard() and AGENT_TONE not in citizen.heard(), "the caller hears no music", seconds=60)
    agent.get_by_role("button", name="Reprendre l’usager").click()
    assert_both_hear(agent, citizen)

    agent.on("dialog", lambda dialog: dialog.accept())
    agent.reload()
    expect(agent.get_by_role("status").filter(has_text="Vous êtes en communication")).to_be_visible()
    assert_both_hear(agent, citizen)

    agent.get_by_role("button", name="Raccrocher").click()
    wait_for(lambda: "terminated" in citizen.read_log() or "closed" in citizen.read_log(), "the caller is left on the line")
    acts.wrap_up(agent)
    acts.go_offline(agent)


def test_an_agent_without_a_microphone_gives_the_caller_back(agents: People, citizen: Telephone) -> None:
    agent = agents.sign_in(
        "awa@example.org", script="navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
    )
    acts.become_available(agent)
    call(citizen)
    agent.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
    expect(agent.get_by_role("alert").filter(has_text="Un appel n’a pas pu vous être passé")).to_contain_text("autorisez le microphone")
    expect(agent.locator("call-panel")).to_have_count(0)
    expect(agent.locator("presence-control").get_by_role("status")).to_contain_text("En pause")
    wait_for(lambda: citizen.heard(), "the caller hears nothing while he waits again")
    citizen.hang_up()
    acts.go_offline(agent)


def test_the_keyboard_of_the_call_reaches_the_other_side_and_a_caller_who_hangs_up_ends_it(agents: People, citizen: Telephone) -> None:
    agent = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    acts.become_available(agent)
    call(citizen, BIRTH)
    answer(agent, citizen)
    expect(agent.get_by_text("Déclarer une naissance").first).to_be_visible()
    agent.get_by_text("Clavier", exact=True).click()
    agent.get_by_role("button", name="5", exact=True).click()
    expect(agent.get_by_label("Touches pressées")).to_have_text("5")
    citizen.hang_up()
    expect(agent.locator("wrap-up-form")).to_be_visible()
    expect(agent.locator("call-panel")).to_have_count(0)
    acts.wrap_up(agent)
    acts.go_offline(agent)


@pytest.fixture
def recorded(agents: People) -> Iterator[None]:
    """The administrator has conversations of the line recorded, and not any more afterwards."""
    administrator = agents.arrive()
    administrator.goto("/sign-in")
    administrator.get_by_label("Adresse électronique").fill("marc@example.org")
    administrator.get_by_label("Mot de passe").fill(PASSWORD)
    administrator.get_by_role("button", name="Se connecter", exact=True).click()
    administrator.wait_for_url("**/board")

    def choose(purpose: str) -> None:
        administrator.goto("/settings/telephone")
        administrator.get_by_role("link", name="01 99 00 12 34").click()
        administrator.get_by_label("Les conversations sont enregistrées").select_option(label=purpose)
        administrator.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(administrator.get_by_role("status").filter(has_text="Enregistré.")).to_be_visible()
        administrator.wait_for_timeout(LEARNS_MS)

    choose("Qualité des réponses")
    yield
    choose("Non")


@contextmanager
def led_out(agents: People, citizen: Telephone) -> Iterator[None]:
    """The administrator has calls leave by a trunk that ends at this telephone, and not any more afterwards."""
    administrator = agents.arrive()
    administrator.goto("/sign-in?next=/settings/telephone")
    administrator.get_by_label("Adresse électronique").fill("marc@example.org")
    administrator.get_by_label("Mot de passe").fill(PASSWORD)
    administrator.get_by_role("button", name="Se connecter", exact=True).click()

    def lead(trunk: str) -> None:
        administrator.get_by_role("link", name="01 99 00 12 34").click()
        administrator.get_by_label("Serveur de votre opérateur").fill(trunk)
        administrator.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(administrator.get_by_role("status").filter(has_text="Enregistré.")).to_be_visible()

    lead(f"127.0.0.1:{citizen.port}")
    administrator.wait_for_timeout(LEARNS_MS)
    yield
    administrator.goto("/settings/telephone")
    lead("")


def mute_hold_and_press(agent: Page, citizen: Telephone) -> None:
    """What every call has."""
    panel = agent.locator("call-panel")
    panel.get_by_role("button", name="Couper le micro").click()
    wait_for(lambda: citizen.heard() == set(), "the citizen hears a microphone that is off")
    panel.get_by_role("button", name="Micro coupé").click()
    panel.get_by_role("button", name="Mettre en attente").click()
    wait_for(lambda: citizen.heard() and AGENT_TONE not in citizen.heard(), "the citizen hears no music", seconds=60)
    panel.get_by_role("button", name="Reprendre l’usager").click()
    assert_both_hear(agent, citizen)
    panel.get_by_text("Clavier", exact=True).click()
    panel.get_by_role("button", name="5", exact=True).click()
    expect(panel.get_by_label("Touches pressées")).to_have_text("5")


@pytest.mark.looks
def test_a_citizen_is_called_back_and_the_desk_says_where_the_call_stands(agents: People, tmp_path: Path) -> None:
    agent, page = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS), agents.arrive(scripts=False)
    with telephone(tmp_path / "called", EDGE, "+33612345676", tone=CITIZEN_TONE) as citizen, led_out(agents, citizen):
        ask_for_a_call(page, "06 12 34 56 76")
        expect(page.get_by_role("status")).to_contain_text("•• •• •• •• 76")
        acts.become_available(agent)
        agent.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
        panel, told = agent.locator("call-panel"), agent.locator("call-panel").get_by_role("status").first
        expect(told).to_have_text("Nous appelons l’usager\u00a0: ça sonne jusqu’à ce qu’il décroche.")
        expect(panel).to_contain_text("06 12 34 56 76")
        expect(panel.get_by_role("button", name="Couper le micro")).to_be_visible()
        expect(panel.get_by_role("button", name="Mettre en attente")).to_have_count(0)
        expect(agent.locator("a[href^='tel:']")).to_have_count(0)
        wait_for(lambda: "Incoming call" in citizen.read_log(), "his telephone does not ring", seconds=60)
        examine(agents, agent, "desk-callback-ringing")
        agent.on("dialog", lambda dialog: dialog.accept())
        agent.reload()
        expect(told).to_have_text("Nous appelons l’usager\u00a0: ça sonne jusqu’à ce qu’il décroche.")
        agent.wait_for_timeout(LEARNS_MS)

        citizen.command("accept")
        expect(told).to_have_text("Vous êtes en communication")
        assert_both_hear(agent, citizen)
        examine(agents, agent, "desk-callback")
        mute_hold_and_press(agent, citizen)
        agent.reload()
        expect(told).to_have_text("Vous êtes en communication")
        assert_both_hear(agent, citizen)
        agent.get_by_role("button", name="Raccrocher").click()
        wait_for(lambda: "terminated" in citizen.read_log() or "closed" in citizen.read_log(), "the citizen is left on the line")
        acts.wrap_up(agent)
        acts.go_offline(agent)


def test_an_agent_stops_a_recording_for_a_while_and_erases_what_a_caller_refuses(
    agents: People,
    citizen: Telephone,
    recorded: None,  # noqa: ARG001 - asks for it
) -> None:
    agent = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    acts.become_available(agent)
    call(citizen)
    agent.get_by_role("alertdialog").get_by_role("button", name="Répondre").click()
    panel = agent.locator("call-panel")
    expect(panel).to_contain_text("Votre conversation est enregistrée, l’appelant en a été averti")
    assert_both_hear(agent, citizen)
    examine(agents, agent, "desk-voice-recorded")
    panel.get_by_role("button", name="Suspendre l’enregistrement").press("Enter")
    expect(panel).to_contain_text("Enregistrement suspendu")
    panel.get_by_role("button", name="Reprendre l’enregistrement").press("Enter")
    expect(panel).to_contain_text("Votre conversation est enregistrée")
    panel.get_by_text("L’appelant refuse…").press("Enter")
    panel.get_by_role("button", name="Effacer ce qui a été enregistré et ne plus enregistrer").press("Enter")
    expect(panel).to_contain_text("L’appelant refuse d’être enregistré\u00a0: rien n’est conservé")
    assert_both_hear(agent, citizen)
    citizen.hang_up()
    acts.wrap_up(agent)
    acts.go_offline(agent)


def test_a_caller_comes_in_by_a_code_and_both_write_while_they_speak(agents: People, citizen: Telephone) -> None:
    agent, page = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS), agents.arrive()
    acts.become_available(agent)
    call(citizen)
    answer(agent, citizen)
    panel = agent.locator("call-panel")
    panel.get_by_text("Écrire à côté de l’appel…").press("Enter")
    panel.get_by_role("button", name="Faire un code pour la personne").press("Enter")
    code = panel.locator(".call-code")
    expect(code).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    examine(agents, agent, "desk-voice-text")
    page.goto("/text")
    page.get_by_label("Le code que l’agent vous donne").fill(code.inner_text())
    page.get_by_role("button", name="Ouvrir l’écrit").click()
    expect(page.get_by_text("Vous êtes au téléphone")).to_be_visible()
    page.locator(".composer textarea").press_sequentially("Je m'appelle Szczęsny", delay=20)
    expect(agent.locator(".drafting")).to_contain_text("Je m'appelle Szczęsny")
    agent.locator(".composer textarea").press_sequentially("Merci", delay=20)
    expect(page.locator(".drafting")).to_contain_text("Merci")
    assert_both_hear(agent, citizen)
    citizen.hang_up()
    expect(page.get_by_text("Cette conversation est terminée")).to_be_visible()
    acts.wrap_up(agent)
    acts.go_offline(agent)


@pytest.mark.looks
def test_the_call_on_the_desk(agents: People, citizen: Telephone) -> None:
    agent = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    agent.get_by_role("button", name="Essayer mon casque").click()
    expect(agent.get_by_role("dialog", name="Essayer mon casque")).to_be_visible()
    examine(agents, agent, "desk-headset")
    agent.get_by_role("button", name="Tout fonctionne").click()
    acts.become_available(agent)
    call(citizen)
    expect(agent.get_by_role("alertdialog")).to_be_visible()
    examine(agents, agent, "desk-voice-ringing")
    answer(agent, citizen)
    expect(agent.locator("my-work")).to_contain_text("En communication")
    examine(agents, agent, "desk-voice")
    citizen.hang_up()
    acts.wrap_up(agent)
    acts.go_offline(agent)


def ask_in(agent: Page, colleague: str) -> None:
    agent.get_by_label("Collègue", exact=True).select_option(label=colleague)
    agent.get_by_role("button", name="Appeler ce collègue").click()


def ring_until(colleague: Page, act: Callable[[], object]) -> None:
    """His desk is heard, and its title says why, until this is done."""
    expect(colleague).to_have_title(re.compile("Un collègue vous appelle"))
    wait_for(lambda: colleague.evaluate("window.notes") > 2, "the desk does not ring again and again")
    act()
    expect(colleague).not_to_have_title(re.compile("vous appelle"))
    rung = colleague.evaluate("window.notes")
    colleague.wait_for_timeout(RINGS_MS)
    assert colleague.evaluate("window.notes") == rung
    colleague.evaluate("window.notes = 0")


@pytest.mark.looks
def test_the_desk_says_that_an_interpreter_speaks_and_asks_one_in_by_name(agents: People, tmp_path: Path) -> None:
    agent = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    with with_relay(agents), telephone(tmp_path / "relay", EDGE, "0199005001", tone=CITIZEN_TONE) as interpreter:
        agent.reload()  # the relays of a desk are those of when it was opened
        agent.wait_for_timeout(LEARNS_MS)
        acts.become_available(agent)
        call(interpreter)
        offer = agent.get_by_role("alertdialog")
        expect(offer).to_contain_text(RELAY)
        offer.get_by_role("button", name="Répondre").click()
        assert_both_hear(agent, interpreter)
        panel = agent.locator("call-panel")
        expect(panel.locator(".notice")).to_contain_text(RELAY)
        expect(panel).not_to_contain_text("01 99 00 50 01")
        expect(agent.get_by_text("Numéro connu, identité à vérifier")).to_have_count(0)
        panel.get_by_text("Consulter un collègue", exact=True).click()
        examine(agents, agent, "desk-voice-relayed")
        panel.get_by_role("button", name=RELAY).click()
        expect(panel.get_by_role("alert")).to_contain_text("Aucune ligne")  # none of the town's leads outside
        interpreter.hang_up()
        acts.wrap_up(agent)
        acts.go_offline(agent)


@pytest.mark.looks
def test_an_agent_consults_a_colleague_and_puts_the_citizen_through(agents: People, citizen: Telephone) -> None:
    """Three by the mixer where there is one; both agents in browsers, the citizen on a telephone."""
    awa = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    benoit = agents.sign_in("benoit@example.org", script=KEEP_CONNECTIONS + COUNT_NOTES)
    acts.become_available(awa)
    call(citizen)
    answer(awa, citizen)
    acts.become_available(benoit)
    awa.get_by_text("Consulter un collègue", exact=True).click()
    examine(agents, awa, "desk-voice-consulting-whom")
    ask_in(awa, "Benoît Le Goff")
    ring_until(benoit, lambda: awa.get_by_role("button", name="Reprendre l’appel").click())
    assert_both_hear(awa, citizen)
    awa.get_by_text("Consulter un collègue", exact=True).click()
    ask_in(awa, "Benoît Le Goff")
    invitation = benoit.get_by_role("alert").filter(has_text="vous consulte pendant un appel")
    ring_until(benoit, lambda: invitation.get_by_role("button", name="Répondre").click())
    expect(awa.get_by_role("status").filter(has_text="L’usager entend de la musique")).to_contain_text("Vous parlez avec")
    wait_for(lambda: awa.evaluate(LISTEN) == AGENT_TONE and benoit.evaluate(LISTEN) == AGENT_TONE, "they do not hear one another")
    wait_for(lambda: citizen.heard() and not citizen.heard() & {AGENT_TONE, CITIZEN_TONE}, "the caller hears no music")
    examine(agents, awa, "desk-voice-consulting")
    expect(benoit.get_by_role("alert").filter(has_text="Vous aidez Awa Diallo")).to_be_visible()
    examine(agents, benoit, "desk-voice-asked-in")
    if shutil.which("janus") is not None:
        awa.get_by_role("button", name="Conférence").click()
        expect(awa.get_by_role("status").filter(has_text="Vous êtes trois")).to_be_visible()
        wait_for(lambda: citizen.heard() == {AGENT_TONE}, "the caller does not hear them")
    awa.get_by_role("button", name="Mettre en relation").click()
    expect(awa.locator("call-panel")).to_have_count(0)
    expect(benoit.locator("call-panel")).to_contain_text("06 12 34 56 78")
    assert_both_hear(benoit, citizen)
    citizen.hang_up()
    acts.wrap_up(benoit)
    for agent in (awa, benoit):
        acts.go_offline(agent)


@pytest.mark.looks
@pytest.mark.skipif(shutil.which("janus") is None, reason="missing: janus (`guichet doctor --install telephone`)")
def test_where_three_cannot_be_joined_the_desk_says_so_until_they_can(agents: People, citizen: Telephone) -> None:
    awa = agents.sign_in("awa@example.org", script=KEEP_CONNECTIONS)
    benoit = agents.sign_in("benoit@example.org", script=KEEP_CONNECTIONS)
    mixer = next(each for each in psutil.Process(agents.house.process.pid).children(recursive=True) if each.name() == "janus")
    acts.become_available(awa)
    call(citizen)
    answer(awa, citizen)
    acts.become_available(benoit)
    mixer.suspend()
    try:
        awa.get_by_text("Consulter un collègue", exact=True).click()
        ask_in(awa, "Benoît Le Goff")
        benoit.get_by_role("alert").filter(has_text="vous consulte pendant un appel").get_by_role("button", name="Répondre").click()
        why = awa.get_by_text("La conférence n’est pas possible en ce moment")
        expect(why).to_be_visible()
        expect(awa.get_by_role("button", name="Conférence")).to_be_disabled()
        examine(agents, awa, "desk-voice-no-mixer")
    finally:
        mixer.resume()
    expect(why).to_have_count(0)
    expect(awa.get_by_role("button", name="Conférence")).to_be_enabled()
    awa.get_by_role("button", name="Conférence").click()
    expect(awa.get_by_role("status").filter(has_text="Vous êtes trois")).to_be_visible()
    citizen.hang_up()
    acts.wrap_up(awa)
    for agent in (awa, benoit):
        acts.go_offline(agent)
