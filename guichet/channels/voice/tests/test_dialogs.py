"""A leg of a process that died is ended by a request that passes our own guard."""

from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.sip.dialogs import Dialog, write_bye
from guichet.channels.voice.sip.guard import look

word = st.text("abcdefghijklmnop0123456789", min_size=1, max_size=20)


@given(word, word, word, st.integers(1, 2**31 - 1), st.lists(word, max_size=3))
def test_its_end_is_a_sound_request(call: str, ours: str, theirs: str, sequence: int, hops: list[str]) -> None:
    dialog = Dialog(
        call_id=call,
        local=f"<sip:0199001234@127.0.0.1>;tag={ours}",
        remote=f"<sip:0612345678@127.0.0.1>;tag={theirs}",
        target="sip:0612345678@192.0.2.7:5060",
        routes=tuple(f"<sip:{hop}.example;lr>" for hop in hops),
        sequence=sequence,
    )
    message = write_bye(dialog, ("127.0.0.1", 5061), "1")
    assert look(message.encode()).is_fit
    assert message.count("Route: ") == len(hops)
    assert f"CSeq: {sequence} BYE\r\n" in message
