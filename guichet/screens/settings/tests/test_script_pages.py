"""The editor of scripts, used as a form: without scripts of the browser, by two people, with bad input."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from guichet.decisions.dialogue.words import Choose, Number, StepId
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.scripts.models import Script, ScriptLink, ScriptVersion
from guichet.records.scripts.tests.scripts import make_document, publish_script
from guichet.records.scripts.words import VersionState
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
OF = "/settings/scripts/of/attestation"
FIRST = f"{OF}/1"


@pytest.fixture
def organisation() -> Organisation:
    organisation = factories.make_organisation("deux-rives", name="Deux-Rives", default_language="fr")
    factories.make_reason(organisation, factories.make_queue(organisation), key="payment", labels={"fr": "Mon paiement"})
    return organisation


def sign_in(organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Client:
    client = Client()
    client.force_login(factories.make_account(organisation, role))
    return client


@pytest.fixture
def writer(organisation: Organisation) -> Client:
    client = sign_in(organisation)
    assert client.post("/settings/scripts/new", {"name": "Attestation"}).status_code == 302
    return client


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def get_version(organisation: Organisation, number: int = 1) -> ScriptVersion:
    set_organisation(organisation.pk)
    return ScriptVersion.objects.get(organisation=organisation, number=number)


def change(client: Client, organisation: Organisation, **sent: str) -> int:
    return client.post(f"{FIRST}/steps", {"seen": str(get_version(organisation).edition), **sent}).status_code


QUESTION = {
    "text.fr": "Que souhaitez-vous ?",
    "name": "topic",
    "option.0.text.fr": "Une attestation",
    "option.0.words.fr": "justificatif, papier",
    "option.0.next": "end",
    "option.1.text.fr": "Je n’ai plus rien",
    "option.1.next": "end",
    "option.1.vulnerable": "on",
}


def test_an_empty_list_says_what_a_script_is_for(organisation: Organisation) -> None:
    assert "Pas encore de scénario" in read(sign_in(organisation), "/settings/scripts")


def test_a_script_begins_with_a_name_and_shows_how_it_sounds_everywhere(writer: Client) -> None:
    page = read(writer, FIRST)
    for words in (
        "Téléphone",
        "Chat",
        "SMS",
        "Borne",
        "tapez 1",
        "Répondez par le numéro",
        "Questions avant une réponse\u00a0: 1 (3 au plus)",
    ):
        assert words in page
    assert "Rien ne s’oppose à sa publication" in page
    assert writer.post("/settings/scripts/new", {"name": " "}).status_code == 422


def test_a_step_is_written_and_its_words_are_understood(writer: Client, organisation: Organisation) -> None:
    answer = writer.post(f"{FIRST}/steps/start", {"seen": "1", **QUESTION})
    assert answer.status_code == 302
    step = get_version(organisation).read().get(StepId("start"))
    assert isinstance(step, Choose)
    assert [(option.name, option.vulnerable) for option in step.options] == [("une-attestation", False), ("je-nai-plus-rien", True)]
    page = read(writer, f"{FIRST}?words=le+justificatif")
    assert page.count("Merci, au revoir.") >= 4
    assert "Le dialogue est terminé" in page


def test_a_preview_is_played_through_all_media_at_once(writer: Client) -> None:
    assert "Une personne prend le relais" in read(writer, f"{FIRST}?said=p%3A")
    assert "Nous n’avons pas compris votre choix" in read(writer, f"{FIRST}?words=rien")


@pytest.mark.parametrize("said", ["o:", "x", "w:done", "", "t:" + "9" * 5_000, "o:\0", "p:" * 3])
def test_nothing_that_is_typed_breaks_the_preview(writer: Client, said: str) -> None:
    read(writer, f"{FIRST}?" + "&".join([f"said={quote(said)}"] * 40) + "&language=zz")


def test_steps_are_added_moved_deleted_and_brought_back(writer: Client, organisation: Organisation) -> None:
    assert change(writer, organisation, do="add", kind="Ask", after="start") == 302
    assert list(get_version(organisation).read().steps) == ["start", "ask", "end", "person"]
    assert change(writer, organisation, do="down", step="ask") == 302
    assert list(get_version(organisation).read().steps) == ["start", "end", "ask", "person"]
    assert "Rien ne mène à cette étape" in read(writer, FIRST)
    assert change(writer, organisation, do="delete", step="end") == 302
    assert "qui n’existe pas" in read(writer, FIRST)
    for _time in range(3):
        assert change(writer, organisation, do="undo") == 302
    assert list(get_version(organisation).read().steps) == ["start", "end", "person"]
    assert "Annuler la dernière modification" not in read(writer, FIRST)
    assert change(writer, organisation, do="undo") == 409


KINDS = ("Choose", "Ask", "Say", "Answer", "SendLink", "RequestCallback", "LookUp", "Branch", "HandOver", "End")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_step_has_a_form_that_keeps_what_is_there(writer: Client, organisation: Organisation, kind: str) -> None:
    assert change(writer, organisation, do="add", kind=kind, after="start") == 302
    page = read(writer, f"{FIRST}/steps/{kind.lower()}")
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    chosen = dict(re.findall(r'<select[^>]*name="([^"]+)".*?<option value="([^"]*)" selected', page))
    before = get_version(organisation).read()
    sent = {**fields, **chosen, **({"settled": "on"} if kind == "End" else {})}
    answer = writer.post(f"{FIRST}/steps/{kind.lower()}", sent)
    assert answer.status_code == 302
    after = get_version(organisation).read()
    assert type(after.steps[StepId(kind.lower())]) is type(before.steps[StepId(kind.lower())])


def test_a_number_that_is_none_is_shown_as_it_was_typed(writer: Client, organisation: Organisation) -> None:
    change(writer, organisation, do="add", kind="Ask", after="start")
    answer = writer.post(f"{FIRST}/steps/ask", {"seen": "2", "text.fr": "Combien ?", "kind": "Number", "most": "beaucoup", "next": "end"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="beaucoup"' in page
    assert "Combien ?" in page
    answer = writer.post(f"{FIRST}/steps/ask", {"seen": "2", "text.fr": "Combien ?", "kind": "Number", "most": "20", "next": "end"})
    assert answer.status_code == 302
    assert getattr(get_version(organisation).read().steps[StepId("ask")], "kind", None) == Number(most=20)


def test_of_two_administrators_the_second_sees_both_and_keeps_what_he_typed(writer: Client, organisation: Organisation) -> None:
    second = sign_in(organisation)
    assert writer.post(f"{FIRST}/steps/end", {"seen": "1", "text.fr": "Au revoir.", "settled": "on"}).status_code == 302
    answer = second.post(f"{FIRST}/steps/end", {"seen": "1", "text.fr": "À bientôt.", "settled": "on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Au revoir.", "À bientôt.", "Enregistrer ma version", 'name="seen" value="2"'):
        assert words in page
    assert second.post(f"{FIRST}/steps/end", {"seen": "2", "text.fr": "À bientôt.", "settled": "on"}).status_code == 302


def test_a_script_is_read_published_compared_and_rolled_back(writer: Client, organisation: Organisation) -> None:
    reader = sign_in(organisation)

    def decide(client: Client, number: int, decision: str) -> int:
        return client.post(f"{OF}/{number}/decide", {"decision": decision}).status_code

    assert decide(writer, 1, "submit") == 302
    assert "Quelqu’un d’autre" in read(writer, FIRST) or decide(writer, 1, "publish") == 409
    assert decide(reader, 1, "publish") == 302
    assert decide(writer, 1, "draft") == 302
    assert writer.post(f"{OF}/2/steps/end", {"seen": "1", "text.fr": "Au revoir.", "settled": "on"}).status_code == 302
    assert (decide(writer, 2, "submit"), decide(reader, 2, "publish")) == (302, 302)
    page = read(writer, f"{OF}/compare?from=1&to=2")
    assert "Merci, au revoir." in page
    assert "Au revoir." in page
    assert decide(reader, 1, "roll-back") == 302
    assert get_version(organisation, 3).state == VersionState.PUBLISHED
    assert decide(reader, 3, "explode") == 404


def test_a_published_script_says_where_it_does_not_answer_and_what_was_done(writer: Client, organisation: Organisation) -> None:
    set_organisation(organisation.pk)
    Script.objects.update(media=[])
    submitted = writer.post(f"{FIRST}/decide", {"decision": "submit"}, follow=True).content.decode()
    assert submitted.count('role="status"') == 1
    published = sign_in(organisation).post(f"{FIRST}/decide", {"decision": "publish"}, follow=True).content.decode()
    assert f'href="{OF}#about"' in published
    assert "Rien ne s’oppose à sa publication" not in published
    assert f'href="{OF}#about"' in read(writer, "/settings/scripts")
    assert writer.post(OF, {"name": "A", "media": ["chat"], "reasons": ["payment"]}).status_code == 302
    assert f'href="{OF}#about"' not in read(writer, "/settings/scripts")


def test_what_stands_against_it_is_said_beside_its_step(writer: Client, organisation: Organisation) -> None:
    writer.post(f"{FIRST}/steps/end", {"seen": "1", "text.fr": "", "settled": "on"})
    writer.post(f"{FIRST}/decide", {"decision": "submit"})
    answer = sign_in(organisation).post(f"{FIRST}/decide", {"decision": "publish"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Il manque un texte" in page[page.index('id="step-end"') :]
    assert "1 problème à corriger" in page
    assert "1 problème à corriger" in read(writer, "/settings/scripts")


def test_what_a_script_serves_is_set_with_its_guardrails(writer: Client, organisation: Organisation) -> None:
    assert "Mon paiement" in read(writer, OF)
    sent = {"name": "Attestation", "media": ["chat", "voice"], "reasons": ["payment"], "known.payment": "1", "patience.payment": "3"}
    assert writer.post(OF, sent).status_code == 302
    set_organisation(organisation.pk)
    script = Script.objects.get()
    policy = script.reasons.get()
    assert (script.media, policy.is_automated, policy.misunderstandings) == (["chat", "voice"], False, 3)
    assert writer.post(OF, {"name": "A", "reasons": ["gone"]}).status_code == 422
    assert writer.post(f"{OF}/switch", {"on": "0"}).status_code == 302
    assert "est désactivé" in read(writer, OF)


def test_links_are_kept_under_names(writer: Client, organisation: Organisation) -> None:
    assert writer.post("/settings/scripts/links", {"label": "Mon compte", "address": "javascript:alert(1)"}).status_code == 422
    assert writer.post("/settings/scripts/links", {"label": "Mon compte", "address": "https://example.org/compte"}).status_code == 302
    set_organisation(organisation.pk)
    assert ScriptLink.objects.get().key == "mon-compte"
    assert "Mon compte" in read(writer, "/settings/scripts/links")
    assert writer.post("/settings/scripts/links/mon-compte/remove").status_code == 302


COMPARED = f"{OF}/compare?from=1&to=1"
ADDRESSES = ("/settings/scripts", "/settings/scripts/new", "/settings/scripts/links", OF, FIRST, f"{FIRST}/steps/end", COMPARED)


@pytest.mark.usefixtures("writer")
def test_only_administrators_of_the_organisation_come_in(organisation: Organisation) -> None:
    supervisor = sign_in(organisation, Role.SUPERVISOR)
    for address in ADDRESSES:
        assert supervisor.get(address).status_code == 403
    stranger = sign_in(factories.make_organisation("ailleurs"))
    for address in ADDRESSES[3:]:
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{FIRST}/decide", {"decision": "submit"}).status_code == 404


def test_a_published_version_is_read_and_not_written(writer: Client, organisation: Organisation) -> None:
    set_organisation(organisation.pk)
    publish_script(organisation, "payment", make_document())
    address = "/settings/scripts/of/payments/1"
    page = read(writer, address)
    assert "Ajouter une étape" not in page
    assert "Écrire une nouvelle version" in page
    assert writer.get(f"{address}/steps/end").status_code == 404
    assert writer.post(f"{address}/steps", {"seen": "1", "do": "delete", "step": "end"}).status_code == 409
