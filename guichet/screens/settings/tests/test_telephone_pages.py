"""The pages of the telephone: numbers in every form people write, a menu without gaps, secrets shown once, administrators alone."""

from typing import Any

import pytest
from django.test import Client

from guichet.records.audit.models import AuditEntry
from guichet.records.calls.lines import list_open_lines, read_password
from guichet.records.calls.models import Line, Post
from guichet.records.calls.posts import make_digest
from guichet.records.calls.trials import Trial, Trunk
from guichet.records.calls.words import Reached
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation
from guichet.screens.settings.telephone import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    made = factories.make_organisation()
    queue = factories.make_queue(made)
    for key, label in (("housing", "Une aide au logement"), ("birth", "Une naissance"), ("other", "Autre chose")):
        factories.make_reason(made, queue, key=key, labels={"fr": label})
    return made


def sign_on(client: Client, organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Client:
    set_organisation(organisation.pk)
    client.force_login(factories.make_account(organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def find_reason(organisation: Organisation, key: str) -> int:
    set_organisation(organisation.pk)
    return Reason.objects.of(organisation.pk).get(key=key).pk


def fill(organisation: Organisation, **changes: object) -> dict[str, Any]:
    return {
        "number": "01 99 00 12 34",
        "label": "Accueil",
        "is_active": "on",
        "languages": ["fr"],
        "reason": find_reason(organisation, "other"),
        "menu_1": find_reason(organisation, "housing"),
        "menu_2": find_reason(organisation, "birth"),
        "welcome_fr": "Bonjour.",
        **changes,
    }


def get_line(organisation: Organisation) -> Line:
    set_organisation(organisation.pk)
    return Line.objects.get()


@pytest.mark.parametrize(
    "typed",
    ["sips:SIP.operateur.example", "sip:sip.operateur.example;transport=tls", "sip.operateur.example:5061;TRANSPORT=TLS"],
    ids=["sips", "transport", "port"],
)
def test_an_encrypted_trunk_is_kept_as_such(client: Client, organisation: Organisation, typed: str) -> None:
    sign_on(client, organisation)
    client.post("/settings/telephone/new", fill(organisation, trunk=typed))
    assert get_line(organisation).trunk == "sip:sip.operateur.example:5061;transport=tls"


def test_a_first_number_is_added_changed_and_heard_as_it_will_be_said(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    assert "Pas encore de numéro" in client.get("/settings/telephone").content.decode()
    reply = client.post("/settings/telephone/new", fill(organisation, trunk="SIP.Operateur.example", username="u1", password="s3cret"))
    assert reply.status_code == 302
    line = get_line(organisation)
    assert (line.number, line.menu, line.welcome) == ("+33199001234", ["housing", "birth"], {"fr": "Bonjour."})
    assert (line.trunk, read_password(line)) == ("sip:sip.operateur.example:5060", "s3cret")
    page = client.get(reply["Location"]).content.decode()
    assert "Pour «\u00a0Une aide au logement\u00a0», tapez 1." in page
    assert "s3cret" not in page
    place = f"/settings/telephone/lines/{line.pk}"
    assert client.post(place, fill(organisation, menu_1="", menu_2="", announcement_fr="Fermé aujourd’hui.")).status_code == 302
    line = get_line(organisation)
    assert (line.menu, line.announcement, read_password(line)) == ([], {"fr": "Fermé aujourd’hui."}, "s3cret")
    assert "Une annonce est dite à tous" in client.get("/settings/telephone").content.decode()
    assert list(AuditEntry.objects.order_by("number").values_list("verb", flat=True)) == ["line-added", "line-changed"]


def test_conversations_are_recorded_for_a_purpose_and_for_six_months_at_most(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    client.post("/settings/telephone/new", fill(organisation))
    line = get_line(organisation)
    assert (line.recorded_for, line.recorded_days) == ("", 30)
    place = f"/settings/telephone/lines/{line.pk}"
    assert client.post(place, fill(organisation, recorded_for="proof", recorded_days="181")).status_code == 422
    assert client.post(place, fill(organisation, recorded_for="marketing", recorded_days="10")).status_code == 422
    assert client.post(place, fill(organisation, recorded_for="proof", recorded_days="10")).status_code == 302
    line = get_line(organisation)
    assert (line.recorded_for, line.recorded_days) == ("proof", 10)
    assert "Preuve de ce qui est convenu" in client.get(place).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+33 1 99 00 12 34", "+33199001234"), ("0692123456", "+33692123456"), ("4500", "4500")],
    ids=["e164", "national", "exchange"],
)
def test_a_number_is_read_however_people_write_it(client: Client, organisation: Organisation, typed: str, kept: str) -> None:
    sign_on(client, organisation).post("/settings/telephone/new", fill(organisation, number=typed))
    assert get_line(organisation).number == kept


@pytest.mark.parametrize("typed", ["112", "0 112", "15", "116 000", "0899123456", "+33 892 12 34 56"])
@pytest.mark.parametrize("name", ["number", "caller_id"])
def test_neither_an_emergency_number_nor_a_dear_one_is_ours(client: Client, organisation: Organisation, name: str, typed: str) -> None:
    assert sign_on(client, organisation).post("/settings/telephone/new", fill(organisation, **{name: typed})).status_code == 422
    set_organisation(organisation.pk)
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "bonjour"}, "ni un numéro de téléphone"),
        ({"number": "01 23"}, "ni un numéro de téléphone"),
        ({"trunk": "operateur.example;transport=udp"}, "le nom ou l’adresse d’une machine"),
        ({"trunk": "sip:a b"}, "le nom ou l’adresse d’une machine"),
        ({"trunk": "operateur.example:99999"}, "le nom ou l’adresse d’une machine"),
        ({"trunk": "operateur.example\r\nX-Guichet: 1"}, "le nom ou l’adresse d’une machine"),
        ({"username": 'u"; x'}, "lettres sans accents"),
        ({"menu_2": "", "menu_3": "birth"}, "sans trou"),
        ({"menu_2": "housing"}, "deux touches"),
        ({"languages": []}, "obligatoire"),
    ],
    ids=["word", "short", "transport", "space", "port", "header", "quote", "gap", "twice", "no-language"],
)
def test_what_cannot_work_is_said_and_nothing_is_kept(client: Client, organisation: Organisation, wrong: dict[str, Any], said: str) -> None:
    sign_on(client, organisation)
    known = {name: find_reason(organisation, value) if name.startswith("menu") and value else value for name, value in wrong.items()}
    reply = client.post("/settings/telephone/new", fill(organisation, **known))
    assert (reply.status_code, said in reply.content.decode()) == (422, True)
    set_organisation(organisation.pk)
    assert not Line.objects.exists()


def test_a_number_is_added_once(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    assert client.post("/settings/telephone/new", fill(organisation)).status_code == 302
    assert client.post("/settings/telephone/new", fill(organisation)).status_code == 422


def test_a_trial_keeps_nothing_and_uses_the_password_that_is_kept(
    client: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_on(client, organisation)
    client.post("/settings/telephone/new", fill(organisation, trunk="pbx.example", username="u1", password="kept"))
    tried: list[Trunk] = []

    def answer(trunk: Trunk) -> Trial:
        tried.append(trunk)
        return Trial(Reached.WRONG_PASSWORD, 403)

    monkeypatch.setattr(lines, "try_trunk", answer)
    line = get_line(organisation)
    reply = client.post(
        f"/settings/telephone/lines/{line.pk}", fill(organisation, trunk="other.example", username="u2", label="Autre", **{"try": "1"})
    )
    page = reply.content.decode()
    assert (reply.status_code, "refuse le nom d’utilisateur ou le mot de passe" in page, "403" in page) == (200, True, True)
    assert tried == [Trunk("sip:other.example:5060", "u2", "kept")]
    assert get_line(organisation).label == "Accueil"
    assert "d’abord le serveur" in client.post(f"/settings/telephone/lines/{line.pk}", fill(organisation, **{"try": "1"})).content.decode()


def test_a_telephone_gets_a_password_that_is_shown_once(client: Client, organisation: Organisation) -> None:
    set_organisation(organisation.pk)
    factories.make_agent(organisation, key="awa", name="Awa Diallo")
    sign_on(client, organisation)
    assert "Awa Diallo" in client.get("/settings/telephone/posts").content.decode()
    place = "/settings/telephone/posts/awa"
    assert "Aucun téléphone" in client.get(place).content.decode()
    assert client.post(place, {"kind": "telephone"}).status_code == 200
    shown = client.post(place, {"renew": "1"}).content.decode()
    set_organisation(organisation.pk)
    post = Post.objects.get()
    password = shown.partition("<dt>Mot de passe</dt><dd><code>")[2].partition("<")[0]
    assert (post.kind, post.digest) == ("telephone", make_digest(post.username, password))
    assert password not in client.get(place).content.decode()
    assert client.post(place, {"kind": "pigeon"}).status_code == 200
    set_organisation(organisation.pk)
    assert Post.objects.get().kind == "telephone"
    assert list(AuditEntry.objects.order_by("number").values_list("verb", flat=True)) == ["post-changed", "post-password-renewed"]


def test_only_administrators_of_the_organisation_come_in(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    client.post("/settings/telephone/new", fill(organisation))
    line = get_line(organisation)
    factories.make_agent(organisation, key="awa")
    other = factories.make_organisation()
    for role in (Role.AGENT, Role.SUPERVISOR):
        sign_on(client, organisation, role)
        for place in ("", "/new", f"/lines/{line.pk}", "/posts", "/posts/awa"):
            assert client.get(f"/settings/telephone{place}").status_code == 403
    sign_on(client, other)
    for place in (f"/lines/{line.pk}", "/posts/awa"):
        assert client.get(f"/settings/telephone{place}").status_code == 404
        assert client.post(f"/settings/telephone{place}", {"renew": "1"}).status_code == 404


def test_it_is_said_when_the_telephone_is_not_installed(client: Client, organisation: Organisation, settings: Any) -> None:
    sign_on(client, organisation)
    settings.TELEPHONE = ""
    assert "guichet doctor --install telephone" in client.get("/settings/telephone").content.decode()
    settings.TELEPHONE = "192.0.2.1:5060"
    assert "guichet doctor --install telephone" not in client.get("/settings/telephone").content.decode()


def test_a_regional_number_has_a_territory_of_its_own_and_the_others_ask(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    loiret, _ = (factories.make_territory(organisation, name=name, code=code) for name, code in (("Loiret", "45"), ("Cher", "18")))
    foreign = factories.make_territory(factories.make_organisation())
    set_organisation(organisation.pk)
    assert client.post("/settings/telephone/new", fill(organisation, territory=foreign.pk)).status_code == 422
    client.post("/settings/telephone/new", fill(organisation, territory=loiret.pk))
    [opened] = list_open_lines()
    assert (opened.territory, opened.asks_place) == (loiret.pk, False)
    client.post(f"/settings/telephone/lines/{get_line(organisation).pk}", fill(organisation))
    [opened] = list_open_lines()
    assert (opened.territory, opened.asks_place) == (None, True)
