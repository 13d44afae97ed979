"""The citizen's pages, as a browser without scripts sees them."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from guichet.records.contacts.models import Contact
from guichet.records.contacts.passes import COOKIE
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests.factories import make_calendar, make_organisation, make_queue, make_reason
from guichet.records.journal.models import Inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    branch = make_reason(organisation, labels={"fr": "Logement"})
    return make_reason(organisation, make_queue(organisation), parent=branch, labels={"fr": "Demander une aide au logement"})


def fill(text: str, **values: str) -> dict[str, str]:
    return {"key": str(uuid4()), "text": text, "name": "", **values}


def test_the_home_page_offers_each_reason_under_its_branch(client: Client, reason: Reason) -> None:
    page = client.get("/").content.decode()
    assert re.search(r"Logement.*Demander une aide au logement", page, re.DOTALL)
    assert f"/o/allocations/requests/{reason.pk}" in page


def test_a_message_opens_a_contact_and_shows_it_again(client: Client, reason: Reason) -> None:
    response = client.post(f"/o/allocations/requests/{reason.pk}", fill("Mon loyer a augmenté", name="Samia"), follow=True)
    assert response.redirect_chain == [("/conversation", 302)]
    assert "Mon loyer a augmenté" in response.content.decode()
    contact = Contact.objects.get()
    assert (contact.citizen_name, contact.reason_id, contact.state) == ("Samia", reason.pk, "waiting")
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1


def test_sending_the_form_twice_opens_one_contact(client: Client, reason: Reason) -> None:
    form = fill("Bonjour")
    for _ in range(2):
        client.post(f"/o/allocations/requests/{reason.pk}", form)
    assert Contact.objects.count() == 1


def test_an_empty_message_is_asked_for_again_and_what_was_typed_is_kept(client: Client, reason: Reason) -> None:
    response = client.post(f"/o/allocations/requests/{reason.pk}", fill("  ", name="Samia"))
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_text"' in page
    assert 'value="Samia"' in page
    assert Contact.objects.count() == 0


def test_a_second_message_without_scripts_is_added_to_the_conversation(client: Client, reason: Reason) -> None:
    client.post(f"/o/allocations/requests/{reason.pk}", fill("Bonjour"))
    page = client.post("/conversation", fill("Encore une question"), follow=True).content.decode()
    assert page.index("Bonjour") < page.index("Encore une question")


def test_a_conversation_is_shown_only_to_the_browser_that_opened_it(client: Client, reason: Reason) -> None:
    client.post(f"/o/allocations/requests/{reason.pk}", fill("Bonjour"))
    forged = Client()
    forged.cookies[COOKIE] = client.cookies[COOKIE].value + "x"
    assert Client().get("/conversation").status_code == 404
    assert forged.get("/conversation").status_code == 404


def test_closed_hours_are_said_before_anything_is_typed(client: Client, organisation: Organisation) -> None:
    closed = make_queue(organisation, calendar=make_calendar(organisation, hours=()))
    reason = make_reason(organisation, closed)
    page = client.get(f"/o/allocations/requests/{reason.pk}").content.decode()
    assert "<textarea" not in page


@pytest.mark.usefixtures("reason")
def test_a_page_lets_only_its_own_scripts_and_styles_run(client: Client) -> None:
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not re.search(r"\son\w+=|\sstyle=", response.content.decode())


def test_no_line_of_a_subject_begins_with_a_mark_and_the_page_brings_its_own_icon(client: Client, reason: Reason) -> None:
    """Without an icon a browser asks for one that there is not."""
    Reason.objects.filter(pk=reason.pk).update(labels={"fr": "Quand serai-je payé ?"})
    for address in (f"/o/{reason.organisation.slug}", f"/o/{reason.organisation.slug}/requests/{reason.pk}"):
        page = client.get(address, follow=True, headers={"accept-language": "fr"}).content.decode()
        assert ">Quand serai-je payé\u00a0?<" in page
        assert 'rel="icon" href="data:' in page
