"""Real telephones for tests: baresip, which plays a tone, records what it hears, registers, calls and presses keys."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 8_000
PATIENCE = 20.0
SILENCE = 1.5
"""Seconds without a packet."""
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
FIRST_PORT, PORTS = 20_000, 2_500
"""Of each worker of a run."""
FIRST_MEDIA_PORT, MEDIA_PORTS = 46_000, 1_000
_given = [FIRST_PORT]
LET_GO = b"\x04"
MODULES = ("account", "g711", "aufile", "sndfile", "aubridge", "cons", "menu", "uuid", "srtp")
PROGRAMS = ("kamailio", "rtpengine", "baresip", "sox", "ffmpeg", "espeak-ng", "sipp")


def list_missing() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name, path="/usr/local/bin:/usr/bin:/bin:/usr/sbin:/usr/local/sbin") is None]


def find_ports(count: int) -> int:
    """The first of so many ports in a row that nobody uses; each is given once to a run, and none to another worker of it."""
    first = FIRST_PORT + WORKER * PORTS
    for base in range(max(first, _given[-1]), first + PORTS - count):
        try:
            for port in range(base, base + count):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.create_server(("127.0.0.1", port)):
                    udp.bind(("127.0.0.1", port))
        except OSError:
            continue
        _given.append(base + count)
        return base
    raise AssertionError("no free ports")


def name_media_ports(house: int = 0) -> str:
    """Those of the sound of a house, apart from every other house of a run, as `GUICHET_RTP` names them."""
    first = FIRST_MEDIA_PORT + (2 * WORKER + house) * MEDIA_PORTS
    return f"{first}-{first + MEDIA_PORTS - 1}"


@dataclass(frozen=True)
class Secret:
    """`encrypts`: a telephone speaks TLS, at the port after that of SIP. `keeps_secret`: it encrypts its sound too (SRTP)."""

    encrypts: bool = False
    keeps_secret: bool = False


OPEN = Secret()


class Telephone:
    """One baresip. :param tone: what it plays, Hz."""

    def __init__(self, folder: Path, edge: int, name: str, password: str, tone: int, *, answers: bool, secret: Secret) -> None:
        self.folder = folder
        self.edge = f"127.0.0.1:{edge + 1};transport=tls" if secret.encrypts else f"127.0.0.1:{edge}"
        self.port = find_ports(4)
        self.console = self.port + 2
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir()
        sound = folder / "tone.wav"
        make = ["sox", "-n", "-r", str(RATE), "-c", "1", "-b", "16", str(sound), "synth", "120", "sine", str(tone), "vol", "0.4"]
        subprocess.run(make, check=True)
        (folder / "config").write_text(
            "\n".join(
                [
                    "poll_method epoll",
                    f"sip_listen 127.0.0.1:{self.port}",
                    f"cons_listen 127.0.0.1:{self.console}",
                    "audio_player aubridge,nowhere",
                    f"audio_source aufile,{sound}",
                    "audio_alert aubridge,nowhere",
                    f"snd_path {folder}",
                    f"rtp_ports {40_000 + WORKER * 1_500}-{41_499 + WORKER * 1_500}",
                    "module_path /usr/lib/baresip/modules",
                    *(f"module {name}.so" if name not in {"account", "menu"} else f"module_app {name}.so" for name in MODULES),
                    "",
                ]
            )
        )
        mode = "answermode=auto" if answers else "answermode=manual"
        registers = f"auth_pass={password}" if password else "regint=0"
        keys = ";mediaenc=srtp" if secret.keeps_secret else ""
        (folder / "accounts").write_text(f"<sip:{name}@{self.edge}>;{registers};{mode};audio_codecs=PCMA{keys}\n")

    def start(self) -> None:
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(["baresip", "-4", "-f", str(self.folder)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(lambda: "baresip is ready" in self.read_log(), "the telephone does not start")

    def await_registered(self) -> None:
        wait_for(lambda: "200 OK" in self.read_log(), "the telephone does not register")

    def read_log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def press(self, keys: str) -> None:
        """Digits, during a call."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            for key in keys:
                for each in (key.encode(), LET_GO):
                    line.sendto(each, ("127.0.0.1", self.console))
                    time.sleep(0.12)

    def command(self, words: str) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(f"/{words}\n".encode(), ("127.0.0.1", self.console))

    def dial(self, number: str) -> None:
        self.command(f"dial sip:{number}@{self.edge}")

    def hang_up(self) -> None:
        self.command("hangup")

    def heard(self, since: float = 2.0) -> set[int]:
        """The tones of the last seconds of what it heard, to 20 Hz."""
        records = sorted(self.folder.glob("dump-*-dec.wav"), key=lambda each: each.stat().st_mtime)
        is_silent = not records or time.time() - records[-1].stat().st_mtime > SILENCE
        return set() if is_silent else find_tones(read_samples(records[-1], since))

    def await_sound(self) -> None:
        """Until something is said to it."""
        time.sleep(1.0)
        wait_for(self.heard, "nothing is heard")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)


def read_samples(file: Path, seconds: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The end of a recording that may still be written: its header is not believed."""
    data = file.read_bytes()[44:]
    whole = data[: len(data) // 2 * 2]
    return np.frombuffer(whole, dtype="<i2").astype(np.float64)[-int(seconds * RATE) :]


def find_tones(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> set[int]:
    """Frequencies that stand out; none in silence."""
    if len(samples) < RATE // 2 or np.abs(samples).max() < 500:
        return set()
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    strong = np.flatnonzero(spectrum > spectrum.max() / 4)
    return {round(each * RATE / len(samples) / 20) * 20 for each in strong}


@contextmanager
def telephone(
    folder: Path, edge: int, name: str, *, password: str = "", tone: int = 440, answers: bool = False, secret: Secret = OPEN
) -> Iterator[Telephone]:
    """:param password: it registers with it. :param answers: it picks up by itself."""
    made = Telephone(folder, edge, name, password, tone, answers=answers, secret=secret)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def wait_for(is_so: Callable[[], object], otherwise: str, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)
