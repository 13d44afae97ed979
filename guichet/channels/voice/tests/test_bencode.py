"""rtpengine is spoken to without a mistake, and whatever it says is read or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.media.bencode import BencodeError, decode, encode

values = st.recursive(
    st.text(max_size=20) | st.integers(-(10**12), 10**12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_is_read_again(value: object) -> None:
    assert decode(encode(value)) == value


@given(st.binary(max_size=60))
def test_other_bytes_are_refused_by_name(data: bytes) -> None:
    try:
        value = decode(data)
    except BencodeError:
        return
    assert decode(encode(value)) == value


@pytest.mark.parametrize("data", [b"l" * 200, b"i--e", b"5:abc", b"99999999999:a", b"d1:ae", b"di1e1:ae", b"1:ab"])
def test_broken_values_are_refused(data: bytes) -> None:
    with pytest.raises(BencodeError):
        decode(data)


def test_a_yes_or_no_has_no_place_in_it() -> None:
    with pytest.raises(TypeError):
        encode(True)
