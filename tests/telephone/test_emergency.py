"""Agents' telephones call for help: by the line that carries it, whatever the rules, and nobody else's telephone does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from tests.telephone.conftest import Town
from tests.telephone.test_deaths import kill_voice

AWA_TONE, HELP_TONE = 440, 1400
LEARNED = 4.0
"""Seconds until the voice process knows of a change of settings."""
KEEP = (
    "insert into calls_callingrules (organisation_id, emergency_line_id, zones, prefixes, callers, landline_price, mobile_price,"
    " abroad_price, day_cap, month_cap)"
    " select organisation_id, id, '{}', '{}', '{}', 1, 1, 1, 0, 0 from calls_line order by id limit 1"
    " on conflict (organisation_id) do update set emergency_line_id = excluded.emergency_line_id, zones = '{}', prefixes = '{}',"
    " landline_price = 1, mobile_price = 1, abroad_price = 1, day_cap = 0, month_cap = 0"
)


@contextmanager
def carried(town: Town, by: Telephone) -> Iterator[None]:
    """Emergency numbers leave by our line, whose rules let nothing else through."""
    town.lead_out(by)
    town.database.execute(KEEP)
    time.sleep(LEARNED)
    try:
        yield
    finally:
        town.database.execute("delete from calls_callingrules")
        time.sleep(LEARNED)


def speak(awa: Telephone, service: Telephone) -> None:
    wait_for(lambda: awa.heard() == {HELP_TONE} and service.heard() == {AWA_TONE}, "they do not hear one another")


def expect_over(town: Town) -> None:
    wait_for(lambda: town.states() == {"agent": "ended", "outside": "ended"}, "somebody is left on the line")


def test_an_agents_telephone_reaches_emergency_services_beyond_every_cap_and_it_is_in_the_audit(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(HELP_TONE, name="112", answers=True) as service, carried(town, service):
        awa.dial("112")
        speak(awa, service)
        [(entries,)] = town.ask("select count(*) from audit_entry where verb = 'emergency-called' and at >= %s", town.began)
        assert entries == 1
        assert "112" not in town.read_log("voice")
        service.hang_up()
        expect_over(town)


@pytest.mark.faults
def test_a_call_for_help_outlives_the_voice_process(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(HELP_TONE, name="15", answers=True) as service, carried(town, service):
        awa.dial("015")
        speak(awa, service)
        kill_voice(town)
        speak(awa, service)
        awa.hang_up()
        expect_over(town)


def test_a_telephone_that_is_none_of_ours_dials_nothing(town: Town) -> None:
    with town.caller(HELP_TONE, name="112", answers=True) as service, town.caller(AWA_TONE) as stranger, carried(town, service):
        stranger.dial("112")
        time.sleep(LEARNED)
        assert town.states() == {}


def test_where_no_line_carries_them_whoever_dials_one_is_told_so(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa:
        time.sleep(LEARNED)
        awa.dial("112")
        awa.await_sound()
        wait_for(lambda: town.states() == {"agent": "ended"}, "he is not let go when he was told")
