"""What citizens say of answers, without scripts: one voice a visit, safe from other sites, and the ways on when it did not help."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.doors.limits import Allowance, Buckets
from guichet.records.contacts.models import Contact, Message
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.knowledge.models import AskedSearch, Verdict
from guichet.screens.public import answers, verdicts
from guichet.screens.public.tests.test_answers import publish, read
from guichet.screens.public.tests.test_links import open_conversation

pytestmark = pytest.mark.django_db
FRENCH = {"accept-language": "fr"}
ANSWER = "/o/allocations/answers/rentree"


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    for room, name in ((answers, "searches_of_an_address"), (verdicts, "verdicts_of_an_address")):
        monkeypatch.setattr(room, name, Buckets(getattr(room, name).allowance))


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    queue = factories.make_queue(organisation, channels=["chat"])
    reason = factories.make_reason(organisation, queue, labels={"fr": "La rentrée"})
    publish(organisation, "rentree", reasons=(reason.key,))
    return reason


def say(client: Client, status: int = 302, path: str = ANSWER, **said: Any) -> Any:
    response = client.post(f"{path}/verdict", {"version": 1, "has_helped": "no", **said}, headers=FRENCH)
    assert response.status_code == status
    return response


def test_one_voice_a_visit_and_the_ways_on_when_it_did_not_help(client: Client, reason: Reason) -> None:
    assert "Cette réponse m’a-t-elle aidé" in read(client, ANSWER)
    assert say(client)["location"] == f"{ANSWER}#verdict"
    say(client, has_helped="yes")  # a second click, or another tab
    assert list(Verdict.objects.values_list("article__key", "version", "medium", "has_helped")) == [("rentree", 1, "page", False)]
    page = read(client, ANSWER)
    assert "Cette réponse m’a-t-elle aidé" not in page
    assert page.index('href="#ways-on"') < page.index('id="ways-on"') < page.index(f"/o/allocations/requests/{reason.pk}")
    say(Client())
    assert Verdict.objects.count() == 2


def test_the_page_of_a_subject_asks_too_and_is_come_back_to(client: Client, reason: Reason) -> None:
    assert "Cette réponse m’a-t-elle aidé" in read(client, f"/o/allocations/requests/{reason.pk}")
    assert say(client, reason=reason.pk, has_helped="yes")["location"] == f"/o/allocations/requests/{reason.pk}#verdict"
    assert "Votre avis est noté" in read(client, f"/o/allocations/requests/{reason.pk}")


@pytest.mark.usefixtures("reason")
def test_no_other_site_speaks_for_a_citizen(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    say(strict, 403)
    page = strict.get(ANSWER, headers=FRENCH).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    say(strict, csrfmiddlewaretoken=token[1])
    assert client.get(f"{ANSWER}/verdict").status_code == 405
    assert Verdict.objects.count() == 1


@pytest.mark.usefixtures("reason")
@pytest.mark.parametrize(
    "said", [{"version": 0}, {"version": "x"}, {"version": 2**40}, {"has_helped": ""}, {"has_helped": "perhaps"}, {"reason": "x"}]
)
def test_what_cannot_be_meant_is_refused_with_a_way_on(client: Client, said: dict[str, Any]) -> None:
    assert 'role="alert"' in say(client, 422, **said).content.decode()
    assert not Verdict.objects.exists()


@pytest.mark.usefixtures("reason")
def test_an_answer_that_never_was_is_not_counted(client: Client) -> None:
    say(client, version=7)
    say(client, path="/o/allocations/answers/autre")
    say(client, 404, path="/o/ailleurs/answers/rentree")
    assert not Verdict.objects.exists()


@pytest.mark.usefixtures("reason")
@pytest.mark.parametrize("cookie", ["", "x", "\0", "é" * 50, "6bcbe029-2d99-4606-8da6-d396e10dc443"])
def test_any_cookie_gets_the_page(client: Client, cookie: str) -> None:
    client.cookies["guichet_visit"] = cookie
    read(client, ANSWER)
    say(client)
    assert Verdict.objects.count() == 1


@pytest.mark.usefixtures("reason")
def test_an_address_that_speaks_without_end_is_told_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "verdicts_of_an_address", Buckets(Allowance(burst=2, per_second=0.001)))
    for status in (302, 302, 429):
        say(client, status)


@pytest.mark.usefixtures("reason")
def test_a_search_counts_once_and_is_in_vain_until_an_answer_is_opened(client: Client) -> None:
    home = read(client, "/o/allocations/")
    name = re.search(r'name="s" value="([\w-]+)"', home)
    assert name is not None
    for _reload in range(2):
        found = read(client, f"/o/allocations/search?q=rentree&s={name[1]}")
    asked = AskedSearch.objects.get()
    assert (asked.text, asked.found, asked.article) == ("rentree", 1, None)
    link = re.search(r'href="(/o/allocations/answers/rentree\?s=[\w-]+)"', found)
    assert link is not None
    read(client, link[1])
    assert AskedSearch.objects.get().article is not None
    read(client, "/o/allocations/search?q=rentree&s=x")
    read(client, "/o/allocations/search?q=rentree")
    assert AskedSearch.objects.count() == 1


def test_without_scripts_the_answer_of_an_agent_is_judged_in_the_conversation(reason: Reason) -> None:
    citizen = open_conversation(reason)
    agent = factories.make_agent(reason.organisation)
    Message.objects.create(
        organisation=reason.organisation, contact=Contact.objects.get(), number=2, key=uuid4(), author="agent", agent=agent,
        kind="message", text="423 €", answer={"article": "rentree", "version": 1, "is_reworded": True}, created_at=timezone.now(),
    )  # fmt: skip
    page = read(citizen, "/conversation")
    assert "D’après la fiche rentree, version 1" in page
    assert "Cette réponse m’a-t-elle aidé" in page
    for number, status in ((1, 404), (3, 404), ("x", 422), (2, 302), (2, 302)):
        assert citizen.post("/conversation/verdict", {"number": number, "has_helped": "no"}).status_code == status
    assert "Vous pouvez poser une autre question" in read(citizen, "/conversation")
    assert list(Verdict.objects.values_list("article__key", "medium", "has_helped")) == [("rentree", "chat", False)]
    assert Client().post("/conversation/verdict", {"number": 2, "has_helped": "no"}).status_code == 404
