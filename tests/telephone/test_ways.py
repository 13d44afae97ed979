"""What callers meet before anybody answers, by the keys of a real telephone: a script, a full queue, a machine that takes a message."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from tests.telephone.conftest import CALLED, Town, ask_back

LOOKED_AT = 3.0
"""Seconds within which the exchange knows a line that was changed."""
SPOKEN = 4.0


def is_over(town: Town) -> bool:
    return town.states() == {"citizen": "ended"}


def sessions(town: Town) -> list[tuple[str, str]]:
    return town.ask("select state, medium from scripts_session where created_at >= %s", town.began)


def count_turns(town: Town) -> int:
    [(turn,)] = town.ask("select turn from scripts_session where created_at >= %s", town.began)
    return int(turn)


def enter_script(town: Town, citizen: Telephone) -> None:
    town.call(citizen, key="3")
    wait_for(lambda: sessions(town) == [("open", "voice")], "no script begins")


def test_a_script_is_answered_by_keys_and_ends_the_call(town: Town) -> None:
    with town.caller() as citizen:
        enter_script(town, citizen)
        citizen.press("1")
        wait_for(lambda: town.ask("select 1 from scripts_session where turn > 1 and created_at >= %s", town.began), "the key is not heard")
        citizen.press("2#")
        wait_for(lambda: sessions(town) == [("settled", "voice")], "the digits are not heard")
        wait_for(lambda: is_over(town), "he is left on the line", 30)
        assert town.contact() is None


def test_zero_in_a_script_leads_to_a_person(town: Town) -> None:
    with town.caller() as citizen:
        enter_script(town, citizen)
        citizen.press("0")
        wait_for(lambda: town.contact() == ("voice", "waiting"), "nobody is looked for")
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "withdrawn"), "he still waits")


@contextmanager
def full(town: Town) -> Iterator[None]:
    """Nobody more may wait."""
    [(queue,)] = town.ask("select id from directory_queue")
    policy = {"queue": queue, "commitment_ms": 600_000, "offer_ms": 60_000, "wrap_up_ms": 120_000, "priority_minutes": 0}
    town.post("QueueConfigured", policy={**policy, "most_waiting": 0})
    try:
        yield
    finally:
        town.post("QueueConfigured", policy=policy)


@contextmanager
def taking_messages(town: Town) -> Iterator[None]:
    town.ask("update calls_line set takes_messages = true returning 1")
    time.sleep(LOOKED_AT)
    try:
        yield
    finally:
        town.ask("update calls_line set takes_messages = false returning 1")


def test_a_full_queue_is_said_and_the_call_ends(town: Town) -> None:
    """R17."""
    with full(town), town.caller() as citizen:
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "turned_away"), "he is not turned away")
        citizen.await_sound()
        wait_for(lambda: is_over(town), "he is left on the line", 40)


def messages(town: Town) -> list[tuple[str, int]]:
    return town.ask("select state, seconds from calls_recording where began_at >= %s", town.began)


def speak_to_machine(town: Town, citizen: Telephone) -> None:
    """His telephone plays a tone all the time: he speaks as soon as he is listened to."""
    citizen.dial(CALLED)
    wait_for(lambda: "citizen" in town.states(), "nobody answers")
    citizen.await_sound()
    citizen.press("1")
    wait_for(lambda: messages(town) and messages(town)[0][0] == "open", "no message is taken", 40)
    wait_for(lambda: list((town.house.folder / "telephone" / "recordings" / "pcaps").glob("*.pcap")), "nothing is recorded")
    time.sleep(SPOKEN)


def expect_message(town: Town, seconds: float = 40) -> None:
    wait_for(lambda: town.contact() == ("message", "waiting"), "it becomes no contact", seconds)
    [(state, length)] = messages(town)
    assert state == "kept"
    assert length >= SPOKEN - 1
    wait_for(lambda: not list((town.house.folder / "telephone" / "recordings" / "pcaps").glob("*.pcap")), "what was said stays on the disk")


@pytest.mark.parametrize("end", ["key", "hang-up"])
def test_a_message_left_when_it_is_full_becomes_a_contact(end: str, town: Town) -> None:
    with taking_messages(town), full(town), town.caller() as citizen:
        speak_to_machine(town, citizen)
        if end == "key":
            citizen.press("#")
            time.sleep(1)
            citizen.press("1")
            wait_for(lambda: is_over(town), "he is left on the line", 30)
        else:
            citizen.hang_up()
    expect_message(town)


def test_who_waits_may_leave_a_message_instead(town: Town) -> None:
    with taking_messages(town), town.caller() as citizen:
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        citizen.press("3")
        wait_for(lambda: messages(town), "no message is taken")
        wait_for(lambda: town.contact() == ("voice", "withdrawn"), "he still waits")
        wait_for(lambda: list((town.house.folder / "telephone" / "recordings" / "pcaps").glob("*.pcap")), "nothing is recorded", 30)
        time.sleep(SPOKEN)
        citizen.hang_up()
    expect_message(town)


@pytest.mark.faults
def test_what_was_said_before_the_voice_process_died_becomes_a_contact(town: Town) -> None:
    with taking_messages(town), full(town), town.caller() as citizen:
        speak_to_machine(town, citizen)
        town.house.kill("voice")
        wait_for(lambda: town.house.find_or_none("voice") is None, "it does not die")
    expect_message(town, 150)


def test_a_citizen_who_is_busy_is_called_again_by_rule(town: Town) -> None:
    with town.caller(name="+33612345678") as citizen:
        town.lead_out(citizen)
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        ask_back(citizen)
        wait_for(lambda: town.contact() == ("callback", "waiting") and is_over(town), "no callback is kept")
        with town.post_of("awa", 440):
            town.be_present("awa")
            wait_for(lambda: town.contact() == ("callback", "offered"), "it is offered to nobody")
            [(contact,)] = town.ask("select id from contacts_contact where arrived_at >= %s", town.began)
            town.post("OfferAccepted", contact=str(contact), agent=town.find_agent("awa")[0])
            wait_for(lambda: "citizen" in town.states() and town.states()["citizen"] == "ringing", "he is not rung", 40)
            time.sleep(2)
            citizen.hang_up()  # of a call that comes in: 486
            wait_for(lambda: town.ask("select attempts from contacts_callback where contact_id = %s", contact) == [(1,)], "it is not noted")
            wait_for(lambda: not town.ask("select 1 from calls_leg where ended_at is null"), "a leg is left", 40)
