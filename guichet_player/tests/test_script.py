"""What is played: dialogues that the demonstration's directory knows, a day with two rushes, and a clock that skips the nights."""

import asyncio
import random
from datetime import datetime, timedelta

import yaml

from guichet.records.directory.demonstration import FILE
from guichet_player.curves import LEAST_PATIENCE, draw_gap, draw_patience, get_rate
from guichet_player.dialogues import find_dialogue, read_dialogues
from guichet_player.pace import BEGINNING, FASTEST, Pace

MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001 - a day of the play, in no zone


def test_there_are_forty_conversations_of_several_turns_and_each_begins_in_its_own_words() -> None:
    dialogues = read_dialogues()
    assert len(dialogues) >= 40
    assert len({dialogue.turns[0] for dialogue in dialogues}) == len(dialogues)
    assert all(len(dialogue.turns) >= 5 and all(isinstance(turn, str) for turn in dialogue.turns) for dialogue in dialogues)
    assert all(find_dialogue(dialogue.turns[0]) is dialogue for dialogue in dialogues)
    assert find_dialogue("Bonjour, je suis bien réel") is None


def test_every_reason_and_outcome_is_one_of_the_demonstrations_directory() -> None:
    directory = yaml.safe_load(FILE.read_text())
    assert {dialogue.reason for dialogue in read_dialogues()} <= directory["reasons"].keys()
    assert {dialogue.outcome for dialogue in read_dialogues()} <= directory["outcomes"].keys()


def test_a_day_has_a_rush_in_the_morning_a_lull_at_noon_and_a_second_rush() -> None:
    rates = {hour: get_rate(MONDAY + timedelta(hours=hour)) for hour in (8, 10, 12, 14, 17)}
    assert rates[10] > 2 * rates[12] > 0
    assert rates[14] > 1.5 * rates[12]
    assert rates[8] < rates[12] > rates[17]


def test_mondays_are_the_busiest_and_nobody_comes_at_night_or_on_a_sunday() -> None:
    at_ten = [get_rate(MONDAY + timedelta(days=day, hours=10)) for day in range(7)]
    assert max(at_ten) == at_ten[0]
    assert at_ten[5:] == [0, 0]
    assert get_rate(MONDAY + timedelta(hours=3)) == 0


def test_arrivals_follow_the_rate_and_the_same_seed_brings_the_same_people() -> None:
    gaps = [draw_gap(360, random.Random(number)) for number in range(2_000)]
    assert 9 < sum(gaps) / len(gaps) < 11
    assert draw_gap(0, random.Random(1)) == 60
    assert [draw_patience(random.Random(7)) for _ in range(3)] == [draw_patience(random.Random(7))] * 3
    assert min(draw_patience(random.Random(number)) for number in range(500)) >= LEAST_PATIENCE


def test_the_clock_runs_at_its_speed_and_skips_nights_and_weekends() -> None:
    moment = 0.0
    pace = Pace(speed=10, clock=lambda: moment)
    assert pace.read() == BEGINNING
    moment = 60.0
    assert pace.read() == BEGINNING + timedelta(minutes=10)
    moment += 9 * 360
    assert (pace.read().isoweekday(), pace.now.hour, pace.now.minute) == (2, 8, 30)
    pace.now = pace.now.replace(day=27, hour=18)
    assert pace.read().isoweekday() == 1


def test_a_speed_out_of_bounds_is_brought_back_and_whoever_waits_feels_a_change() -> None:
    pace = Pace(speed=1)
    pace.change(1_000)
    assert pace.speed == FASTEST
    asyncio.run(asyncio.wait_for(pace.sleep(4), 2))
