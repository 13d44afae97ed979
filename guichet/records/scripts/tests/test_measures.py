"""Figures of a script: each session once, by reason."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.decisions.dialogue.inputs import Chosen, Heard, PersonWanted
from guichet.decisions.dialogue.words import Medium
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.scripts.actions import Details, Policy, save_details
from guichet.records.scripts.measures import measure
from guichet.records.scripts.models import Script, ScriptSession
from guichet.records.scripts.sessions import LIFE, Beginning, Hearing, Inputs, begin_session, hear
from guichet.records.scripts.tests.scripts import NOW, publish_script
from guichet.records.scripts.words import Talk

pytestmark = pytest.mark.django_db
REASONS = ("payment", "moving")


@pytest.fixture
def organisation() -> Organisation:
    organisation = factories.make_organisation(default_language="fr")
    queue = factories.make_queue(organisation, channels=["chat"])
    for key in REASONS:
        factories.make_reason(organisation, queue, key=key)
    script = publish_script(organisation, "payment").script
    save_details(script, Details("Paiements", tuple(Medium), {key: Policy() for key in REASONS}), Editing(None, NOW))
    return organisation


def tell(organisation: Organisation, *said: Inputs, reason: str = "payment", earlier: Talk | None = None) -> Talk:
    before = earlier.session if earlier else None
    talk = begin_session(organisation, Beginning(key=uuid4(), reason_key=reason, medium=Medium.PAGE, language="fr", earlier=before), NOW)
    for each in said:
        talk = hear(organisation, talk.session, Hearing(key=uuid4(), input=each), NOW)
    return talk


def test_every_session_is_counted_once_by_its_reason_and_its_end(organisation: Organisation) -> None:
    settled = tell(organisation, Chosen(option="date"), Heard(text="3"))
    tell(organisation, Chosen(option="date"), Heard(text="3"))
    tell(organisation, PersonWanted(), earlier=settled)
    tell(organisation, Chosen(option="help"))
    tell(organisation, Heard(text="??"), Heard(text="??"), reason="moving")
    tell(organisation)
    gone = tell(organisation, Chosen(option="date"))
    ScriptSession.objects.filter(pk=gone.session).update(expires_at=NOW)
    found = measure(Script.objects.get(), NOW - timedelta(days=30), NOW)
    payment, moving = found["payment"], found["moving"]
    assert (payment.begun, payment.settled, payment.handed_over, payment.left, payment.under_way, payment.back) == (6, 2, 2, 1, 1, 1)
    assert payment.why == {HandOverReason.ASKED: 1, HandOverReason.VULNERABLE: 1}
    assert (moving.begun, moving.why) == (1, {HandOverReason.MISUNDERSTOOD: 1})
    for each in found.values():
        assert each.begun == each.settled + each.unsettled + each.handed_over + each.left + each.under_way


def test_figures_stay_when_answers_are_gone_and_old_sessions_count_no_more(organisation: Organisation) -> None:
    tell(organisation, Chosen(option="date"), Heard(text="3"))
    ScriptSession.objects.update(document="", pieces="", lines="")
    script = Script.objects.get()
    assert measure(script, NOW, NOW + LIFE)["payment"].settled == 1
    assert measure(script, NOW + timedelta(seconds=1), NOW + LIFE) == {}
