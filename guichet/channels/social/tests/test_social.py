"""Social networks pass what every channel passes, and what is said there becomes contacts and answers."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guichet.channels.contract_tests import ContractOfChannel
from guichet.channels.social.manifest import MANIFEST
from guichet.channels.social.templates import Approved, find_template
from guichet.channels.social.tests.houses import make_social
from guichet.channels.social.tests.servers import (
    WRITTEN_AT,
    FakeGraph,
    FakeMastodon,
    graph_error,
    make_mention,
    make_message,
    make_messaging,
    serving,
    write_messenger,
    write_whatsapp,
)
from guichet.records.contacts.models import Contact
from guichet.records.messaging.models import Account, Outgoing, Talk
from guichet.records.messaging.sending import drain
from guichet.records.messaging.tests.houses import Office
from guichet.records.messaging.words import OutgoingState
from guichet.records.people.models import Citizen


class TestContract(ContractOfChannel):
    kind = "social"


def test_a_social_message_can_wait_in_an_agents_hands() -> None:
    assert not MANIFEST.is_live


@pytest.fixture
def instance(settings: Any) -> Iterator[FakeMastodon]:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeMastodon()) as network:
        assert isinstance(network, FakeMastodon)
        yield network


@pytest.fixture
def graph(settings: Any) -> Iterator[FakeGraph]:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeGraph()) as network:
        assert isinstance(network, FakeGraph)
        yield network


def answer(office: Office, raw: bytes, text: str) -> Outgoing:
    """Somebody writes, an agent answers, and it leaves."""
    contact = office.take_up(office.receive(raw).contact_id)
    outgoing = office.say(contact, text)
    drain(office.organisation.pk, office.account.pk)
    return Outgoing.objects.get(pk=outgoing.pk)


def mention(content: str = "Quand ouvre la mairie ?", **changes: Any) -> bytes:
    return json.dumps(make_mention(content, **changes)).encode()


@pytest.mark.django_db
def test_a_public_question_is_answered_in_public(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address)
    sent = answer(office, mention(), "De 9 h à 12 h, du lundi au vendredi.")
    assert (sent.state, Contact.objects.get().citizen_name) == (OutgoingState.SENT, "Zoé Petit")
    [status] = instance.posted.values()
    assert (status["visibility"], status["in_reply_to_id"]) == ("public", "111")


@pytest.mark.django_db
def test_nothing_personal_is_ever_published_whatever_the_screen_let_pass(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address, sayable=["01 23 45 67 89"])
    assert answer(office, mention(), "Appelez le 01 23 45 67 89.").state == OutgoingState.SENT
    sent = answer(office, mention(id="222"), "Zoé, votre dossier 2026-004512 est complet.")
    assert (sent.state, sent.code, len(instance.posted)) == (OutgoingState.FAILED, "personal", 1)
    assert "privé" in office.list_notes(Contact.objects.get())[-1]


@pytest.mark.django_db
def test_the_name_of_a_known_person_is_not_published(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address)
    contact = office.take_up(office.receive(mention()).contact_id)
    citizen = Citizen.objects.create(organisation=office.organisation, name="Zoé Lefebvre", last_seen_at=timezone.now())
    Contact.objects.update(citizen=citizen)
    office.say(contact, "Bonjour Madame Lefebvre")
    drain(office.organisation.pk, office.account.pk)
    assert Outgoing.objects.get().code == "personal"


@pytest.mark.django_db
def test_the_same_words_leave_in_private(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address)
    sent = answer(office, mention(visibility="direct"), "Votre dossier 2026-004512 est complet.")
    assert (sent.state, [each["visibility"] for each in instance.posted.values()]) == (OutgoingState.SENT, ["direct"])


@pytest.mark.django_db
def test_an_uncertain_status_is_posted_once_and_not_at_all_once_its_key_is_forgotten(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address)
    instance.faults = ["cut"]
    sent = answer(office, mention(visibility="direct"), "Oui.")
    assert (sent.state, sent.code, len(instance.posted)) == (OutgoingState.QUEUED, "unknown", 1)
    Outgoing.objects.update(due_at=timezone.now())
    drain(office.organisation.pk, office.account.pk)
    assert (Outgoing.objects.get().state, len(instance.posted)) == (OutgoingState.SENT, 1)
    Outgoing.objects.update(state="queued", code="unknown", due_at=timezone.now(), created_at=timezone.now() - timedelta(hours=1))
    drain(office.organisation.pk, office.account.pk)
    assert len(instance.requests) == 2


@pytest.mark.django_db
def test_a_token_that_is_refused_keeps_the_answer_and_is_said_of_the_account(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address, {"token": "faux"})
    assert answer(office, mention(), "Oui.").state == OutgoingState.QUEUED
    assert Account.objects.get().trouble == "token"


@pytest.mark.django_db
def test_a_network_that_is_busy_pauses_the_account(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address)
    instance.faults = [(429, {}, {"X-RateLimit-Reset": "2999-01-01T00:00:00Z"})]
    assert answer(office, mention(), "Oui.").state == OutgoingState.QUEUED
    assert Account.objects.get().paused_until is not None


@pytest.mark.django_db
def test_a_program_is_shown_as_one_and_files_are_said(instance: FakeMastodon) -> None:
    office = make_social("mastodon", instance.address)
    account = {"acct": "robot@a.example", "display_name": "Robot", "bot": True}
    picture = {"url": "https://media.example/x.png", "description": "Un trou"}
    contact = office.get_contact(office.receive(mention("Voir", account=account, media_attachments=[picture])))
    assert contact.citizen_name == "Robot (un programme)"
    assert contact.messages.get(number=1).text == "Voir\n[1 fichier joint]\nUn trou"


@pytest.mark.django_db
def test_a_receipt_that_knows_our_key_decides_what_a_cut_left_open(graph: FakeGraph) -> None:
    office = make_social("whatsapp", graph.address)
    graph.faults = ["cut"]
    sent = answer(office, write_whatsapp(make_message()), "Oui.")
    assert (sent.state, len(graph.sent)) == (OutgoingState.UNCERTAIN, 1)
    status = {"id": "wamid.0", "status": "delivered", "timestamp": str(WRITTEN_AT), "biz_opaque_callback_data": str(sent.key)}
    office.receive(write_whatsapp(statuses=(status,)))
    assert Outgoing.objects.get().state == OutgoingState.DELIVERED


@pytest.mark.django_db
def test_receipts_in_any_order_end_the_same(graph: FakeGraph) -> None:
    office = make_social("whatsapp", graph.address)
    for state in ("read", "delivered", "sent", "delivered"):
        office.receive(write_whatsapp(statuses=({"id": "wamid.0", "status": state, "timestamp": "1"},)))
    assert answer(office, write_whatsapp(make_message()), "Oui.").state == OutgoingState.DELIVERED


@pytest.mark.django_db
def test_an_echo_of_messenger_decides_too(graph: FakeGraph) -> None:
    office = make_social("messenger", graph.address)
    graph.faults = ["cut"]
    sent = answer(office, write_messenger(make_messaging()), "Oui.")
    echo = {"sender": {"id": "99"}, "message": {"mid": "m_0", "is_echo": True, "metadata": str(sent.key)}}
    office.receive(write_messenger(echo))
    assert Outgoing.objects.get().state == OutgoingState.SENT


@pytest.mark.django_db
def test_after_a_day_only_an_approved_template_leaves_whatsapp(graph: FakeGraph) -> None:
    approved = {"name": "pret", "language": "fr", "text": "Bonjour {{1}}, votre demande est prête."}
    office = make_social("whatsapp", graph.address, templates=[approved])
    contact = office.take_up(office.receive(write_whatsapp(make_message())).contact_id)
    assert Talk.objects.get().window_until is not None
    Talk.objects.update(window_until=timezone.now() - timedelta(minutes=1))
    office.say(contact, "C’est prêt.")
    office.say(contact, "Bonjour Zoé, votre demande est prête.")
    drain(office.organisation.pk, office.account.pk)
    assert list(Outgoing.objects.order_by("number").values_list("state", "code")) == [("failed", "window"), ("sent", "")]
    assert graph.sent[0]["template"]["name"] == "pret"


@pytest.mark.django_db
def test_what_meta_refuses_for_good_is_told_to_the_agent(graph: FakeGraph) -> None:
    office = make_social("whatsapp", graph.address)
    graph.faults = [(400, graph_error(131_026))]
    sent = answer(office, write_whatsapp(make_message()), "Oui.")
    assert (sent.state, sent.code) == (OutgoingState.FAILED, "unknown-handle")
    assert len(office.list_notes(Contact.objects.get())) == 1


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Bonjour Zoé, rendez-vous le 3 mars. Zoé !", ("Zoé", "le 3 mars")),
        ("Bonjour Zoé, rendez-vous le 3 mars. Léa !", None),
        ("Bonjour , rendez-vous le 3 mars.  !", None),
        ("Bonjour Zoé, rendez-vous le 3 mars. Zoé ! Et plus", None),
        ("Autre chose", None),
        ("", None),
    ],
)
def test_words_are_a_template_only_word_for_word(text: str, values: tuple[str, ...] | None) -> None:
    approved = [Approved("vide", "fr", ""), Approved("rdv", "fr", "Bonjour {{1}}, rendez-vous {{2}}. {{1}} !")]
    found = find_template(text, approved[1:])
    assert (found.values if found else None) == values
