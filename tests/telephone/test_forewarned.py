"""SMS around calls: whoever is called back has his before his telephone rings, once for each try; whoever was answered takes it along."""

import time
from collections.abc import Iterator

import pytest

from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone import answered
from tests.telephone.conftest import Town
from tests.telephone.strangers import stranger
from tests.telephone.test_consulting import expect_nobody_left
from tests.telephone.test_emergency import LEARNED
from tests.telephone.test_in_vain import calling_back, list_attempts
from tests.telephone.test_ways import count_turns, sessions

NUMBER = "+33612345621"
SWEPT_SECONDS = 12.0
"""The job that looks for those whom nobody told has been there twice."""


@pytest.fixture
def with_sms(town: Town) -> Iterator[Town]:
    """The organisation has a number, at which nothing leaves: what would is kept."""
    _, organisation = town.find_agent("awa")
    town.ask(
        "insert into messaging_account (organisation_id, channel, kind, address, reason_id, language, is_active, acknowledges, settings,"
        " per_second, paused_until, trouble) select %s, 'sms', 'smpp', '36199', id, 'fr', true, false, '{}', 5,"
        " now() + interval '1 hour', '' from directory_reason where organisation_id = %s limit 1"
        " on conflict (organisation_id, kind, address) do update set is_active = true returning 1",
        organisation,
        organisation,
    )
    yield town
    town.ask("update messaging_account set is_active = false where address = '36199' returning 1")


def list_sent(town: Town) -> list[tuple[str, str]]:
    """In this story."""
    asked = "select purpose, text from messaging_outgoing where handle = %s and created_at >= %s order by created_at"
    return town.ask(asked, NUMBER, town.began)


def test_he_reads_that_he_is_called_before_it_rings(with_sms: Town) -> None:
    town = with_sms
    busy = (486, "Busy Here", "")
    with stranger(busy) as operator, calling_back(town, NUMBER, operator) as (_, contact):
        wait_for(lambda: list_sent(town), "nobody tells him", 30)
        assert "INVITE" not in operator.methods(), "he is rung before he is told"
        wait_for(lambda: "INVITE" in operator.methods(), "nobody is called", 40)
        [(purpose, text)] = list_sent(town)
        assert purpose == "call"
        assert "01 99 00 12 34" in text
        wait_for(lambda: list_attempts(town, contact) == [(1, True)], "it is not noted", 40)
        time.sleep(SWEPT_SECONDS)
        assert len(list_sent(town)) == 1, "the next try is announced before its time"
        assert "calls could not be announced" not in town.read_log("work")
        expect_nobody_left(town)


def test_a_caller_takes_along_the_answer_that_was_read_to_him(with_sms: Town) -> None:
    town = with_sms
    answered.publish(town.house.folder)
    [(keys,)] = town.ask("select cardinality(menu) from calls_line")
    time.sleep(LEARNED)
    with town.caller(name=NUMBER) as citizen:
        town.call(citizen, key=str(keys))
        wait_for(lambda: sessions(town) == [("open", "voice")], "no script begins")
        citizen.press("1")
        wait_for(lambda: count_turns(town) > 1, "the key is not heard")
        citizen.press("75011")

        def is_sent() -> bool:
            """The key serves from the offer on; what is pressed while the answer is read is for nothing."""
            citizen.press("5")
            return any(purpose == "answer" for purpose, _ in list_sent(town))

        wait_for(is_sent, "nothing is sent to him", 90)
        wait_for(lambda: town.states() == {"citizen": "ended"}, "he is not thanked", 60)
    [text] = [text for purpose, text in list_sent(town) if purpose == "answer"]
    assert "https://ville.example/o/" in text
    assert text.endswith("/answers/scale")
