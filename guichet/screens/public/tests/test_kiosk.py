"""Where a kiosk begins: one press to a script, and nothing left of whoever stood there before."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from guichet.records.directory.models import Reason
from guichet.records.directory.tests import factories
from guichet.records.scripts.models import Script
from guichet.records.scripts.tests.scripts import publish_script

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reason")]
PLACE = "/o/deux-rives/kiosk"


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation("deux-rives", name="Deux-Rives", default_language="fr")
    queue = factories.make_queue(organisation, channels=["chat"])
    factories.make_reason(organisation, queue, key="other", labels={"fr": "Sans questions", "en": "Without questions"})
    reason = factories.make_reason(organisation, queue, key="payment", labels={"fr": "Mon paiement", "en": "My payment"})
    publish_script(organisation, "payment")
    return reason


def test_a_subject_is_one_press_from_its_first_question(client: Client, reason: Reason) -> None:
    page = client.get(PLACE).content.decode()
    assert 'class="kiosk"' in page
    assert "Mon paiement" in page
    assert "Sans questions" not in page
    assert "Adressez-vous à l’accueil" in page
    begun = client.post(f"/o/deux-rives/requests/{reason.pk}/online?kiosk=1", {"key": str(uuid4())}, follow=True)
    assert "Que souhaitez-vous savoir" in begun.content.decode()
    assert PLACE in begun.content.decode()


def test_no_link_leads_away_from_the_kiosk(client: Client, reason: Reason) -> None:
    page = client.get(PLACE).content.decode()
    assert "<footer" not in page
    assert 'href="/"' not in page
    assert f'/requests/{reason.pk}"' not in page


def test_the_language_is_chosen_and_forgotten(client: Client, reason: Reason) -> None:
    chosen = client.get(f"{PLACE}?language=en")
    assert "My payment" in chosen.content.decode()
    assert chosen.headers["Refresh"] == f"45; url={PLACE}"
    begun = client.post(f"/o/deux-rives/requests/{reason.pk}/online?kiosk=1", {"key": str(uuid4())}, follow=True)
    assert "Talk to a person" in begun.content.decode()
    back = client.get(PLACE)
    assert "Mon paiement" in back.content.decode()
    assert "Refresh" not in back.headers
    assert client.cookies["guichet_language"].value == "fr"


@pytest.mark.parametrize("said", ["xx", "", "fr\0", "../en"])
def test_a_language_that_there_is_not_is_the_organisations(client: Client, said: str) -> None:
    assert "Mon paiement" in client.get(PLACE, {"language": said}).content.decode()


def test_nothing_of_whoever_stood_there_before_stays(client: Client) -> None:
    names = ("guichet_contact", "guichet_script", "guichet_visit")
    client.cookies.load(dict.fromkeys(names, "somebody"))
    answer = client.get(PLACE)
    assert all(answer.cookies[name].value == "" for name in answer.cookies if name in names)
    assert sum(name in answer.cookies for name in names) >= 2


def test_without_a_script_it_says_where_to_ask(client: Client) -> None:
    Script.objects.all().delete()
    assert "Adressez-vous à l’accueil" in client.get(PLACE).content.decode()
    assert client.get("/o/nowhere/kiosk").status_code == 404


def test_whoever_asks_for_a_person_while_ways_are_open_is_not_told_that_nobody_is_there(client: Client, reason: Reason) -> None:
    """No visit is taken over at this kiosk, but agents answer in writing."""
    begun = client.post(f"/o/deux-rives/requests/{reason.pk}/online?kiosk=1", {"key": str(uuid4())})
    hidden = dict(re.findall(r'name="(key|seen)" value="([^"]*)"', client.get(begun["Location"]).content.decode()))
    page = client.post(begun["Location"], {**hidden, "do": "person"}, follow=True).content.decode()
    assert "Personne ne peut vous répondre" not in page
    assert "Choisissez ci-dessous comment joindre une personne" in page
