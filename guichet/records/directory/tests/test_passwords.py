"""A password that is made at random is never one that would be refused."""

import pytest
from django.contrib.auth.password_validation import validate_password

from guichet.records.directory import actions
from guichet.records.directory.actions import make_password
from guichet.records.directory.models import Account


def test_one_that_is_too_much_like_the_address_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(["awa.diallo@example", "Zk3-mQ0v_x7RtL2p"])
    monkeypatch.setattr(actions, "token_urlsafe", lambda _bytes: next(made))
    assert make_password("awa.diallo@example.org", "Awa Diallo") == "Zk3-mQ0v_x7RtL2p"


def test_whatever_is_made_passes() -> None:
    for number in range(200):
        email = f"agent-{number}@demonstration.example"
        validate_password(make_password(email), Account(email=email))
