"""The question at the very end: without scripts, once, and only when something is over."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.decisions.routing.words import ContactState
from guichet.doors.limits import Allowance, Buckets
from guichet.records.contacts.actions import make_link
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import LinkPurpose
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.pages.actions import save_texts
from guichet.records.pages.words import TextKind
from guichet.records.surveys.models import Opinion
from guichet.screens.public import opinions
from guichet.screens.public.tests.test_answers import publish
from guichet.screens.public.tests.test_links import open_conversation

pytestmark = pytest.mark.django_db
FRENCH = {"accept-language": "fr"}


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinions, "opinions_of_an_address", Buckets(opinions.opinions_of_an_address.allowance))


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    reason = factories.make_reason(organisation, factories.make_queue(organisation, channels=["chat"]), labels={"fr": "La rentrée"})
    publish(organisation, "rentree", reasons=(reason.key,))
    return reason


def close() -> None:
    Contact.objects.update(state=ContactState.CLOSED)


def say(client: Client, path: str, status: int = 302, **said: str) -> Any:
    response = client.post(path, {"score": "3", "comment": "", **said}, headers=FRENCH)
    assert response.status_code == status
    return response


def test_after_an_exchange_only_once_it_is_over(reason: Reason) -> None:
    citizen = open_conversation(reason)
    assert citizen.get("/conversation/opinion").status_code == 404
    assert "/conversation/opinion" not in citizen.get("/conversation").content.decode()
    close()
    assert "/conversation/opinion" in citizen.get("/conversation").content.decode()
    page = citizen.get("/conversation/opinion", headers=FRENCH).content.decode()
    assert "Comment cela s’est-il passé" in page
    say(citizen, "/conversation/opinion", score="1", comment=" Trop long ")
    assert "Merci. Votre avis est noté" in citizen.get("/conversation/opinion", headers=FRENCH).content.decode()
    say(citizen, "/conversation/opinion", 200, score="3")
    opinion = Opinion.objects.get()
    assert (opinion.subject, opinion.score, opinion.comment, opinion.channel) == ("exchange", 1, "Trop long", "chat")
    assert Client().get("/conversation/opinion").status_code == 404


def test_by_its_link_it_is_the_same_voice(reason: Reason) -> None:
    citizen = open_conversation(reason)
    token = make_link(Contact.objects.get(), LinkPurpose.FOLLOW)
    assert Client().get(f"/follow/{token}/opinion").status_code == 404
    close()
    assert f"/follow/{token}/opinion" in Client().get(f"/follow/{token}").content.decode()
    say(Client(), f"/follow/{token}/opinion")
    say(citizen, "/conversation/opinion", 200)
    assert Opinion.objects.get().subject == "request"
    assert Client().get("/follow/forged/opinion").status_code == 404


def test_after_an_answer_one_voice_a_visit(client: Client, reason: Reason) -> None:
    path = "/o/allocations/answers/rentree/opinion"
    say(client, path)
    say(client, path, 200)
    say(Client(), path)
    assert list(Opinion.objects.values_list("subject", "reason_key", "article")) == [("answer", reason.key, "rentree")] * 2
    assert not Opinion.objects.exclude(contact=None).exists()
    assert client.get("/o/allocations/answers/autre/opinion").status_code == 404
    assert client.get("/o/ailleurs/answers/rentree/opinion").status_code == 404


@pytest.mark.usefixtures("reason")
@pytest.mark.parametrize("said", [{"score": ""}, {"score": "4"}, {"score": "x"}, {"comment": "a" * 2_000}, {"comment": "a\0b"}])
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(client: Client, said: dict[str, str]) -> None:
    page = say(client, "/o/allocations/answers/rentree/opinion", 422, **{"comment": "Bonjour", **said}).content.decode()
    assert 'role="alert"' in page
    assert said.get("comment", "Bonjour")[:1] in page
    assert not Opinion.objects.exists()


@pytest.mark.usefixtures("reason")
def test_floods_are_told_to_wait_and_other_sites_speak_for_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/o/allocations/answers/rentree/opinion"
    say(Client(enforce_csrf_checks=True), path, 403)
    monkeypatch.setattr(opinions, "opinions_of_an_address", Buckets(Allowance(burst=1, per_second=0.001)))
    say(client, path)
    say(Client(), path, 429)


def test_the_official_service_is_led_to_where_it_is_set(client: Client, organisation: Organisation, reason: Reason) -> None:
    path = "/o/allocations/answers/rentree/opinion"
    say(client, path)
    assert reason
    assert "Je donne mon avis" not in client.get(path, headers=FRENCH).content.decode()
    save_texts(organisation.pk, {TextKind.OPINION_LINK: "https://jedonnemonavis.example/1"}, 0, Editing(None, timezone.now()))
    assert 'href="https://jedonnemonavis.example/1"' in client.get(path, headers=FRENCH).content.decode()
