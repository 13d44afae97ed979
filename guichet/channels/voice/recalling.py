"""Being called back instead of waiting: at which number, and now or in a window that the caller chooses by a key."""

from typing import TYPE_CHECKING

from guichet.channels.voice import facts
from guichet.records.contacts.slots import Slot
from guichet.records.prompts.sentences import spell_number, tell_slot

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

YES, ANOTHER, LATER = "1", "2", "2"
TRIES = 3
MOST_SLOTS = 5
"""As many as one remembers until the last is said."""


async def offer_callback(call: "Conversation") -> None:
    """Whoever confirms no number stays in the queue; whoever chooses no time is called when his turn comes."""
    mouth, sentences, number = call.mouth, call.sentences, call.citizen.number
    for _ in range(TRIES):
        key = ANOTHER if not number else await mouth.ask(sentences.confirm_number.format(number=spell_number(number)))
        if key == YES:
            await _promise(call, number)
            return
        if key != ANOTHER:
            break
        typed = await mouth.ask_digits(sentences.type_number)
        number = facts.clean(typed) or ""
        if not number:
            await mouth.say(sentences.not_a_number)
    await mouth.say(sentences.back_to_queue)


async def _promise(call: "Conversation", number: str) -> None:
    """What the router makes of it is said by the call."""
    slot = await _choose_slot(call)
    call.promised = "" if slot is None else call.sentences.called_at.format(slot=tell_slot(call.sentences, slot))
    refusal = await call.ask(facts.ask_back, call.contact, number, slot)
    if refusal:
        await call.mouth.say(refusal)


async def _choose_slot(call: "Conversation") -> Slot | None:
    """None: as soon as his turn comes."""
    mouth, sentences = call.mouth, call.sentences
    slots = await call.ask(facts.list_windows, call.contact, MOST_SLOTS)
    if not slots or await mouth.ask(sentences.choose_when) != LATER:
        return None
    offered = {str(place): slot for place, slot in enumerate(slots, 1)}
    told = [sentences.choose_slot.format(slot=tell_slot(sentences, slot), key=key) for key, slot in offered.items()]
    for _ in range(TRIES):
        key = await mouth.ask(*told)
        if key in offered:
            return offered[key]
        await mouth.say(sentences.silence if key is None else sentences.not_understood)
    return None
