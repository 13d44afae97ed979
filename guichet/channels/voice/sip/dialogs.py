"""What is kept of a SIP dialog so that another process can go on with it: RFC 3261, 12. Pure."""

import msgspec

from guichet.channels.voice.sip.timers import Terms

SKIPPED = 1_000
"""Requests that a process which died may have sent since its dialog was kept: the next one counts on beyond them."""


class Dialog(msgspec.Struct, frozen=True, kw_only=True):
    """`local` and `remote` are addresses with their tags; requests go to `target` by way of `routes`. `sequence`: of the next one.

    `ours`: how our media was described there last. `terms`: how often either says that it is still there. `may_refer`: a telephone of
    ours, which may ask to be replaced.
    """

    call_id: str
    local: str
    remote: str
    target: str
    routes: tuple[str, ...] = ()
    sequence: int = 1
    ours: str = ""
    terms: Terms | None = None
    may_refer: bool = False
