"""What operators answer to a registration is read however they write it, and never more into it than they said."""

import pytest

from guichet.channels.voice.sip.enrolling import find_home, is_stale, read_answer
from guichet.channels.voice.sip.words import Registering
from guichet.decisions.dialling.registrations import Answer

WISH = Registering(
    key="k",
    trunk="sip:sip.operateur.example:5060",
    username="mairie",
    password="secret",
    contact="sip:33199001234@192.0.2.10:5060",
    seconds=600,
    opens=True,
)


@pytest.mark.parametrize(
    ("headers", "granted"),
    [
        ({"contact": ["<sip:33199001234@192.0.2.10:5060>;expires=120"]}, 120),
        ({"contact": ['<sip:33199001234@192.0.2.10:5060>;q=0.5;Expires="90"'], "expires": ["3600"]}, 90),
        ({"contact": ["<sip:a@192.0.2.9>;expires=3000, <SIP:33199001234@192.0.2.10:5060>;expires=60"]}, 60),
        ({"contact": ["<sip:a@192.0.2.9;x=1,2>;expires=3000", "<sip:33199001234@192.0.2.10:5060>;expires=61"]}, 61),
        ({"contact": ["<sip:a@192.0.2.9>;expires=3000"], "expires": ["300"]}, 300),
        ({"m": ["<sip:33199001234@192.0.2.10:5060>;expires=62"]}, 62),
        ({"expires": ["240"]}, 240),
        ({"expires": ["soon"]}, 0),
        ({"expires": ["-5"]}, 0),
        ({"contact": ["<sip:33199001234@192.0.2.10:5060>;expires=0"]}, 0),
        ({}, 600),
    ],
)
def test_the_time_that_is_given_is_that_of_our_own_contact(headers: dict[str, list[str]], granted: float) -> None:
    assert read_answer(200, headers, WISH) == Answer(200, granted=granted)


def test_a_refusal_gives_no_time_and_may_say_when_and_for_how_long() -> None:
    assert read_answer(423, {"min-expires": ["1800"], "expires": ["60"]}, WISH) == Answer(423, least=1800)
    assert read_answer(480, {"retry-after": ["120 (in two minutes)"]}, WISH) == Answer(480, later=120)
    assert read_answer(480, {"retry-after": ["", "x"]}, WISH) == Answer(480)


@pytest.mark.parametrize(
    ("trunk", "home"),
    [
        ("sip:sip.operateur.example:5060", "sip.operateur.example"),
        ("sip:192.0.2.1:5070", "192.0.2.1:5070"),
        ("sip:sip.operateur.example:5061;transport=tls", "sip.operateur.example"),
        ("sip:sip.operateur.example:5060;transport=tls", "sip.operateur.example:5060"),
    ],
)
def test_a_usual_port_is_not_said(trunk: str, home: str) -> None:
    assert find_home(trunk) == home


def test_only_a_question_that_is_too_old_is_answered_twice() -> None:
    assert is_stale(['Digest realm="x",nonce="y",stale=TRUE'])
    assert is_stale(['Digest realm="x",stale="true",nonce="y"'])
    assert not is_stale(['Digest realm="stale",nonce="true",stale=false'])
    assert not is_stale([])
    assert "secret" not in repr(WISH)
