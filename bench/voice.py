"""How many calls this machine carries: callers who wait with music, or who speak with agents, through the whole stack.

sipp calls our line through Kamailio; rtpengine plays, or joins caller and agent, whose telephone says again what it hears. Packets are
captured where they arrive. `setups_per_second`: calls answered, from the first to the last. `audio_p95_ms`: from the router's decision
until the first sound of the caller arrives at the agent's telephone, the way back being opened with it. `loss_to_caller_ratio` and
`loss_to_agent_ratio`: packets that never arrived; `gap_p999_ms`: the longest wait between two packets, but for one in a thousand.
`cpu_cores`: of all programs of the telephone together, the generator apart.

`heard_to_the_end`: calls of which every side that listens still hears something when the time is up.

With `--browser`: so many calls, one after another, answered by an agent in a headless Chromium. `browser_audio_p95_ms`: from the router's
decision until he hears the caller, who hears him by then.

With `--breaking`: more and more calls, from nothing each time, until more than one packet of a thousand is lost or not every call is heard
to the end; `breaking_point_calls` are the most that held. It begins with as many as are asked for.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil
from django.db import connection as django_connection
from playwright.sync_api import Page

from bench.ground import Ground, connect_owner, lay, list_opening_facts, post_all
from bench.ground.headset import answer, answering
from bench.ground.processes import start, sum_cpu
from bench.ground.sound import count_lasting, describe, read_streams
from guichet.decisions.routing.inputs import WrapUpDone
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.engine.connections import Connection
from guichet.records.contacts.statements import SEE_DESKS
from guichet.wiring.commands.serve import GUICHET
from guichet.wiring.folder import get_folder
from guichet.wiring.telephone import find_place, list_commands, list_missing, prepare

NUMBER = "+33199009999"
SOUND = "/usr/share/sip-tester/g711a.pcap"
SOUND_MS = 7_080
BROWSER_MS = 3_000
"""Of a call that is answered in a browser."""
SCENARIOS = Path(__file__).parent / "ground" / "calls"
SIP = "127.0.0.1:24060"
RTP = range(31_000, 49_000)
CALLER_MEDIA, AGENT_MEDIA = range(20_000, 24_000), range(26_000, 30_000)
CALLER_PORT, AGENT_PORT = 24_090, 24_091
ASSIGNED = """
from calls_leg leg join lateral (
  select at_ms from journal_entry where organisation_id = leg.organisation_id
    and body::text like '%"Assigned","contact":"' || leg.contact_id || '"%' limit 1) assigned on true
"""
"""In a statement: legs, each with the decision that gave its contact to an agent."""
LEAD_SECONDS, SEEN_SECONDS = 5, 3
MOST_SHOWN = 1_500
QUEUED_STEP, BRIDGED_STEP, MOST_CALLS, MOST_LOST = 100, 50, 600, 0.001
"""Of a trial until it breaks: a voice process takes no more calls."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queued", type=int, default=0, help="callers who wait with music")
    parser.add_argument("--bridged", type=int, default=0, help="callers who speak with an agent (default: 20 when neither is given)")
    parser.add_argument("--seconds", type=int, default=60, help="how long every call is up at the same time (default: %(default)s)")
    parser.add_argument("--rate", type=int, default=10, help="new calls each second (default: %(default)s)")
    parser.add_argument("--browser", type=int, default=0, help="calls that an agent answers in a browser, one after another")
    parser.add_argument("--breaking", action="store_true", help="how many calls there may be until it breaks")


def run(options: argparse.Namespace) -> dict[str, Any]:
    missing = [*list_missing(), *(name for name in ("sipp", "dumpcap") if shutil.which(name) is None)]
    if missing:
        raise SystemExit(f"this measure needs {', '.join(missing)}")
    bridged = options.bridged or (0 if options.queued else 20)
    os.environ |= {"GUICHET_SIP": SIP, "GUICHET_RTP": f"{RTP.start}-{RTP.stop - 1}", "GUICHET_DEMONSTRATION": "1"}
    if options.browser:
        return {"figures": answer_in_browser(options.browser), "conditions": {"browser": options.browser}}
    figures = break_it(options) if options.breaking else carry(options, options.queued, bridged)
    return {
        "figures": figures,
        "conditions": {"queued": options.queued, "bridged": bridged, "seconds": options.seconds, "rate": options.rate},
    }


def break_it(options: argparse.Namespace) -> dict[str, Any]:
    """The most calls of the asked kind that held, and what each number of them was like."""
    step, held, tried = (QUEUED_STEP if options.queued else BRIDGED_STEP), 0, []
    for calls in range(options.queued or options.bridged or step, MOST_CALLS + 1, step):
        figures = carry(options, calls if options.queued else 0, 0 if options.queued else calls)
        lost = max(figures["loss_to_caller_ratio"], figures["loss_to_agent_ratio"])
        shown = {name: figures[name] for name in ("heard_to_the_end", "cpu_cores", "gap_p999_ms")}
        tried.append({"calls": calls, "loss_ratio": lost, **shown})
        if lost > MOST_LOST or figures["heard_to_the_end"] < calls:
            break
        held = calls
    return {"breaking_point_calls": held, "tried": tried}


def carry(options: argparse.Namespace, queued: int, bridged: int) -> dict[str, Any]:
    """So many calls at the same time, on a stack of their own."""
    calls = queued + bridged
    with connect_owner() as owner:
        ground = lay_line(owner, bridged)
        with tempfile.TemporaryDirectory() as folder, start("web", "engine"), telephone(Path(folder), owner, ground, bridged) as parts:
            post_all(owner, ground, list_opening_facts(ground))
            time.sleep(LEAD_SECONDS)
            with desks(ground):
                figures, heard = measure(Path(folder), options, calls, parts, has_agents=bridged > 0)
        return figures | ask_setups(owner, ground, calls) | {"audio_p95_ms": compare(ask_decisions(owner, ground), heard)}


def answer_in_browser(calls: int) -> dict[str, Any]:
    """How soon an agent in a browser hears who calls: the first call, with which the page loads its telephone, is not counted."""
    with connect_owner() as owner:
        ground = lay_line(owner, 1)
        facts = list_opening_facts(ground)
        with (
            tempfile.TemporaryDirectory() as folder,
            start("web", "engine") as running,
            telephone(Path(folder), owner, ground, 0),
            answering(owner, ground, f"http://localhost:{running.web}") as page,
        ):
            post_all(owner, ground, facts)
            sound = f'<nop><action><exec play_pcap_audio="{SOUND}"/></action></nop><pause milliseconds="{BROWSER_MS}"/>'
            script = write_caller(Path(folder), sound)
            waits = sorted([call_once(owner, ground, page, script) for _ in range(calls + 1)][1:])
    return {"browser_audio_p50_ms": round(waits[len(waits) // 2], 1), "browser_audio_p95_ms": round(waits[int(len(waits) * 0.95)], 1)}


def call_once(owner: Connection, ground: Ground, page: Page, script: Path) -> float:
    """From the router's decision until the agent hears. The caller hangs up by himself, and the agent is free again."""
    with spawn(command_callers(script, 1, 1), script.parent / "caller.log") as caller:
        heard_at = answer(page)
        caller.wait(60)
    latest = f"select leg.contact_id::text, assigned.at_ms {ASSIGNED} where leg.side = 'agent' order by leg.began_at desc limit 1"
    [(contact, decided_at)] = owner.execute(latest).fetchall()
    page.locator("wrap-up-form").wait_for()
    post_all(owner, ground, [WrapUpDone(contact=ContactId(str(contact)), agent=AgentId(ground.agents[0]))])
    page.locator("wrap-up-form").wait_for(state="detached")
    return heard_at - float(str(decided_at))


def lay_line(owner: Connection, agents: int) -> Ground:
    """A line without a menu; each agent has a telephone, and takes one call."""
    ground = lay(owner, agents=max(1, agents), queues=1, skills=1, offer_seconds=60)
    owner.execute("update directory_reason set queue_id = %s where id = %s", [ground.queues[0], ground.reason_id])
    owner.execute("update directory_queue set channels = array['voice'] where organisation_id = %s", [ground.organisation_id])
    owner.execute("update directory_channelcapacity set channel = 'voice', most = 1 where organisation_id = %s", [ground.organisation_id])
    owner.execute("update calls_line set is_active = false")
    owner.execute(
        "insert into calls_line (organisation_id, number, label, languages, reason_id, menu, welcome, announcement, is_active, trunk,"
        " username, caller_id, takes_messages) values"
        " (%s, %s, 'Bench', '{fr}', %s, '{}', '{\"fr\": \"Bonjour.\"}', '{}', true, '', '', '', false)",
        [ground.organisation_id, NUMBER, ground.reason_id],
    )
    owner.execute(
        "insert into calls_post (organisation_id, agent_id, kind, username, digest)"
        " select organisation_id, id, 'telephone', 'bench' || id, '' from directory_agent where organisation_id = %s",
        [ground.organisation_id],
    )
    return ground


@contextmanager
def desks(ground: Ground) -> Iterator[None]:
    """The agents' pages are heard of, as they are by their streams: who is not heard of for half a minute is taken to be gone."""
    stop = Event()

    def see() -> None:
        with connect_owner() as owner:
            while not stop.wait(SEEN_SECONDS):
                owner.execute(SEE_DESKS, {"organisation_id": ground.organisation_id, "agents": list(ground.agents)})

    seeing = Thread(target=see)
    seeing.start()
    try:
        yield
    finally:
        stop.set()
        seeing.join()


@contextmanager
def telephone(folder: Path, owner: Connection, ground: Ground, bridged: int) -> Iterator[dict[str, psutil.Process]]:
    """Kamailio, rtpengine and the voice process; the agents' telephones, registered, where anybody is to answer."""
    place = find_place(get_folder())
    assert place is not None  # noqa: S101 - the environment names it
    prepare(place)
    commands = {**list_commands(place), "voice": [*GUICHET, "voice"]}
    with ExitStack() as stack:
        parts = {name: stack.enter_context(spawn(command, folder / f"{name}.log")) for name, command in commands.items()}
        time.sleep(LEAD_SECONDS)
        if bridged:
            stack.enter_context(spawn(command_agents(), folder / "agents.log"))
            register(place.folder / "kamailio.sock", owner, ground)
        yield parts


@contextmanager
def spawn(command: list[str], log: Path) -> Iterator[psutil.Process]:
    with log.open("wb") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=log.parent)  # noqa: S603 - fixed programs
    try:
        yield psutil.Process(child.pid)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(30)
        sys.stderr.write(log.read_text(errors="replace")[-MOST_SHOWN:])


def register(edge: Path, owner: Connection, ground: Ground) -> None:
    """The telephones of all agents, as if they had registered."""
    [names] = owner.execute("select array_agg(username) from calls_post where organisation_id = %s", [ground.organisation_id]).fetchall()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect(str(edge))
        for name in names[0]:  # type: ignore[attr-defined]  # an array
            fields = ["location", name, f"sip:{name}@127.0.0.1:{AGENT_PORT}", 3600, 1.0, "", 0, 0, 0]
            line.send(json.dumps({"jsonrpc": "2.0", "method": "ul.add", "params": fields}).encode())
            time.sleep(0.01)


def command_agents() -> list[str]:
    scenario = str(SCENARIOS / "agent.xml")
    media = ["-mi", "127.0.0.1", "-mp", str(AGENT_MEDIA.start), "-rtp_echo"]
    return ["sipp", "-sf", scenario, "-i", "127.0.0.1", "-p", str(AGENT_PORT), *media, "-nostdin"]


def write_caller(folder: Path, sound: str) -> Path:
    script = folder / "caller.xml"
    script.write_text((SCENARIOS / "caller.xml").read_text().replace("SOUND is", "The sound is").replace("SOUND", sound))
    return script


def command_callers(script: Path, calls: int, rate: int) -> list[str]:
    media = ["-mi", "127.0.0.1", "-mp", str(CALLER_MEDIA.start)]
    paced = ["-r", str(rate), "-m", str(calls), "-l", str(calls), "-trace_stat", "-fd", "1"]
    return ["sipp", "-sf", str(script), "-s", NUMBER, "-i", "127.0.0.1", "-p", str(CALLER_PORT), *media, *paced, "-nostdin", SIP]


def measure(
    folder: Path, options: argparse.Namespace, calls: int, parts: dict[str, psutil.Process], *, has_agents: bool
) -> tuple[dict[str, Any], list[float]]:
    """Have everybody call, and look at the sound while all calls are up; and when each agent began to hear, in seconds since 1970."""
    ramp = calls / options.rate + LEAD_SECONDS
    times = int((ramp + options.seconds) * 1000 / SOUND_MS) + 1
    action = f'<nop><action><exec play_pcap_audio="{SOUND}"/></action></nop><pause milliseconds="{SOUND_MS}"/>'
    command = command_callers(write_caller(folder, action * times), calls, options.rate)
    sound = folder / "sound.pcap"
    with spawn(command_capture(sound), folder / "capture.log"), spawn(command, folder / "callers.log"):
        time.sleep(ramp)
        before, since = {name: count_cpu(part) for name, part in parts.items()}, time.time()
        time.sleep(options.seconds)
        lasted = time.time() - since
        cores = {name: round((count_cpu(part) - before[name]) / lasted, 2) for name, part in parts.items()}
    to_callers = read_streams(sound, CALLER_MEDIA, since)
    to_agents = read_streams(sound, AGENT_MEDIA, since) if has_agents else []
    until = since + options.seconds
    to_caller, gap = describe(to_callers)
    to_agent, _ = describe(to_agents) if has_agents else (0.0, 0.0)
    figures = {
        "loss_to_caller_ratio": round(to_caller, 5),
        "loss_to_agent_ratio": round(to_agent, 5),
        "gap_p999_ms": round(gap, 1),
        "cpu_cores": round(sum(cores.values()), 2),
        "cpu_by_program": cores,
        "heard_to_the_end": min(count_lasting(each, until) for each in (to_callers, *([to_agents] if has_agents else []))),
    }
    return figures, [stream.began for stream in read_streams(sound, AGENT_MEDIA)]


def count_cpu(part: psutil.Process) -> float:
    return sum_cpu([part, *part.children(recursive=True)])


def command_capture(file: Path) -> list[str]:
    """The first bytes of every packet of sound that arrives, until it is stopped."""
    ports = f"udp and (dst portrange {CALLER_MEDIA.start}-{CALLER_MEDIA.stop} or dst portrange {AGENT_MEDIA.start}-{AGENT_MEDIA.stop})"
    return ["dumpcap", "-q", "-i", "lo", "-s", "60", "-B", "64", "-P", "-f", ports, "-w", str(file)]


def ask_setups(owner: Connection, ground: Ground, calls: int) -> dict[str, Any]:
    """From what was written down: how fast calls were answered."""
    django_connection.close()
    [(answered, seconds)] = owner.execute(
        "select count(*), extract(epoch from max(answered_at) - min(began_at)) from calls_leg"
        " where side = 'citizen' and organisation_id = %s",
        [ground.organisation_id],
    ).fetchall()
    rate = round(float(str(answered)) / max(0.001, float(str(seconds))), 1)
    return {"calls_answered": answered, "calls_asked": calls, "setups_per_second": rate}


def ask_decisions(owner: Connection, ground: Ground) -> list[float]:
    """When each caller was given to an agent, in seconds since 1970."""
    given = "select at_ms from journal_entry where organisation_id = %s and body::text like '%%\"Assigned\"%%'"
    rows = owner.execute(given, [ground.organisation_id]).fetchall()
    return [float(str(at)) / 1000 for (at,) in rows]


def compare(decided: list[float], heard: list[float]) -> float | None:
    """How long it took at the 95th percentile, in milliseconds. No packet says whose it is: the first decision is taken to be the first
    that is heard, and so on."""
    waits = sorted((later - earlier) * 1000 for earlier, later in zip(sorted(decided), sorted(heard), strict=False))
    return round(waits[int(len(waits) * 0.95)], 1) if waits else None
