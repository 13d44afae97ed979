"""Telephones offer pictures and text besides sound: the sound is taken, and each of the others refused in its place."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.media.descriptions import NOWHERE, drop_keys, keep_sound, refuse_others
from guichet.channels.voice.media.errors import MediaError

SESSION = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
MEDIA = {
    "audio": "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n",
    "audio-off": "m=audio 0 RTP/AVP 8\r\n",
    "video": "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n",
    "text": "m=text 4004 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n",
    "application": "m=application 9 UDP/BFCP *\r\n",
}


def list_media(sdp: str) -> list[tuple[str, str]]:
    return [(line.split()[0][2:], line.split()[1]) for line in sdp.splitlines() if line.startswith("m=")]


@given(st.lists(st.sampled_from(list(MEDIA)), max_size=6))
def test_an_answer_has_a_line_for_each_of_what_was_offered_and_takes_one_sound(kinds: list[str]) -> None:
    offer = SESSION + "".join(MEDIA[kind] for kind in kinds)
    if "audio" not in kinds:
        with pytest.raises(MediaError):
            keep_sound(offer)
        return
    assert list_media(keep_sound(offer)) == [("audio", "4000")]
    answered = list_media(refuse_others(NOWHERE, offer))
    assert [kind for kind, _ in answered] == [kind.removesuffix("-off") for kind in kinds]
    assert [port for _, port in answered].count("0") == len(kinds) - 1
    assert answered[kinds.index("audio")] == ("audio", "9")


def test_what_offers_sound_alone_stays_as_it_is() -> None:
    assert keep_sound(NOWHERE) == NOWHERE
    assert refuse_others(NOWHERE, NOWHERE) == NOWHERE


def test_text_before_sound_is_refused_as_it_was_offered() -> None:
    answer = refuse_others(NOWHERE, SESSION + MEDIA["text"] + MEDIA["audio"])
    assert "m=text 0 RTP/AVP 98\r\n" in answer
    assert "a=group" not in keep_sound(SESSION + MEDIA["text"] + MEDIA["audio"])
    assert answer.index("m=text") < answer.index("m=audio")


@given(st.text(max_size=300))
def test_whatever_is_sent_is_read_or_refused(text: str) -> None:
    with suppress(MediaError):
        assert "m=audio" in keep_sound(text)


def test_keys_that_nobody_asked_for_are_dropped_and_nothing_else() -> None:
    key = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:zeYPuSdp/0oPxHE2+TF6Sc06zFkHaDHoB3+8s5B1\r\n"
    assert drop_keys(NOWHERE + key) == NOWHERE
    assert drop_keys(NOWHERE) == NOWHERE
