"""Descriptions of media (SDP) as rtpengine is asked to write them, and what is read in them. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum

from guichet.channels.voice.media.errors import MediaError

NOWHERE = "\r\n".join(
    [
        "v=0",
        "o=guichet 1 1 IN IP4 127.0.0.1",
        "s=-",
        "c=IN IP4 127.0.0.1",
        "t=0 0",
        "m=audio 9 RTP/AVP 8 0 101",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15",
        "a=ptime:20",
        "a=sendrecv",
        "",
    ]
)
"""Of the house, which stands in for the other side: prompts and music are played from there, and nothing is listened to."""
EITHER, ACTIVE = "a=setup:actpass", "a=setup:active"
"""Who begins with DTLS: rtpengine does so at once, also where its offer leaves the choice to a browser, which then begins too."""
CODECS = ["PCMA", "PCMU", "telephone-event"]
"""Carried as they are: nothing is transcoded."""
KEYS = "a=crypto:"
"""In the description of a telephone that encrypts its sound (RFC 4568)."""
NOT_OFFERED = (
    "AEAD_AES_256_GCM",
    "AEAD_AES_128_GCM",
    "AES_256_CM_HMAC_SHA1_32",
    "AES_192_CM_HMAC_SHA1_80",
    "AES_192_CM_HMAC_SHA1_32",
    "AES_CM_128_HMAC_SHA1_32",
    "F8_128_HMAC_SHA1_80",
    "F8_128_HMAC_SHA1_32",
    "NULL_HMAC_SHA1_80",
    "NULL_HMAC_SHA1_32",
)
"""What rtpengine knows besides the one that everybody must know and its stronger sister: some encrypt nothing, some are hardly known."""


class Kind(Enum):
    """`PRIVATE`: a telephone that encrypts its sound, by keys in the signalling."""

    TELEPHONE = "telephone"
    PRIVATE = "private"
    BROWSER = "browser"


def describe_seat(port: int) -> str:
    return NOWHERE.replace("m=audio 9 RTP/AVP 8 0 101", f"m=audio {port} RTP/AVP 8").replace("a=rtpmap:0 PCMU/8000\r\n", "")


def read_port(sdp: str) -> int:
    """:raises MediaError: no sound is described."""
    found = re.search(r"^m=audio (\d+) ", sdp, re.MULTILINE)
    if found is None:
        raise MediaError("no sound is described")
    return int(found[1])


def describe(kind: Kind, *, answers: bool = False, learns: bool = True) -> dict[str, object]:
    """How the side that reads the description is reached. What it offered itself is answered in its own way. :param learns: where sound
    goes follows where sound comes from."""
    flags: Sequence[str] = ["trust-address", "port-latching", "no-rtcp-attribute"]
    replaced = ["origin", "session-connection"]
    if kind is Kind.BROWSER:
        return {
            "flags": flags,
            "replace": replaced,
            "transport-protocol": "UDP/TLS/RTP/SAVPF",
            "ICE": "force",
            "DTLS": "active",
            "SDES": ["off"],
            "rtcp-mux": ["offer", "require"],
            "codec": {"strip": ["all"], "offer": CODECS},
        }
    return {
        # three seconds learn where sound comes from; then a stranger's is dropped
        "flags": [*flags, "strict-source" if learns else "asymmetric"],
        "replace": replaced,
        **({} if kind is Kind.PRIVATE and answers else _choose_protocol(kind)),
        "ICE": "remove",
        "rtcp-mux": ["demux"],
        "codec": {"strip": ["all"], "offer": CODECS},
    }


def _choose_protocol(kind: Kind) -> dict[str, object]:
    if kind is not Kind.PRIVATE:
        return {"transport-protocol": "RTP/AVP"}
    return {"transport-protocol": "RTP/SAVP", "DTLS": "off", "SDES": [f"no-{suite}" for suite in NOT_OFFERED]}


def keep_sound(sdp: str) -> str:
    """An offer without what else it offers, such as pictures or text. :raises MediaError: no sound is described."""
    session, *sections = _part(sdp)
    kept = _find_sound(sections)
    if len(sections) > 1:
        session = "".join(line for line in session.splitlines(keepends=True) if not line.startswith("a=group:"))
    return session + sections[kept]


def drop_keys(sdp: str) -> str:
    """An answer to an offer without keys, to which some telephones tell theirs all the same: nobody can use them."""
    return "".join(line for line in sdp.splitlines(keepends=True) if not line.startswith(KEYS))


def refuse_others(answer: str, offer: str) -> str:
    """An answer to an offer of which the sound was kept alone: a line for each of its media, in their order, the others refused (RFC 3264,
    6)."""
    _, *offered = _part(offer)
    if len(offered) < 2:
        return answer
    session, *answered = _part(answer)
    kept = _find_sound(offered)
    return session + "".join("".join(answered) if place == kept else _refuse(section) for place, section in enumerate(offered))


def _part(sdp: str) -> list[str]:
    """What holds for all, then each of the media."""
    return re.split(r"^(?=m=)", sdp, flags=re.MULTILINE)


def _find_sound(sections: Sequence[str]) -> int:
    for place, section in enumerate(sections):
        if re.match(r"m=audio [1-9]", section):
            return place
    raise MediaError("no sound is described")


def _refuse(section: str) -> str:
    line = section.splitlines()[0]
    return re.sub(r"^(m=\S+) \S+", r"\1 0", line) + "\r\n"


def read_sdp(answer: Mapping[str, object]) -> str:
    sdp = answer.get("sdp")
    if not isinstance(sdp, str):
        raise MediaError("no description")
    return sdp
