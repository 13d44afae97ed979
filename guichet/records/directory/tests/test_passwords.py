"""A password that is made at random is never one that would be refused."""

import pytest

from guichet.records.directory import actions
from guichet.records.directory.actions import make_password


def test_one_that_is_too_much_like_the_address_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(["awa.diallo@example", "Zk3-mQ0v_x7RtL2p"])
    monkeypatch.setattr(actions, "token_urlsafe", lambda _bytes: next(made))
    assert make_password("awa.diallo@example.org", "Awa Diallo") == "Zk3-mQ0v_x7RtL2p"
