"""The caller's way until somebody is looked for: greeting, language, reason, and the published script in its voice rendering.

At any moment 0 leads to a person (R15). So does silence, where the caller is the interpreter of a relay service: he has more time instead.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice import settings as limits
from guichet.channels.voice.sharing import Sharing, part_at_answer
from guichet.channels.voice.taping import OBJECT
from guichet.decisions.dialogue.inputs import Heard, PersonWanted, StayedSilent
from guichet.decisions.dialogue.words import Ask, Number, PostalCode
from guichet.decisions.routing.words import ContactId
from guichet.records.directory.postal import find_place
from guichet.records.errors import RefusedError
from guichet.records.prompts.sentences import SENTENCES, get_sentences
from guichet.records.scripts.sessions import Hearing, Inputs
from guichet.records.scripts.words import SessionState, Talk

if TYPE_CHECKING:
    from guichet.channels.voice.call import Call

PERSON = "0"
AGAIN = ("9", "#", "*")
POSTAL_DIGITS, PLACE_TRIES = 5, 2
MOST_LANGUAGES = 8
log = structlog.get_logger(__name__)


class Way:
    def __init__(self, call: "Call") -> None:
        self.call = call
        self.mouth = call.mouth
        self.line = call.line
        self.sharing = Sharing(call)

    async def walk(self) -> ContactId | None:
        """The contact for which somebody is looked for; None: the caller was answered, or nobody can answer, and he was told."""
        if self.line.is_closed:
            await self._turn_away()
            return None
        await self._greet()
        reason = await self._choose_reason()
        self.call.reason = reason or self.line.reason
        if reason is not None:
            talk = await self.call.ask(facts.begin_script, UUID(self.call.key), reason, self.call.language, self.call.number)
            if talk is not None:
                return await self._talk(talk, reason)
        return await self._open(reason or self.line.reason, is_known=reason is not None)

    async def _turn_away(self) -> None:
        """Those who steer closed the line: he hears why, and another way (R17)."""
        self.call.reason = self.line.reason
        await self.mouth.say(self.line.announcement.get(self.call.language, ""))
        await self.call.say_no(is_full=False)

    async def _greet(self) -> None:
        """The announcement is heard by everybody; a key ends the rest, and is not lost. The first language is taken when none is chosen."""
        first = self.call.language
        await self.mouth.say(self.line.announcement.get(first, ""))
        await self.call.tell_of_listening(self.line.pk)
        await self.call.tape.announce(self.line)
        key = await self.mouth.say(self._welcome(first), can_interrupt=True)
        spoken = [each for each in self.line.languages if each in SENTENCES][:MOST_LANGUAGES]
        if len(spoken) > 1:
            key = key or await self._offer_languages(spoken)
            chosen = read_place(key, len(spoken))
            self.call.language = first if chosen is None else spoken[chosen]
            key = PERSON if key == PERSON else None
        if key is not None:
            self.mouth.put_back(key)

    async def _offer_languages(self, spoken: Sequence[str]) -> str | None:
        """Every language says its own key."""
        for number, each in enumerate(spoken, start=1):
            self.call.language = each
            key = await self.mouth.say(get_sentences(each).choose_language.format(key=number), can_interrupt=True)
            if key is not None:
                return key
        return await self.mouth.hear(self.mouth.patience.key_seconds / 2)

    def _welcome(self, language: str) -> str:
        return self.line.welcome.get(language) or get_sentences(language).welcome.format(name=self.line.name)

    async def _choose_reason(self) -> str | None:
        """The key of a reason; None: a person, whatever it is about."""
        sentences, menu, patience = self.call.sentences, self.line.menu, self.mouth.patience
        if not menu:
            return self.line.reason
        lines = [
            sentences.press.format(text=labels.get(self.call.language) or labels.get("fr") or key, key=number)
            for number, (key, labels) in enumerate(menu, start=1)
        ]
        first, mistakes = "", 0
        for _ in range(limits.MOST_MENUS):
            key = await self.mouth.ask(first, *lines, sentences.person, sentences.repeat)
            if key == OBJECT:
                await self.call.tape.refuse()
            place = read_place(key, len(menu))
            if key == PERSON:
                return None
            if place is not None:
                return menu[place][0]
            first = "" if key in AGAIN else sentences.silence if key is None else sentences.not_understood
            mistakes += key not in AGAIN
            if mistakes >= patience.most_mistakes or (key is None and patience.is_silence_enough):
                break
        await self.mouth.say(sentences.unclear)
        return None

    async def _talk(self, talk: Talk, reason: str) -> ContactId | None:
        """The script speaks until it has answered, or hands over. One that cannot go on leads to a person too."""
        try:
            while talk.state is SessionState.OPEN:
                heard = await self._answer(talk)
                key = uuid5(UUID(self.call.key), f"turn {talk.turn}")
                hearing = Hearing(key=key, input=heard, seen=talk.turn, caller=self.call.number)
                talk = await self.call.ask(facts.hear_script, talk.session, hearing)
        except RefusedError as error:
            log.warning("a script could not go on: a person takes over", code=error.code)
            await self.mouth.say(self.call.sentences.unclear)
            return await self._open(reason)
        await self.sharing.note(talk)
        pressed = await self.sharing.say_last(talk)
        if talk.state is SessionState.HANDED_OVER:
            if talk.contact:
                return ContactId(talk.contact)
            await self.call.say_no(is_full=False)
            return None
        if pressed == PERSON:
            return await self._open(reason)
        await self.mouth.say(self.call.sentences.goodbye)
        return None

    async def _answer(self, talk: Talk) -> Inputs:
        """What the caller presses at a question: one key of its choices, or digits."""
        await self.sharing.note(talk)
        if talk.asks is None:
            keys = await self.sharing.ask(talk)
        else:
            before, after = part_at_answer(talk)
            keys = await self.mouth.ask_digits(*before, *after, most=count_digits(talk.asks))
        if not keys:
            return PersonWanted() if self.mouth.patience.is_silence_enough else StayedSilent()
        if keys == PERSON:
            self.sharing.drop()
            return PersonWanted()
        return Heard(text=keys)

    async def _open(self, reason: str, *, is_known: bool = False) -> ContactId | None:
        """Whoever only wants a person is asked nothing more."""
        call = self.call
        place = await self._ask_place() if is_known and self.line.asks_place else self.line.territory
        contact = await call.ask(facts.open_call, UUID(call.key), reason, call.language, call.came_at, place)
        if contact is None:
            await call.say_no(is_full=False)
        return contact

    async def _ask_place(self) -> int | None:
        """Where the caller lives, by his postal code. It is asked twice; nobody is turned away for not knowing it."""
        sentences, first = self.call.sentences, ""
        for _ in range(PLACE_TRIES):
            typed = await self.mouth.ask_digits(first, sentences.ask_postal_code, most=POSTAL_DIGITS)
            if typed == PERSON:
                break
            place = await self.call.ask(find_place, typed) if typed else None
            if place is not None:
                return int(place)
            first = sentences.no_such_place if typed else sentences.silence
        return None


def read_place(key: str | None, count: int) -> int | None:
    """Which of so many choices a key means, from 0; None: none of them."""
    return int(key) - 1 if key is not None and key.isdecimal() and 1 <= int(key) <= count else None


def count_digits(asks: Ask) -> int:
    """How many keys a question takes when no hash key ends it."""
    match asks.kind:
        case PostalCode():
            return POSTAL_DIGITS
        case Number(most=most):
            return len(str(most))
        case _:
            return limits.MOST_DIGITS
