"""Accounts are held open: each by one process, again after a break, and what is wrong is written down where an administrator sees it."""

from collections.abc import Iterator

import pytest
from django.db import connections

from guichet.channels.sms import following
from guichet.channels.sms import settings as limits
from guichet.channels.sms.tests.smscs import running
from guichet.channels.sms.tests.test_smpp import make_smpp_office, wait_for
from guichet.records.directory.seals import seal
from guichet.records.messaging.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "READ_SECONDS", 0.01)
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(following, "FIRST_PAUSE", 0.02)
    yield
    connections.close_all()


def test_two_processes_hold_an_account_once_and_the_other_one_takes_over() -> None:
    with running() as smsc:
        make_smpp_office(smsc.port)
        with following.following():
            with following.following():
                wait_for(smsc.bound.is_set)
                wait_for(lambda: Account.objects.get().heard_at is not None)
                assert smsc.binds == 1
            wait_for(lambda: smsc.bound.is_set())
            smsc.cut()
            wait_for(lambda: smsc.binds > 1 and smsc.bound.is_set())
    assert Account.objects.get().trouble in ("", "broken")


def test_why_an_account_is_not_reached_is_written_down_and_gone_once_it_is() -> None:
    with running() as smsc:
        make_smpp_office(smsc.port, secret=seal(b'{"password":"faux"}'))
        with following.following():
            wait_for(lambda: Account.objects.get().trouble == "login")
            Account.objects.update(secret=seal(b'{"password":"secret"}'))
            wait_for(lambda: Account.objects.get().trouble == "" and Account.objects.get().heard_at is not None)


def test_an_account_that_is_switched_off_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOOK_SECONDS", 0.05)
    with running() as smsc:
        make_smpp_office(smsc.port)
        with following.following():
            wait_for(smsc.bound.is_set)
            Account.objects.update(is_active=False)
            wait_for(lambda: not smsc.bound.is_set())
            assert smsc.binds == 1
