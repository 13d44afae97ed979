"""The caller's way by keys: whatever is pressed, and whenever somebody hangs up, it ends with a person, an answer, or an honest no."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice import facts
from guichet.channels.voice.call import Call
from guichet.channels.voice.conversation import Conversation
from guichet.channels.voice.hearing import find_hearing
from guichet.channels.voice.legs import Leg
from guichet.channels.voice.patience import RELAYED
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.taping import Tape
from guichet.channels.voice.voice import Mouth
from guichet.channels.voice.way import Way
from guichet.decisions.dialling.relays import Relay
from guichet.decisions.dialogue.words import Answer, Ask, Number, PostalCode, StepId
from guichet.decisions.routing.words import ContactId
from guichet.records.calls.lines import OpenLine
from guichet.records.calls.words import Side
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.prompts.sentences import ENGLISH, FRENCH, get_sentences
from guichet.records.prompts.tests.offices import publish_article
from guichet.records.scripts.errors import NoSuchSessionError
from guichet.records.scripts.tests.scripts import french, make_document, publish_script

CONTACT = ContactId("6c1a4a86-2a8b-4f43-9d9c-6d6f0b6e1a11")
MENU = (("payment", {"fr": "Un paiement", "en": "A payment"}), ("birth", {"fr": "Une naissance", "en": "A birth"}))
SILENCE = None


class ScriptedMouth(Mouth):
    """Hears these keys, one at each place where a key is listened for; None: nothing in time. Keeps what it said."""

    def __init__(self, call: Any, keys: Iterable[str | None]) -> None:
        super().__init__(call, LegKey("caller"))
        self.coming = list(keys)
        self.said: list[str] = []
        self.waited: list[float] = []

    async def say(self, *texts: str, can_interrupt: bool = False) -> str | None:
        await asyncio.sleep(0)
        self.said += [text for text in texts if text]
        if not self.keys.empty() and can_interrupt:
            return self.keys.get_nowait()
        return self.coming.pop(0) if can_interrupt and self.coming else None

    async def hear(self, seconds: float) -> str | None:
        self.waited.append(seconds)
        await asyncio.sleep(0)
        return self.coming.pop(0) if self.coming else None


class CallOnPaper:
    """What a way needs of a call. :param answers: of functions of records; those without one are asked for real."""

    def __init__(
        self,
        keys: Iterable[str | None],
        *,
        languages: tuple[str, ...] = ("fr",),
        menu: Any = MENU,
        organisation: int = 1,
        line: dict[str, Any] | None = None,
        **answers: Any,
    ) -> None:
        self.key, self.number, self.language = str(uuid4()), "+33612345678", languages[0]
        self.organisation, self.came_at = organisation, datetime(2026, 11, 30, 9, tzinfo=UTC)
        self.answers = {"must_tell": False, "list_closings": [], **answers}
        self.citizen, self.noted = Leg(LegKey("citizen"), Side.CITIZEN), dict[str, object]()
        self.opened: list[str] = []
        self.reason = ""
        self.relay: Relay | None = None
        self.line = OpenLine(
            organisation=organisation,
            time_zone="Europe/Paris",
            pk=1,
            number="+33199001234",
            label="Accueil",
            languages=languages,
            reason="anything",
            menu=menu,
            welcome={},
            announcement={"fr": "Annonce."},
            name="Allocations du Val",
            **(line or {}),
        )
        self.mouth = ScriptedMouth(self, keys)
        place = SimpleNamespace(folder=Path("/nowhere"))
        self.exchange: Any = SimpleNamespace(place=place, ask=lambda _call, _office, *asked: self.ask(*asked))
        self.find_hearing, self.agent = lambda: find_hearing(self.citizen), None
        self.tape = Tape(cast(Conversation, self))

    @property
    def sentences(self) -> Any:
        return get_sentences(self.language)

    async def ask(self, function: Callable[..., Any], *values: Any) -> Any:
        await asyncio.sleep(0)
        if function is facts.open_call:
            self.opened.append(values[1])
        name = function.__name__
        if name not in self.answers:
            return function(self.organisation, *values)
        answer = self.answers[name]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def note(self, leg: Leg, **values: object) -> None:
        assert leg is self.citizen
        self.noted |= values

    async def tell_of_listening(self, line: int | None) -> None:
        await Conversation.tell_of_listening(cast(Conversation, self), line)

    async def say_no(self, *, is_full: bool) -> None:
        await self.mouth.say(self.sentences.full if is_full else self.sentences.closed)

    def walk(self) -> ContactId | None:
        """Without an event loop, so that records are read where the test wrote them: nothing here waits for anything but its turn."""
        steps = Way(cast(Call, self)).walk()
        while True:
            try:
                steps.send(None)
            except StopIteration as end:
                return cast(ContactId | None, end.value)


def walk(*keys: str | None, **more: Any) -> CallOnPaper:
    """By a menu that no script follows."""
    call = CallOnPaper(keys, **{"begin_script": None, "open_call": CONTACT, **more})
    assert call.walk() == CONTACT
    return call


def test_a_key_leads_to_its_reason() -> None:
    assert walk(SILENCE, "2").opened == ["birth"]


def test_a_key_during_the_greeting_is_not_lost() -> None:
    call = walk("1")
    assert call.opened == ["payment"]
    assert call.mouth.said[0] == "Annonce."


def test_a_caller_is_told_that_he_may_be_listened_to_only_while_he_may() -> None:
    told, untold = walk("1", must_tell=True), walk("1")
    assert told.mouth.said[:2] == ["Annonce.", FRENCH.listened]
    assert (told.noted, told.opened) == ({"is_told": True}, ["payment"])
    assert FRENCH.listened not in untold.mouth.said
    assert not untold.noted


@pytest.mark.parametrize("wrong", ["7", SILENCE])
def test_after_a_second_mistake_a_person_answers(wrong: str | None) -> None:
    call = walk(SILENCE, wrong, SILENCE, wrong, SILENCE, "1")
    said = FRENCH.not_understood if wrong else FRENCH.silence
    assert call.mouth.said.count(said) == 1
    assert call.mouth.said[-1] == FRENCH.unclear
    assert call.opened == ["anything"]


def test_a_mistake_is_helped_once_and_a_repetition_is_none() -> None:
    assert walk(SILENCE, "9", "7", "#", "2").opened == ["birth"]


def test_who_has_the_menu_repeated_for_ever_gets_a_person() -> None:
    assert walk(SILENCE, *["9"] * 100).opened == ["anything"]


@pytest.mark.parametrize("before", [(), (SILENCE,), (SILENCE, "7"), (SILENCE, "9")])
def test_zero_leads_to_a_person_at_once_wherever_it_is_pressed(before: tuple[str | None, ...]) -> None:
    call = walk(*before, "0")
    assert call.opened == ["anything"]
    assert FRENCH.unclear not in call.mouth.said


def test_zero_leads_to_a_person_while_languages_are_offered() -> None:
    call = walk(SILENCE, SILENCE, "0", languages=("fr", "en"))
    assert (call.opened, call.language) == (["anything"], "fr")


def test_a_language_is_chosen_first_and_the_menu_is_in_it() -> None:
    call = walk(SILENCE, SILENCE, "2", "1", languages=("fr", "en"))
    assert (call.opened, call.language) == (["payment"], "en")
    assert ENGLISH.press.format(text="A payment", key=1) in call.mouth.said


def test_who_knows_the_key_of_his_language_need_not_wait_for_it() -> None:
    call = walk("2", "2", languages=("fr", "en"))
    assert (call.opened, call.language) == (["birth"], "en")


def test_without_a_menu_the_reason_of_the_line_is_taken() -> None:
    assert walk(menu=()).opened == ["anything"]


KEYS = st.lists(st.sampled_from([*"0123456789*#", None]), max_size=30)


@given(KEYS, st.sampled_from([("fr",), ("en", "fr"), ("fr", "en", "de")]))
def test_any_keys_end_with_one_contact(keys: list[str | None], languages: tuple[str, ...]) -> None:
    call = walk(*keys, languages=languages)
    assert len(call.opened) == 1
    assert call.opened[0] in {"payment", "birth", "anything"}
    assert call.language in languages


@given(KEYS, st.integers(min_value=0, max_value=80))
def test_a_caller_may_hang_up_at_every_instant(keys: list[str | None], instant: int) -> None:
    """The task of a call is cancelled then: nothing is opened after it, and nothing swallows it."""
    call = CallOnPaper(keys, begin_script=None, open_call=CONTACT)

    async def leave() -> tuple[bool, int, int]:
        task = asyncio.get_running_loop().create_task(Way(cast(Call, call)).walk())
        for _ in range(instant):
            await asyncio.sleep(0)
        is_over = task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        opened = len(call.opened)
        await asyncio.sleep(0)
        return is_over or task.cancelled(), opened, len(call.opened)

    is_clean, before, after = asyncio.run(leave())
    assert is_clean
    assert before == after <= 1


def test_nobody_there_is_said() -> None:
    call = CallOnPaper([SILENCE, "1"], begin_script=None, open_call=None)
    assert call.walk() is None
    assert call.mouth.said[-1] == FRENCH.closed


@pytest.fixture
def town(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    """With a script for one reason: a choice, digits, and an answer read aloud."""
    organisation = factories.make_organisation(default_language="fr")
    queue = factories.make_queue(organisation, channels=["voice"])
    for key in ("payment", "birth", "anything"):
        factories.make_reason(organisation, queue, key=key)
    return organisation


def publish_with_answer(town: Organisation) -> None:
    """A choice, five digits, then an answer read aloud."""
    publish_article(town, key="scale")
    rooms = Ask(name="rooms", text=french("Votre code postal ?"), kind=PostalCode(), next=StepId("scale"))
    publish_script(town, "payment", make_document(rooms=rooms, scale=Answer(article="scale", next=StepId("end"))))


def call_in(town: Organisation, *keys: str | None) -> tuple[CallOnPaper, ContactId | None]:
    call = CallOnPaper([SILENCE, "1", *keys], organisation=town.pk)
    return call, call.walk()


def test_a_published_script_is_answered_by_keys_and_its_answer_read_aloud(town: Organisation) -> None:
    publish_with_answer(town)
    call, contact = call_in(town, "1", *"75011")
    assert contact is None
    assert any("La date de mon paiement" in text and "tapez 1" in text for text in call.mouth.said)
    answer, *ends = call.mouth.said[-3:]
    assert answer.startswith("L’aide est de quatre cent vingt-trois euros et quarante-huit centimes")
    assert ends == ["Merci, bonne journée.", FRENCH.goodbye]
    assert not Contact.objects.of(town.pk).exists()


def test_the_place_that_a_script_asked_for_goes_along_to_whoever_takes_over(town: Organisation) -> None:
    paris = factories.make_territory(town, code="75")
    last = Ask(name="more", text=french("Combien de pièces ?"), kind=Number(most=20), next=StepId("end"))
    where = Ask(name="rooms", text=french("Votre code postal ?"), kind=PostalCode(), next=StepId("more"))
    publish_script(town, "payment", make_document(rooms=where, more=last))
    _, contact = call_in(town, "1", *"75011", "0")
    assert Contact.objects.of(town.pk).get(pk=str(contact)).territory_id == paris.pk


@pytest.mark.parametrize("keys", [("0",), ("1", "0"), ("1", "0", "#")])
def test_zero_leads_from_every_question_of_a_script_to_a_person_with_the_answers(town: Organisation, keys: tuple[str, ...]) -> None:
    publish_script(town, "payment")
    call, contact = call_in(town, *keys)
    assert contact is not None
    assert "Une personne vous répond, avec vos réponses." in call.mouth.said
    assert Contact.objects.of(town.pk).get().channel == "voice"


@pytest.mark.parametrize("keys", [("7", "7"), (SILENCE, SILENCE), ("1", SILENCE, SILENCE), ("1", "9", "9", "#", "9", "9", "#")])
def test_a_second_mistake_in_a_script_leads_to_a_person(town: Organisation, keys: tuple[str | None, ...]) -> None:
    publish_script(town, "payment")
    _, contact = call_in(town, *keys)
    assert contact is not None


def test_an_interpreter_who_presses_nothing_in_a_script_reaches_a_person_at_once(town: Organisation) -> None:
    publish_with_answer(town)
    call = CallOnPaper([SILENCE, "1", "1", SILENCE, SILENCE], organisation=town.pk)
    call.mouth.patience, call.number = RELAYED, ""
    assert call.walk() is not None
    assert call.mouth.said[-1] == "Une personne vous répond, avec vos réponses."


def test_a_star_goes_back_and_a_hash_key_repeats(town: Organisation) -> None:
    publish_script(town, "payment")
    call, contact = call_in(town, "1", "*", "#", "1", "#", "3", "#")
    assert contact is None
    questions = [text for text in call.mouth.said if text == "Combien de pièces ?"]
    assert len(questions) == 3


def test_a_script_that_cannot_go_on_leads_to_a_person(town: Organisation) -> None:
    publish_script(town, "payment")
    call = CallOnPaper([SILENCE, "1", "1"], organisation=town.pk, hear_script=NoSuchSessionError())
    assert call.walk() is not None
    assert call.mouth.said[-1] == FRENCH.unclear
    assert call.opened == ["payment"]


LOIRET = 45


def ask_where(keys: list[str | None], line: dict[str, Any] | None = None, **more: Any) -> tuple[CallOnPaper, list[Any]]:
    """What the contact was opened with, where several départements are answered."""
    call = CallOnPaper(keys, line={"asks_place": True, **(line or {})}, **{"begin_script": None, "find_place": LOIRET, **more})
    opened: list[Any] = []

    async def ask(function: Callable[..., Any], *values: Any) -> Any:
        if function is facts.open_call:
            opened.append(values)
            return CONTACT
        return call.answers[function.__name__]

    call.ask = ask  # type: ignore[method-assign]
    steps = Way(cast(Call, call)).walk()
    try:
        while True:
            steps.send(None)
    except StopIteration:
        return call, [values[-1] for values in opened]


def test_whoever_chose_a_reason_says_where_he_lives() -> None:
    call, places = ask_where([SILENCE, "1", *"45000"])
    assert places == [LOIRET]
    assert FRENCH.ask_postal_code in call.mouth.said


@pytest.mark.parametrize("keys", [[SILENCE, "0"], [SILENCE, "1", "0"], [SILENCE, SILENCE, SILENCE]])
def test_whoever_wants_a_person_is_asked_no_more(keys: list[str | None]) -> None:
    assert ask_where(keys)[1] == [None]


def test_a_place_that_is_not_known_keeps_nobody_from_a_person() -> None:
    call, places = ask_where([SILENCE, "1", *"99999", *"99999"], find_place=None)
    assert places == [None]
    assert call.mouth.said.count(FRENCH.ask_postal_code) == 2


def test_nobody_is_asked_on_a_regional_number() -> None:
    call, places = ask_where([SILENCE, "1"], {"asks_place": False, "territory": LOIRET})
    assert places == [LOIRET]
    assert FRENCH.ask_postal_code not in call.mouth.said


def test_a_line_that_is_closed_for_now_says_why_and_looks_for_nobody() -> None:
    call, places = ask_where(["1"], {"is_closed": True})
    assert places == []
    assert call.mouth.said == ["Annonce.", FRENCH.closed]
