"""Whether sound arrives from a side of a call, from what rtpengine counted. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from guichet.channels.voice.media.quality import get_group, list_group

REPORTS = "RTCP"
"""Alone among the flags of a stream: it carries what is said about the sound, and no sound."""
SOUND = "RTP"


def count_arrived(answer: Mapping[str, Any], tag: str) -> int:
    """The packets of sound that came from this leg. Whatever is missing or strange counts as none."""
    return sum(_list_counts(get_group(get_group(answer, "tags"), tag)))


def _list_counts(side: object) -> Iterator[int]:
    for media in list_group(side, "medias"):
        for stream in list_group(media, "streams"):
            flags, packets = list_group(stream, "flags"), get_group(stream, "stats").get("packets")
            if isinstance(packets, int) and packets > 0 and (SOUND in flags or REPORTS not in flags):
                yield packets
