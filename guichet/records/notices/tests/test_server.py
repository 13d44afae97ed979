"""Whether a mail would leave, and in which of few ways it would not. The peer is a real SMTP server."""

import socket
from dataclasses import replace

import pytest

from guichet.records.notices.server import MailServer, NotTakenError, Trouble, try_server
from guichet.records.notices.tests.peers import Post, listening


def find_trouble(server: MailServer) -> Trouble:
    with pytest.raises(NotTakenError) as refused:
        try_server(server)
    return refused.value.trouble


def test_a_server_that_answers_is_good_and_gets_no_mail() -> None:
    post = Post()
    with listening(post) as server:
        try_server(server)
    assert post.envelopes == []


def test_each_way_not_to_leave_has_its_name() -> None:
    with listening(Post()) as server:
        assert find_trouble(replace(server, is_encrypted=True)) is Trouble.TLS
        assert find_trouble(replace(server, host="LOCALHOST", user="a", password="b")) is Trouble.OPEN_PASSWORD
        assert find_trouble(replace(server, user="a", password="b")) is Trouble.SERVER, "it lets nobody sign on"
    assert find_trouble(server) is Trouble.HOST


def test_a_server_that_says_nothing_is_given_up_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.records.notices.server.TRIAL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert find_trouble(MailServer("127.0.0.1", mute.getsockname()[1], False, "", "", "a@b.example")) is Trouble.HOST
