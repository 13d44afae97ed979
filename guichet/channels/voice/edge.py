"""The configurations of what stands around the voice process: Kamailio at the edge of SIP, rtpengine for the media. Values in, text out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from guichet.channels.voice.settings import LONGEST_CALL_SECONDS
from guichet.decisions.dialling.emergency import EMERGENCY

PLUGINS = Path("/usr/lib")
MIXER_OUTLIVES = 60
"""Seconds for which a conference goes on without its voice process: the next one seats everybody anew."""
MIXER_PORTS = 8
"""One in so many ports of media is the mixer's."""
OUTLASTS = LONGEST_CALL_SECONDS + 3_600
"""Seconds of silence after which rtpengine gives up by itself what nobody ended."""
TEMPLATE = Path(__file__).parent / "templates" / "kamailio.cfg"
TLS = """
enable_tls=yes
loadmodule "tls.so"
modparam("tls", "config", "{file}")
"""
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
REALM = "guichet"
"""Of the telephones' passwords."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the parts of one machine's telephony listen.

    `public`: the address that operators and telephones reach, for SIP and media; `rtp`: the first and the last port of media.
    `trunks`: addresses from which calls of the outside come. `is_open`: calls come from anywhere, as on a machine for trials.
    `certificate` and `key`: files with which SIP is encrypted at the port after `sip_port`; without them it is not.
    """

    public: str = "127.0.0.1"
    sip_port: int = 5060
    voice: tuple[str, int] = ("127.0.0.1", 5080)
    control: tuple[str, int] = ("127.0.0.1", 22222)
    keys: tuple[str, int] = ("127.0.0.1", 22223)
    rtp: tuple[int, int] = (30_000, 39_999)
    trunks: tuple[str, ...] = ()
    is_open: bool = False
    certificate: Path | None = None
    key: Path | None = None
    folder: Path = Path()

    @property
    def edge(self) -> tuple[str, int]:
        """Where our own processes reach the proxy."""
        return "127.0.0.1", self.sip_port

    @property
    def mixer(self) -> Path:
        """The socket of the mixer."""
        return self.folder / "janus.sock"

    @property
    def mixed(self) -> tuple[int, int]:
        """The ports between rtpengine and the mixer, of this machine only: the last ones."""
        first, last = self.rtp
        return last - (last - first) // MIXER_PORTS + 1, last

    @property
    def tls_file(self) -> Path:
        return self.folder / "tls.cfg"


def write_kamailio(place: Place) -> str:
    """What Kamailio reads."""
    hosts = dict.fromkeys([place.public, "127.0.0.1"])
    listens = [f"listen={protocol}:{host}:{place.sip_port}" for host in hosts for protocol in ("udp", "tcp")]
    if place.certificate:
        listens += [f"listen=tls:{host}:{place.sip_port + 1}" for host in hosts]
    known = _is_from(place.trunks)
    callers = _is_from([*place.trunks, *(["0.0.0.0/0"] if place.is_open else [])])
    return Template(TEMPLATE.read_text()).substitute(
        listens="\n".join(listens),
        tls=TLS.format(file=place.tls_file) if place.certificate else "",
        voice_host=place.voice[0],
        voice_port=place.voice[1],
        from_known=known,
        from_trunk=callers,
        realm=REALM,
        emergency="|".join(EMERGENCY),
        folder=place.folder,
    )


def write_tls(place: Place) -> str:
    """How SIP is encrypted: telephones and operators see our certificate, and we look at that of an operator whom we call."""
    return f"""\
[server:default]
method = TLSv1.2+
verify_certificate = no
private_key = {place.key}
certificate = {place.certificate}

[client:default]
method = TLSv1.2+
verify_certificate = yes
require_certificate = yes
ca_list = {AUTHORITIES}
"""


def _is_from(networks: Iterable[str]) -> str:
    """A condition of Kamailio's: the source is within one of these; with none, never."""
    return " || ".join(f'is_in_subnet($si, "{each if "/" in each else each + "/32"}")' for each in networks) or "0"


def command_kamailio(program: str, place: Place) -> list[str]:
    """In the foreground, small: a commune has a few lines."""
    written = place.folder / "kamailio.cfg"
    return [program, "-DD", "-E", "-f", str(written), "-Y", str(place.folder), "-m", "64", "-M", "8", "-n", "2", "-N", "1"]


def command_rtpengine(program: str, place: Place) -> list[str]:
    return [
        program,
        "--foreground",
        "--config-file=none",  # of its package: it would be shared by every house of a machine
        "--table=-1",
        "--log-stderr",
        "--log-level=4",
        f"--interface={place.public}",
        f"--listen-ng={place.control[0]}:{place.control[1]}",
        f"--dtmf-log-dest={place.keys[0]}:{place.keys[1]}",
        f"--port-min={place.rtp[0]}",
        f"--port-max={place.mixed[0] - 1}",
        "--recording-method=pcap",
        f"--recording-dir={place.folder / 'recordings'}",
        f"--timeout={OUTLASTS}",  # silence on both sides is no end of a call: some telephones send nothing while nobody speaks
        f"--silent-timeout={OUTLASTS}",
        "--delete-delay=0",
        "--num-threads=2",
    ]


def write_janus(place: Place) -> dict[str, str]:
    """What Janus reads, by file: its audiobridge alone, over a Unix socket alone, on loopback."""
    library = next(iter(sorted(PLUGINS.glob("*/janus/plugins/libjanus_audiobridge.so"))), PLUGINS / "janus" / "plugins" / "none").parents[1]
    spared = ", ".join(sorted(each.name for each in (library / "plugins").glob("*.so") if "audiobridge" not in each.name))
    deaf = ", ".join(sorted(each.name for each in (library / "transports").glob("*.so") if "pfunix" not in each.name))
    general = [
        f'configs_folder = "{place.folder}"',
        f'plugins_folder = "{library / "plugins"}"',
        f'transports_folder = "{library / "transports"}"',
        "debug_level = 3",
        "session_timeout = 0",  # of a silent client: ours ends with its connection
        f"reclaim_session_timeout = {MIXER_OUTLIVES}",
    ]
    bridge = ["string_ids = true", 'local_ip = "127.0.0.1"', f'rtp_port_range = "{place.mixed[0]}-{place.mixed[1]}"']
    return {
        "janus.jcfg": "\n".join(
            [
                _write_group("general", general),
                _write_group("nat", ['ice_enforce_list = "lo"']),
                _write_group("plugins", [f'disable = "{spared}"']),
                _write_group("transports", [f'disable = "{deaf}"']),
            ]
        ),
        "janus.transport.pfunix.jcfg": _write_group("general", ["enabled = true", 'json = "compact"', f'path = "{place.mixer}"']),
        "janus.plugin.audiobridge.jcfg": _write_group("general", bridge),
    }


def _write_group(name: str, lines: list[str]) -> str:
    body = "\n".join(f"  {line}" for line in lines)
    return f"{name}: {{\n{body}\n}}\n"


def command_janus(program: str, place: Place) -> list[str]:
    return [program, "-F", str(place.folder), "-C", str(place.folder / "janus.jcfg"), "-o"]
