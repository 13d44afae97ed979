"""What is kept of a dialog comes back as it was, also what an older process kept of it."""

import json

import msgspec
import pytest

from guichet.channels.voice.sip.dialogs import Dialog
from guichet.channels.voice.sip.timers import Terms

LOCAL, REMOTE, TARGET = "<sip:0199001234@127.0.0.1>;tag=a", "<sip:0612345678@127.0.0.1>;tag=b", "sip:0612345678@192.0.2.7:5060"
KNOWN = Dialog(call_id="c", local=LOCAL, remote=REMOTE, target=TARGET, routes=("<sip:hop.example;lr>",), sequence=7)


@pytest.mark.parametrize(
    "dialog", [KNOWN, msgspec.structs.replace(KNOWN, ours="v=0", terms=Terms(90, is_ours=True, has_update=False), may_refer=True)]
)
def test_it_comes_back_as_it_was(dialog: Dialog) -> None:
    kept = json.loads(json.dumps(msgspec.to_builtins(dialog)))
    assert msgspec.convert(kept, Dialog) == dialog


def test_what_an_older_process_kept_is_enough() -> None:
    kept = {"call_id": "c", "local": LOCAL, "remote": REMOTE, "target": TARGET, "routes": ["<sip:hop.example;lr>"], "sequence": 7}
    assert msgspec.convert(kept, Dialog) == KNOWN
