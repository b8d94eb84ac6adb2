"""Telegram with its people, as a process of its own: ``python -m bench.crowd``.

It prints {"url", "tokens"} and then answers each JSON line on its input with one on its output:

    {"talk": {"bot", "people", "script", "at_once", "messages"}}   everybody waits for the answer,
        then says the next thing at once → {"messages", "calls", "seconds"}
    {"stream": {"bot", "people", "script", "rate", "messages"}}    so many messages a second,
        whether or not answers come → {"waits": [ms…], "late": [ms…], "unanswered", "gap"}
    {"watch": {"bot", "people", "limits"}}    from now on count what these people get, with
        Telegram's limits on or off → {}
    {"seen": {"bot"}}    → {"accepted": messages to anybody, "refused": by the limits, "lost":
        people without a message, "twice": messages more than one, "first" and "last": UNIX times}

``people`` is [first id, how many]; ``script`` is what each of them says, round and round; the word
PRESS presses the first button of the newest message that has one.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.support.telegram.limits import Limits
from tests.support.telegram.people import User
from tests.support.telegram.server import Server
from tests.support.telegram.world import Bot, Chat

PRESS = "PRESS"
ANSWER_WITHIN = 30.0


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with a script, and how far they are in it."""

    user: User
    chat: Chat
    script: Any

    def speak(self, bot: Bot) -> None:
        """Say or press the next thing."""
        words = next(self.script)
        if words != PRESS:
            self.user.says(words, bot=bot)
            return
        message = next(message for message in reversed(self.chat.messages) if message.keyboard)
        self.user.presses(message, message.keyboard[0][0]["text"])


class Everybody(dict[int, User]):
    """All people there are, each made when first named: a million of them cost nothing.

    They have all begun to talk with every bot.
    """

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    def get(self, id: int, _default: Any = None) -> User:  # type: ignore[override]
        """The user with this id."""
        user = super().get(id)
        if user is None:
            bots = {bot.id for bot in self._server.bots.values()}
            user = self[id] = User(self._server, id, started=bots)
        return user


@dataclass
class Gate(Limits):
    """Telegram's limits; and when the first and the last message came through to ``among``."""

    among: range = range(0)
    first: float = 0
    last: float = 0
    before: int = 0  # messages that the bot had sent when this began

    def check(self, chat: int) -> None:
        """As ever."""
        super().check(chat)
        if chat in self.among:
            self.last = time.time()
            self.first = self.first or self.last


class Crowd(Server):
    """The stand-in, which tells each person when the bot has answered them."""

    def __init__(self) -> None:
        super().__init__()
        self.users = Everybody(self)
        self._waiting: dict[int, tuple[Chat, int, asyncio.Future[float]]] = {}
        self._known: dict[tuple[int, int, str], Person] = {}

    def change(self) -> None:
        """Called after each call of a bot."""
        super().change()
        now = time.perf_counter()
        for key, (chat, count, future) in list(self._waiting.items()):
            if len(chat.messages) > count:
                del self._waiting[key]
                if not future.done():
                    future.set_result(now)

    def answer(self, chat: Chat) -> asyncio.Future[float]:
        """When the next message of the bot in ``chat`` is accepted."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[id(chat)] = (chat, len(chat.messages), future)
        return future

    def people(self, bot: Bot, first: int, count: int, script: list[str]) -> list[Person]:
        """These people; who is here already goes on where they are in the script."""
        found = []
        for id in range(first, first + count):
            key = (bot.id, id, "\n".join(script))
            if key not in self._known:
                user = self.user(id)
                user.started.add(bot.id)
                self._known[key] = Person(user, user.chat(bot), itertools.cycle(script))
            found.append(self._known[key])
        return found

    async def watch(self, bot: Bot, given: dict[str, Any]) -> dict[str, Any]:
        """Forget what these people got, and count from now on."""
        first, count = given["people"]
        among = range(first, first + count)
        for chat in [chat for chat in bot.privates if chat in among]:
            del bot.privates[chat]
        bot.limits = Gate(on=given["limits"], among=among, before=bot.sent)
        return {}

    async def seen(self, bot: Bot, _given: dict[str, Any]) -> dict[str, Any]:
        """What has come since ``watch``."""
        gate = bot.limits
        assert isinstance(gate, Gate)
        got = [len(bot.privates[chat].messages) for chat in bot.privates if chat in gate.among]
        reached = sum(count > 0 for count in got)
        return {
            "accepted": bot.sent - gate.before,
            "refused": gate.refused,
            "lost": len(gate.among) - reached,
            "twice": sum(got) - reached,
            "first": gate.first,
            "last": gate.last,
        }

    async def talk(self, bot: Bot, given: dict[str, Any]) -> dict[str, Any]:
        """Everybody in a hurry: as much as the bot can do with so many at once."""
        people = self.people(bot, *given["people"], given["script"])
        left = iter(range(given["messages"]))
        calls, began = self.requests, time.perf_counter()

        async def one(persons: list[Person]) -> int:
            said = 0
            for person, _number in zip(itertools.cycle(persons), left, strict=False):
                answered = self.answer(person.chat)
                person.speak(bot)
                await asyncio.wait_for(answered, ANSWER_WITHIN)
                said += 1
            return said

        at_once = given["at_once"]
        groups = [people[at::at_once] for at in range(at_once)]
        said = sum(await asyncio.gather(*(one(group) for group in groups if group)))
        seconds = time.perf_counter() - began
        await self.until(lambda: not bot.updates.pending)
        return {"messages": said, "calls": self.requests - calls, "seconds": seconds}

    async def stream(self, bot: Bot, given: dict[str, Any]) -> dict[str, Any]:
        """A steady flow, one person after the other."""
        people = self.people(bot, *given["people"], given["script"])
        loop = asyncio.get_running_loop()
        waits: list[tuple[float, asyncio.Future[float]]] = []
        late = []
        began = loop.time()
        for number in range(given["messages"]):
            due = began + number / given["rate"]
            await asyncio.sleep(max(0.0, due - loop.time()))
            late.append((loop.time() - due) * 1000)
            person = people[number % len(people)]
            answered = self.answer(person.chat)
            waits.append((time.perf_counter(), answered))
            person.speak(bot)
        done, missing = await asyncio.wait([f for _, f in waits], timeout=ANSWER_WITHIN)
        times = sorted(future.result() for future in done)
        return {
            "waits": [(f.result() - begin) * 1000 for begin, f in waits if f in done],
            "late": late,
            "unanswered": len(missing),
            "gap": max(b - a for a, b in itertools.pairwise(times)) * 1000,
        }


async def main() -> None:
    """Serve until the input ends."""
    options = argparse.ArgumentParser(prog="python -m bench.crowd")
    options.add_argument("--bots", type=int, default=1)
    given = options.parse_args()
    lines = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    async with Crowd() as crowd:
        bots = [crowd.bot(f"bench_{number}_bot") for number in range(given.bots)]
        gc.disable()  # a pause of ours would be taken for one of theirs
        print(json.dumps({"url": crowd.url, "tokens": [bot.token for bot in bots]}), flush=True)
        while line := await lines.readline():
            ((verb, order),) = json.loads(line).items()
            work = {
                "talk": crowd.talk,
                "stream": crowd.stream,
                "watch": crowd.watch,
                "seen": crowd.seen,
            }[verb]
            try:
                answer = await work(bots[order["bot"]], order)
            except TimeoutError:
                answer = {"error": "no answer"}
            gc.collect()
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
