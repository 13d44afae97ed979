"""The telephone that the environment names: `GUICHET_SIP=address:port`, where operators and telephones reach us, `GUICHET_RTP=first-last`,
the ports of media, `GUICHET_TRUNKS`, the addresses from which calls of the outside come, `GUICHET_SIP_CERTIFICATE` and
`GUICHET_SIP_KEY`, with which SIP is encrypted at the next port."""

import os
import re
import shutil
from ipaddress import ip_network
from pathlib import Path

from guichet.channels.voice.edge import (
    Place,
    command_janus,
    command_kamailio,
    command_rtpengine,
    write_janus,
    write_kamailio,
    write_tls,
)
from guichet.wiring.environment import SettingError, env_bool, env_list
from guichet.wiring.folder import Folder
from guichet.wiring.language import gettext as _

PROGRAMS = ("kamailio", "rtpengine", "ffmpeg", "espeak-ng")
MIXER = "janus"
"""Only for conferences: without it everything else works."""
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
RTP = "30000-39999"
LEAST_PORTS = 20
AFTER_SIP = {"voice": 2, "control": 3, "keys": 4}
"""Ports of this machine only, counted from that of SIP; the first after it is that of encrypted SIP."""
DEMONSTRATION = "127.0.0.1:5060"


def find_place(folder: Folder) -> Place | None:
    """None when there is no telephone. The demonstration has one on loopback, where anybody may call.

    :raises SettingError: a variable cannot be used.
    """
    is_demonstration = env_bool("GUICHET_DEMONSTRATION")
    address = os.environ.get("GUICHET_SIP", DEMONSTRATION if is_demonstration else "").strip()
    if not address:
        return None
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 1024 <= int(port) <= 65_000:
        raise SettingError(_("GUICHET_SIP cannot be used: write address:port, for example 192.0.2.10:5060."))
    base = int(port)
    if (_read_file("GUICHET_SIP_CERTIFICATE") is None) != (_read_file("GUICHET_SIP_KEY") is None):
        raise SettingError(_("GUICHET_SIP_CERTIFICATE and GUICHET_SIP_KEY go together: one of them is missing."))
    return Place(
        public=host,
        sip_port=base,
        voice=("127.0.0.1", base + AFTER_SIP["voice"]),
        control=("127.0.0.1", base + AFTER_SIP["control"]),
        keys=("127.0.0.1", base + AFTER_SIP["keys"]),
        rtp=_read_ports(),
        trunks=_read_trunks(),
        is_open=is_demonstration,
        certificate=_read_file("GUICHET_SIP_CERTIFICATE"),
        key=_read_file("GUICHET_SIP_KEY"),
        folder=folder.root / "telephone",
    )


def _read_ports() -> tuple[int, int]:
    found = re.fullmatch(r"(\d{4,5})-(\d{4,5})", os.environ.get("GUICHET_RTP", RTP).strip())
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1024 <= first < last - LEAST_PORTS < 65_536 - LEAST_PORTS:
        raise SettingError(_("GUICHET_RTP cannot be used: write first-last, for example 30000-39999."))
    return first, last


def _read_trunks() -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(each)) for each in env_list("GUICHET_TRUNKS"))
    except ValueError as error:
        raise SettingError(_("GUICHET_TRUNKS cannot be used: %(reason)s.") % {"reason": error}) from None


def _read_file(name: str) -> Path | None:
    written = os.environ.get(name, "").strip()
    if not written:
        return None
    if not os.access(written, os.R_OK):
        raise SettingError(_("%(name)s cannot be used: %(file)s cannot be read.") % {"name": name, "file": written})
    return Path(written)


def find_program(name: str) -> str | None:
    """Also where only root's path leads."""
    return shutil.which(name) or shutil.which(name, path=SBIN)


def list_missing() -> list[str]:
    """Programs that the telephone needs and this machine does not have."""
    return [name for name in PROGRAMS if find_program(name) is None]


def make_folders(place: Place) -> None:
    for folder in (place.folder, place.folder / "recordings", place.folder / "sounds"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def prepare(place: Place) -> None:
    """Write what the programs around the voice process read; none of them runs yet."""
    make_folders(place)
    for stale in place.folder.glob("kamailio.sock*"):
        stale.unlink()
    (place.folder / "kamailio.cfg").write_text(write_kamailio(place))
    if place.certificate:
        place.tls_file.write_text(write_tls(place))
    place.mixer.unlink(missing_ok=True)
    for name, text in write_janus(place).items():
        (place.folder / name).write_text(text)


def list_commands(place: Place) -> dict[str, list[str]]:
    """The programs that stand around the voice process, by name. They end with whoever starts them, even by SIGKILL."""
    with_us = ["setpriv", "--pdeathsig", "TERM"]
    janus = find_program(MIXER)
    mixer = {} if janus is None else {"mixer": [*with_us, *command_janus(janus, place)]}
    return {
        "kamailio": [*with_us, *command_kamailio(find_program("kamailio") or "kamailio", place)],
        "rtpengine": [*with_us, *command_rtpengine(find_program("rtpengine") or "rtpengine", place)],
        **mixer,
    }
