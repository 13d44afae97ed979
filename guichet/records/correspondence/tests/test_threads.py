"""R10: a mail joins a thread only by an unguessable token or its References, and a compatible sender."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.correspondence.threads import Thread, Verdict, find_thread, fold_address, read_token, write_token

ZOE, KEY = "zoe@example.org", b"key"
CONTACT = uuid4()
THREAD = Thread(CONTACT, frozenset({ZOE}))


def judge(sender: str, *, token: bool = False, references: tuple[str, ...] = ()) -> Verdict:
    return find_thread(sender, CONTACT if token else None, references, {CONTACT: THREAD}, {"<out@v>": THREAD})


def test_a_mail_joins_a_thread_only_by_an_unguessable_token_or_its_references_and_a_compatible_sender() -> None:
    assert judge(ZOE, token=True) == Verdict(CONTACT)
    assert judge("Zoe+mairie@Example.org", references=("<x@y>", "<out@v>")) == Verdict(CONTACT)
    assert judge("eve@example.org", token=True) == Verdict(None, is_forged=True)
    assert judge("eve@example.org", references=("<out@v>",)) == Verdict(None, is_forged=True)
    assert judge("", references=("<out@v>",)) == Verdict(None, is_forged=True)
    assert judge(ZOE) == Verdict(None)


def test_a_token_opens_its_contact_under_any_key_that_still_holds() -> None:
    token = write_token(CONTACT, KEY)
    assert read_token(token.upper(), [b"new", KEY]) == CONTACT
    assert read_token(token, [b"new"]) is None
    assert len(f"accueil+{token}") <= 64


@pytest.mark.parametrize("place", range(44))
def test_a_token_that_differs_by_a_letter_opens_nothing(place: int) -> None:
    token = write_token(CONTACT, KEY)
    other = "a" if token[place] != "a" else "b"
    changed = token[:place] + other + token[place + 1 :]
    assert read_token(changed, [KEY]) is None


@given(st.text(max_size=60))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    assert read_token(text, [KEY]) is None
    assert fold_address(text) == fold_address(fold_address(text))
