"""Citizens of the play: each opens a contact, waits as long as he can bear, answers whoever answers, and leaves."""

import random
from dataclasses import dataclass
from uuid import UUID

from guichet_player.curves import draw_patience
from guichet_player.dialogues import Dialogue
from guichet_player.pace import Pace
from guichet_player.wire import Browser, Reply

LOOK_SECONDS = 3.0
"""Ours, between two looks at the conversation: the doors allow twenty reads a second to one address."""
LETTERS_PER_SECOND = 9.0
SILENCE = 300.0
"""Seconds of the play without an answer after which somebody in a conversation leaves."""


@dataclass(frozen=True, slots=True)
class Town:
    """What every citizen knows of the house."""

    address: str
    organisation: str
    reasons: dict[str, int]
    territories: tuple[int, ...]
    pace: Pace


async def live(town: Town, dialogue: Dialogue, chance: random.Random, look_seconds: float = LOOK_SECONDS) -> str:
    """Play one citizen to the end, and return how it ended: "ended", "left", or what the house said."""
    browser = Browser(town.address)
    reply = await _arrive(town, dialogue, chance, browser)
    if reply.status not in (200, 201):
        return str(reply.read_json().get("code", reply.status))
    opened = reply.read_json()
    browser.headers["Authorization"] = f"Bearer {opened['token']}"
    return await _Citizen(town, dialogue, chance, browser, f"/chat/contacts/{opened['contact']}").converse(look_seconds)


async def _arrive(town: Town, dialogue: Dialogue, chance: random.Random, browser: Browser) -> Reply:
    asked = {
        "key": _draw_key(chance),
        "organisation": town.organisation,
        "reason": town.reasons[dialogue.reason],
        "language": "fr",
        "text": dialogue.turns[0],
        "name": dialogue.name,
        "keeps_pass": True,
    }
    if town.territories and chance.random() < 0.6:
        asked["territory"] = chance.choice(town.territories)
    return await browser.post("/chat/contacts", asked)


@dataclass(slots=True)
class _Citizen:
    town: Town
    dialogue: Dialogue
    chance: random.Random
    browser: Browser
    path: str

    async def converse(self, look_seconds: float) -> str:
        patience, waited, silent = draw_patience(self.chance), 0.0, 0.0
        look = look_seconds * self.town.pace.speed
        while True:
            conversation = (await self.browser.get(self.path)).read_json()
            state, messages = conversation.get("state"), conversation.get("messages", [])
            if state == "waiting":
                waited += look
                if waited > patience:
                    return await self._leave()
            elif state == "answered":
                silent = 0.0 if await self._answer(messages) else silent + look
                if silent > SILENCE:
                    return await self._leave()
            else:
                return str(state)
            await self.town.pace.sleep(look)

    async def _answer(self, messages: list[dict[str, str]]) -> bool:
        """Say the next line when it is one's turn; whether something was said."""
        said = sum(message["author"] == "citizen" for message in messages)
        if not messages or messages[-1]["author"] != "agent" or said >= len(self.dialogue.asked):
            return False
        text = self.dialogue.asked[said]
        await self.browser.post(f"{self.path}/read", {"number": len(messages)})
        await self.town.pace.sleep(self.chance.uniform(3, 12))
        await self.browser.post(f"{self.path}/typing", {})
        await self.town.pace.sleep(len(text) / LETTERS_PER_SECOND)
        return (await self.browser.post(f"{self.path}/messages", {"key": _draw_key(self.chance), "text": text})).status in (200, 201)

    async def _leave(self) -> str:
        await self.browser.post(f"{self.path}/end", {"key": _draw_key(self.chance)})
        return "left"


def _draw_key(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
