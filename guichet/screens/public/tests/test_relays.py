"""Relay services on public pages: where the telephone is spoken of, only those in use, in words that say for whom they are."""

from typing import Any

import pytest
from django.test import Client

from guichet.records.calls.models import RelayService
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
SENTENCE = "Deaf or hard of hearing: call through Relais &lt;Signes&gt; (sign language, live transcription), at the same hours."
ADDRESS = "https://relais.example/?a=1&amp;b=2"


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


def add(organisation: Organisation, **more: Any) -> RelayService:
    filled = {"name": "Relais <Signes>", "kinds": ["transcription", "lsf"], "address": "https://relais.example/?a=1&b=2"}
    set_organisation(organisation.pk)
    return RelayService.objects.create(organisation=organisation, **{**filled, **more})


def make_reason(organisation: Organisation, *channels: str) -> Reason:
    return factories.make_reason(organisation, factories.make_queue(organisation, channels=list(channels)))


def read(client: Client, place: str) -> str:
    client.cookies["guichet_language"] = "en"
    return client.get(place).content.decode()


@pytest.mark.parametrize("page", ["/", "/places"])
def test_the_pages_of_the_organisation_say_how_deaf_people_call(client: Client, organisation: Organisation, page: str) -> None:
    add(organisation)
    shown = read(client, f"/o/{organisation.slug}{page}")
    assert SENTENCE in shown
    assert f'href="{ADDRESS}"' in shown
    assert "Call in sign language" in shown


@pytest.mark.parametrize("page", ["/", "/places"])
def test_nothing_is_said_where_none_is_in_use(client: Client, organisation: Organisation, page: str) -> None:
    add(organisation, is_active=False)
    add(factories.make_organisation())
    assert "hard of hearing" not in read(client, f"/o/{organisation.slug}{page}")


def test_a_reason_says_so_where_it_is_answered_on_the_telephone(client: Client, organisation: Organisation) -> None:
    add(organisation)
    spoken, written = make_reason(organisation, "chat", "voice"), make_reason(organisation, "chat")
    assert SENTENCE in read(client, f"/o/{organisation.slug}/requests/{spoken.pk}")
    assert "hard of hearing" not in read(client, f"/o/{organisation.slug}/requests/{written.pk}")


def test_one_without_sign_language_does_not_promise_it(client: Client, organisation: Organisation) -> None:
    add(organisation, kinds=["lpc"])
    shown = read(client, f"/o/{organisation.slug}/")
    assert "Call through this service" in shown
    assert "sign language" not in shown
