"""The page of a test call: what goes on, what is wrong and what to do next, in words; administrators of the organisation alone."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.decisions.dialling.trial import Finding, Trouble
from guichet.records.calls.models import Line, TrialCall
from guichet.records.calls.turned_away import Refusal, keep_refusals
from guichet.records.calls.words import TurnedAwayFor
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation
from guichet.screens.settings.telephone.trial_words import FINDINGS
from guichet.screens.settings.tests.test_telephone_pages import sign_on

pytestmark = pytest.mark.django_db
MOBILE = "06 12 34 56 78"


@pytest.fixture
def line() -> Line:
    organisation = factories.make_organisation()
    reason = factories.make_reason(organisation)
    return Line.objects.create(
        organisation=organisation, number="+33199001234", label="Accueil", reason=reason, trunk="sip:127.0.0.1:5070", languages=["fr"]
    )


def place(line: Line) -> str:
    return f"/settings/telephone/lines/{line.pk}/call"


def call(client: Client, line: Line, typed: str = MOBILE) -> Any:
    return client.post(place(line), {"number": typed})


def change(line: Line, **values: object) -> None:
    set_organisation(line.organisation_id)
    TrialCall.objects.update(**values)


def read(client: Client, line: Line) -> str:
    return client.get(place(line)).content.decode()


def test_every_finding_is_said() -> None:
    assert FINDINGS.keys() == set(Finding)
    assert len({str(text) for text in FINDINGS.values()}) == len(Finding)


def test_the_page_of_the_line_leads_to_it_once_it_has_a_server(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    page = client.get(f"/settings/telephone/lines/{line.pk}").content.decode()
    assert f'action="{place(line)}"' in page
    assert page.count('id="id_number"') == 1
    set_organisation(line.organisation_id)
    Line.objects.update(trunk="")
    assert f'action="{place(line)}"' not in client.get(f"/settings/telephone/lines/{line.pk}").content.decode()
    assert call(client, line).status_code == 422


def test_a_call_is_followed_from_the_wish_to_its_end_and_a_page_loaded_anew_says_the_same(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    assert "hx-trigger" not in read(client, line)
    reply = call(client, line)
    assert (reply.status_code, reply["Location"]) == (302, place(line))
    steps: list[tuple[dict[str, object], str]] = [
        ({}, "est sur le point d’appeler"),
        ({"taken_at": timezone.now(), "process": uuid4()}, "rien ne sonne encore"),
        ({"rang_at": timezone.now()}, "Cela sonne."),
        ({"answered_at": timezone.now()}, "Décroché."),
        ({"is_heard": True}, "du son arrive"),
        ({"has_key": True, "ended_at": timezone.now(), "number": ""}, "Tout fonctionne"),
    ]
    for values, said in steps:
        if values:
            change(line, **values)
        page = read(client, line)
        assert said in page
        assert read(client, line).count(said) == page.count(said) == 1
        assert ("hx-trigger" in page) == ("Tout fonctionne" not in page)
        assert 'role="status"' in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"code": 403}, "refuse nos appels"),
        ({"code": 404}, "ne connaît pas le numéro"),
        ({"code": 486}, "occupé"),
        ({"code": 488}, "PCMA"),
        ({"code": 503}, "503"),
        ({"code": 408}, "ne répond pas à nos appels"),
        ({"code": 478}, "ne porte le nom"),
        ({"rang_at": True}, "personne n’a décroché"),
        ({"answered_at": True}, "GUICHET_RTP"),
        ({"answered_at": True, "is_heard": True}, "RFC 4733"),
        ({"trouble": Trouble.MEDIA}, "rtpengine"),
        ({"trouble": Trouble.NO_VOICE}, "guichet doctor --install telephone"),
        ({"trouble": Trouble.LOST}, "au milieu de cet appel"),
        ({"trouble": Trouble.REFUSED, "refusal": "day-cap"}, "dépens"),
        ({"trouble": Trouble.REFUSED, "refusal": "something-unknown"}, "Cet appel n’a pas été passé."),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(client: Client, line: Line, values: dict[str, Any], said: str) -> None:
    sign_on(client, line.organisation)
    call(client, line)
    began = timezone.now()
    known = {name: began if value is True and name.endswith("_at") else value for name, value in values.items()}
    change(line, taken_at=began, ended_at=began + timedelta(seconds=30), **known)
    page = read(client, line)
    assert said in page
    assert "notice bad" in page
    assert "hx-trigger" not in page


def test_it_is_said_when_nobody_takes_the_wish_or_the_process_dies(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    call(client, line)
    before = timezone.now() - timedelta(minutes=2)
    change(line, asked_at=before)
    assert "GUICHET_SIP" in read(client, line)
    change(line, taken_at=before)
    assert "au milieu de cet appel" in read(client, line)
    assert call(client, line).status_code == 302


def test_who_asks_again_gets_what_changed_and_is_told_to_stop(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    call(client, line)
    assert client.get(place(line), {"seen": "asked"}).status_code == 204
    assert client.get(place(line), {"seen": "ringing"}).status_code == 200
    change(line, taken_at=timezone.now(), ended_at=timezone.now(), code=486)
    assert client.get(place(line), {"seen": "ringing"}).status_code == 286
    assert client.get(place(line)).status_code == 200


@pytest.mark.parametrize("typed", ["", "112", "0899123456", "+1 202 555 0123", "<script>", "\x00", "0" * 200, "0612345678\r\nX: y"])
def test_what_may_not_be_called_is_said_beside_the_field(client: Client, line: Line, typed: str) -> None:
    sign_on(client, line.organisation)
    reply = call(client, line, typed)
    assert reply.status_code == 422
    assert 'class="error"' in reply.content.decode()
    set_organisation(line.organisation_id)
    assert not TrialCall.objects.exists()


def test_a_second_press_is_refused_and_the_page_still_follows_the_first(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    call(client, line)
    reply = call(client, line)
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "est déjà en cours" in page
    assert "hx-trigger" in page


def test_an_old_result_says_how_old_it_is(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    call(client, line)
    yesterday = timezone.now() - timedelta(days=1)
    change(line, asked_at=yesterday, taken_at=yesterday, ended_at=yesterday, has_key=True)
    assert "montré l’appel d’essai du" in read(client, line)


def test_only_administrators_of_the_organisation_call(client: Client, line: Line) -> None:
    other: Organisation = factories.make_organisation()
    for role in (Role.AGENT, Role.SUPERVISOR):
        sign_on(client, line.organisation, role)
        assert client.get(place(line)).status_code == 403
        assert call(client, line).status_code == 403
    sign_on(client, other)
    assert client.get(place(line)).status_code == 404
    assert call(client, line).status_code == 404
    set_organisation(line.organisation_id)
    assert not TrialCall.objects.exists()


def test_calls_that_reached_no_line_are_shown_as_they_were_sent_to_administrators_of_the_organisation(client: Client, line: Line) -> None:
    sign_on(client, line.organisation)
    assert "Aucun dans les dernières 24 heures" in client.get("/settings/telephone").content.decode()
    now = timezone.now()
    set_organisation(line.organisation_id)
    keep_refusals(
        line.organisation_id,
        [
            Refusal(TurnedAwayFor.NUMBER, "0033199<b>", "203.0.113.4", 2, now),
            Refusal(TurnedAwayFor.ADDRESS, "0199001234", "198.51.100.7", 1, now),
            Refusal(TurnedAwayFor.NUMBER, "", "", 1, now),
        ],
    )
    page = client.get("/settings/telephone").content.decode()
    for shown in ("0033199&lt;b&gt;", "203.0.113.4", "2 fois", "198.51.100.7", "GUICHET_TRUNKS", "faites envoyer le numéro"):
        assert shown in page
    sign_on(client, factories.make_organisation())
    assert "198.51.100.7" not in client.get("/settings/telephone").content.decode()
