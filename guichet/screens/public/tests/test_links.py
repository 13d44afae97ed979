"""One-time links, as a browser without scripts uses them."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.contacts.models import Contact, Link
from guichet.records.contacts.passes import COOKIE, read_pass
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests.factories import make_organisation, make_queue, make_reason
from guichet.screens.public import links

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    return make_reason(organisation, make_queue(organisation))


def open_conversation(reason: Reason, text: str = "Bonjour") -> Client:
    citizen = Client()
    form = {"key": str(uuid4()), "text": text, "name": ""}
    assert citizen.post(f"/o/allocations/requests/{reason.pk}", form).status_code == 302
    return citizen


def take_link(citizen: Client) -> str:
    page = citizen.post("/conversation/link").content.decode()
    found = re.search(r'value="http://testserver(/conversation/link/[^"]+)"', page)
    assert found
    return unescape(found[1])


def test_a_link_opens_the_conversation_in_another_browser(reason: Reason) -> None:
    address = take_link(open_conversation(reason, "Mon loyer a augmenté"))
    other = Client()
    assert other.get(address).status_code == 200
    page = other.post(address, follow=True)
    assert page.redirect_chain == [("/conversation", 302)]
    assert "Mon loyer a augmenté" in page.content.decode()


def test_looking_at_a_link_does_not_spend_it(reason: Reason) -> None:
    address = take_link(open_conversation(reason))
    for _ in range(3):
        assert Client().get(address).status_code == 200
    assert COOKIE not in Client().get(address).cookies
    assert Client().post(address).status_code == 302


def test_a_link_works_once_and_then_says_another_way(reason: Reason) -> None:
    address = take_link(open_conversation(reason))
    Client().post(address)
    for late in (Client().get(address), Client().post(address)):
        assert late.status_code == 410
        assert COOKIE not in late.cookies
        assert 'href="/"' in late.content.decode()


def test_an_expired_link_and_a_forged_one_are_refused_alike(reason: Reason) -> None:
    citizen = open_conversation(reason)
    address = take_link(citizen)
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    forged = take_link(citizen)[:-1] + "_"
    for spent in (address, forged, "/conversation/link/1.x.y", "/conversation/link/nothing"):
        reply = Client().post(spent)
        assert (reply.status_code, COOKIE in reply.cookies) == (410, False)


def test_a_link_to_the_conversation_of_this_browser_leads_there_and_stays_good(reason: Reason) -> None:
    citizen = open_conversation(reason)
    address = take_link(citizen)
    assert citizen.get(address)["Location"] == "/conversation"
    assert Client().post(address).status_code == 302


def test_a_browser_with_another_conversation_is_warned_before_it_changes(reason: Reason) -> None:
    address = take_link(open_conversation(reason, "La première"))
    other = open_conversation(reason, "La seconde")
    assert 'href="/conversation"' in other.get(address).content.decode()
    assert "La première" in other.post(address, follow=True).content.decode()
    own = read_pass(other.cookies[COOKIE].value)
    assert own is not None
    assert own[1] == str(Contact.objects.order_by("arrived_at").first().pk)  # type: ignore[union-attr]  # two were opened


@pytest.mark.usefixtures("reason")
def test_without_a_conversation_there_is_nothing_to_link_to() -> None:
    reply = Client().post("/conversation/link")
    assert reply.status_code == 404
    assert Link.objects.count() == 0


def test_links_are_given_in_moderation(reason: Reason) -> None:
    citizen = open_conversation(reason)
    replies = [citizen.post("/conversation/link").status_code for _ in range(int(links.links_of_a_contact.allowance.burst) + 1)]
    assert replies == [*[200] * (len(replies) - 1), 429]
