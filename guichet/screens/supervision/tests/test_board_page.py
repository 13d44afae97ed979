"""Who may open the board."""

import pytest
from django.test import Client

from guichet.records.directory.tests.factories import make_account, make_organisation
from guichet.records.directory.words import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "status"), [(Role.SUPERVISOR, 200), (Role.AGENT, 403), (Role.RECEPTIONIST, 403)])
def test_the_board_is_for_those_who_steer(client: Client, role: Role, status: int) -> None:
    client.force_login(make_account(make_organisation(), role))
    assert client.get("/board").status_code == status


def test_whoever_listens_there_has_a_microphone_to_whisper_by(client: Client) -> None:
    client.force_login(make_account(make_organisation(), Role.SUPERVISOR))
    assert "microphone=(self)" in client.get("/board")["Permissions-Policy"]
    assert "microphone=()" in client.get("/board/listening")["Permissions-Policy"]


def test_an_agent_who_may_not_open_the_board_is_led_to_his_desk(client: Client) -> None:
    client.force_login(make_account(make_organisation(), Role.AGENT))
    assert 'href="/desk"' in client.get("/board").content.decode().partition("<main")[2]
    client.force_login(make_account(make_organisation(), Role.RECEPTIONIST))
    assert 'href="/desk"' not in client.get("/board").content.decode()
