"""Agents of the play: each signs in, keeps a desk open, accepts, answers, notes and wraps up, pauses, and lets go of his account at once
when somebody signs in as him. Calls he declines at once: he cannot speak."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

from guichet_player.dialogues import GENERAL, Dialogue, find_dialogue
from guichet_player.pace import Pace
from guichet_player.wire import Browser, UnreachedError

LETTERS_PER_SECOND = 12.0
LOOK_SECONDS, SESSIONS_SECONDS = 4.0, 3.0
"""Ours: between two looks at the desk when nothing was heard, and at who else is signed in with this account."""
QUIET_SECONDS = 120.0
"""Of the play: after so long without a word the agent ends a conversation in which everything was said."""
PAUSE_EVERY = 3_000.0
SPOKEN = ("voice", "callback")
"""Channels of calls. Nobody played has a voice: they are left to whoever really sits at a desk. A call by text is written like a chat."""
Card = dict[str, Any]


class SignInError(Exception):
    """The account was not let in: the password is not its own any more, or too many tried."""


@dataclass(slots=True)
class Agent:
    """One played agent. `busy` is what he does about each of his contacts; `is_let_go`: somebody real sits there."""

    address: str
    email: str
    password: str
    pace: Pace
    chance: random.Random
    browser: Browser = field(init=False)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    is_let_go: bool = False

    def __post_init__(self) -> None:
        self.browser = Browser(self.address)

    async def play(self) -> None:
        """Work until cancelled; while somebody else sits at this account, only watch for his leaving."""
        while True:
            try:
                await self.sign_in()
                await self._work()
            except (UnreachedError, SignInError):
                await asyncio.sleep(5)
            finally:
                for task in self.busy.values():
                    task.cancel()
                self.busy.clear()

    async def sign_in(self) -> None:
        """:raises SignInError: it was refused."""
        self.browser = Browser(self.address)
        await self.browser.get("/sign-in")
        if (await self.browser.send_form("/sign-in", {"email": self.email, "password": self.password})).status != 302:
            raise SignInError

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_desk_open())
            group.create_task(self._watch_others())
            group.create_task(self._take_pauses())
            group.create_task(self._look())

    async def _keep_desk_open(self) -> None:
        """The open stream is what tells the house that somebody sits here; what it says only wakes us."""
        while True:
            if self.is_let_go:
                await asyncio.sleep(1)
                continue
            with suppress(UnreachedError):
                state = (await self.browser.get("/live/state")).read_json()
                async for line in self.browser.follow(f"/live/events?cursor={quote(state['cursor'])}"):
                    if line.startswith(b"data: "):
                        self.heard.set()
                    if self.is_let_go:
                        break
            await asyncio.sleep(1)

    async def _watch_others(self) -> None:
        while True:
            reply = await self.browser.get("/account/sessions")
            if reply.status != 200:
                raise UnreachedError
            # A session without a known browser is one of a player that was stopped before.
            self._let_go(any(session["device"] and not session["is_current"] for session in reply.read_json()["sessions"]))
            await asyncio.sleep(SESSIONS_SECONDS)

    def _let_go(self, somebody_is_there: bool) -> None:
        if somebody_is_there and not self.is_let_go:
            for task in self.busy.values():
                task.cancel()
            self.busy.clear()
        self.is_let_go = somebody_is_there

    async def _take_pauses(self) -> None:
        await self._be("available")
        while True:
            await self.pace.sleep(self.chance.expovariate(1 / PAUSE_EVERY) + 600)
            if self.is_let_go:
                continue
            await self._be("paused", self.chance.choice(("break", "files", "meeting")))
            await self.pace.sleep(self.chance.uniform(180, 600))
            await self._be("available")

    async def _be(self, presence: str, reason: str | None = None) -> None:
        if not self.is_let_go:
            await self._post("/live/presence", {"presence": presence, "reason": reason})

    async def _look(self) -> None:
        while True:
            self.heard.clear()
            if not self.is_let_go:
                await self._look_once()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self.heard.wait()

    async def _look_once(self) -> None:
        reply = await self.browser.get("/live/state")
        if reply.status != 200:
            raise UnreachedError
        state = reply.read_json()
        if _is_missing(state["me"]):
            await self._be("available")
        for card in state["contacts"]:
            if card["contact"] not in self.busy or self.busy[card["contact"]].done():
                self.busy[card["contact"]] = asyncio.create_task(self._do(card))
        current = {card["contact"] for card in state["contacts"]}
        for contact in self.busy.keys() - current:
            self.busy.pop(contact).cancel()

    async def _do(self, card: Card) -> None:
        """The next thing to do about one contact; a refusal is looked at afresh."""
        with suppress(UnreachedError):
            match card["state"]:
                case "offered" if _is_spoken(card):
                    await self._post(f"/live/contacts/{card['contact']}/decline", {})
                case "offered":
                    await self.pace.sleep(self.chance.uniform(2, 8))
                    await self._post(f"/live/contacts/{card['contact']}/accept", {})
                case "assigned":
                    await self._answer(card)
                case "wrapping_up":
                    await self._wrap_up(card)
            self.heard.set()

    async def _answer(self, card: Card) -> None:
        path, messages = f"/live/contacts/{card['contact']}", [m for m in card["messages"] if m["kind"] == "message"]
        dialogue = _find(messages)
        lines = dialogue.answered if dialogue else GENERAL
        said = sum(message["author"] == "agent" for message in messages)
        if messages and messages[-1]["author"] == "citizen" and said < len(lines):
            await self._say(path, lines[said], is_first=said == 0)
            return
        await self.pace.sleep(15 if dialogue and said >= len(lines) else QUIET_SECONDS)
        if said >= len(lines):
            if dialogue and self.chance.random() < 0.4:
                await self._post(f"{path}/messages", {"text": dialogue.note, "kind": "note"})
            await self._post(f"{path}/end", {})

    async def _say(self, path: str, text: str, *, is_first: bool) -> None:
        await self.pace.sleep(self.chance.uniform(2, 6) if is_first else self.chance.uniform(4, 15))
        await self._post(f"{path}/typing", {})
        await self.pace.sleep(len(text) / LETTERS_PER_SECOND)
        await self._post(f"{path}/messages", {"text": text})

    async def _wrap_up(self, card: Card) -> None:
        dialogue = _find(card["messages"])
        await self.pace.sleep(self.chance.uniform(6, 25))
        asked = {
            "reason": card["reason"],
            "outcome": dialogue.outcome if dialogue else "informed",
            "note": dialogue.note if dialogue else "",
        }
        await self._post(f"/live/contacts/{card['contact']}/wrap-up", asked)

    async def _post(self, path: str, asked: dict[str, object]) -> None:
        if not self.is_let_go:
            await self.browser.post(path, asked | {"key": str(UUID(int=self.chance.getrandbits(128), version=4))})


def _is_missing(me: dict[str, Any]) -> bool:
    """Gone, or put on a pause because nobody took an offer: a pause of his own ends by itself."""
    return bool(me["presence"] == "offline" or me["presence_reason"] == "no-answer")


def _is_spoken(card: Card) -> bool:
    return card["channel"] in SPOKEN and card["text"] is None


def _find(messages: list[dict[str, Any]]) -> Dialogue | None:
    return find_dialogue(messages[0]["text"]) if messages else None
