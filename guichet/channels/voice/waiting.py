"""What somebody hears who waits: his place and what the wait will be, in plain words, music, and the way to be called back instead."""

from typing import TYPE_CHECKING

from guichet.channels.voice import facts
from guichet.channels.voice import settings as limits
from guichet.channels.voice.recalling import offer_callback
from guichet.channels.voice.words import MessageWanted
from guichet.records.contacts.waiting import Wait
from guichet.records.prompts.sentences import tell_wait

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

CALL_ME, LEAVE_MESSAGE = "2", "3"


async def wait_with_music(call: "Conversation", *, is_again: bool) -> None:
    """Until cancelled: somebody answers, or the caller leaves."""
    mouth, sentences = call.mouth, call.sentences
    first = sentences.again if is_again else sentences.connecting
    takes_messages = await call.takes_messages()
    while True:
        wait = await call.ask(facts.estimate, call.contact)
        offers = call.relay is None and may_be_called(wait)
        offered = [sentences.offer_callback if offers else "", sentences.offer_message if takes_messages else ""]
        key = await mouth.say(first, *tell_wait(sentences, wait), *offered, can_interrupt=True)
        await mouth.play_music()
        key = key or await mouth.hear(limits.MUSIC_SECONDS)
        if key == CALL_ME and offers:
            await offer_callback(call)
        if key == LEAVE_MESSAGE and takes_messages:
            call.happen(MessageWanted())
        first = sentences.held


def may_be_called(wait: Wait) -> bool:
    """Worth offering: the wait may be long, or nobody can say."""
    return wait.to_minutes is None or wait.to_minutes >= limits.CALLBACK_FROM_MINUTES
