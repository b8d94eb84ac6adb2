"""Taking a message back: deleted, else changed, else corrected; whatever it was, wherever it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import Capabilities, Gone, Later, Outcome, Piece, Refused, Sent, Unknown
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.media import KeptIds
from delivery import run as acts
from delivery.bulk import take_back
from store.announcements import Wording
from store.engine import Store
from store.outbox_bulk import Letter
from tests.support.office import EDITS, Office
from tests.support.telegram.house import Files
from tests.support.telegram.server import Server
from tests.support.telegram.world import Chat
from tests.support.town import CAPABILITIES, RecordingChannel

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
WITHDRAWN = Piece("Xã thu hồi thông báo này")
CANNOT = Refused("cannot")


def letter(chat: str = "7", target: str = "31") -> Letter:
    return Letter(
        1, 1, 0, 1, "test", chat, chat.startswith("-"), 1, target, 1, "again", NOW, NOW, ""
    )


class Told:
    """A channel that notes what it is asked for and answers as it was told to."""

    def __init__(self, can: Capabilities, **answers: Outcome) -> None:
        self.capabilities = can
        self.answers = answers
        self.asked: list[str] = []

    def _answer(self, act: str, chat: str, id: str = "") -> Outcome:
        self.asked.append(act)
        assert (chat, id) == ("7", "31" if act != "send" else "")
        return self.answers.get(act, Sent("32"))

    async def delete(self, chat: str, id: str) -> Outcome:
        return self._answer("delete", chat, id)

    async def edit(self, chat: str, id: str, piece: Piece) -> Outcome:
        assert piece == WITHDRAWN
        return self._answer("edit", chat, id)

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        assert piece == WITHDRAWN
        return self._answer("send", chat)


@pytest.mark.parametrize(
    ("deletes", "edits", "target", "answers", "asked"),
    [
        (True, True, "31", {}, "delete"),
        (True, True, "31", {"delete": CANNOT}, "delete edit"),
        (True, True, "31", {"delete": CANNOT, "edit": CANNOT}, "delete edit send"),
        (True, False, "31", {"delete": CANNOT}, "delete send"),
        (False, True, "31", {}, "edit"),
        (False, True, "31", {"edit": CANNOT}, "edit send"),
        (False, False, "31", {}, "send"),
        # Nobody knows under which number it arrived, if it did.
        (True, True, "", {}, "send"),
        # What may yet be done, or has perhaps been done, is not done in another way beside it.
        (True, True, "31", {"delete": Later(timedelta(seconds=3), "429")}, "delete"),
        (True, True, "31", {"delete": Unknown("cut")}, "delete"),
        (True, True, "31", {"delete": Gone("blocked")}, "delete"),
        (True, True, "31", {"delete": CANNOT, "edit": Unknown("cut")}, "delete edit"),
    ],
)
async def test_it_is_deleted_else_changed_else_corrected(
    deletes: bool, edits: bool, target: str, answers: dict[str, Outcome], asked: str
) -> None:
    channel = Told(replace(CAPABILITIES, delete=deletes, edit=edits), **answers)
    outcome = await take_back(channel, letter(target=target), WITHDRAWN)  # type: ignore[arg-type]
    assert channel.asked == asked.split()
    assert outcome == answers.get(channel.asked[-1], Sent("32"))


PIECES = {
    "text": Piece("Mời họp"),
    "picture": Piece("Mời họp", photo="g/a.png"),
    "picture alone": Piece("", photo="g/a.png"),
    "recording": Piece("Mời họp", voice="g/a.ogg"),
    "document": Piece("Mời họp", document="g/a.png", name="giay-moi.png", size=208),
}


@pytest.mark.parametrize("what", PIECES)
@pytest.mark.parametrize("where", ["private", "group", "supergroup"])
async def test_on_telegram_it_is_deleted_while_young_and_says_withdrawn_when_old(
    what: str, where: str
) -> None:
    async with Server() as server:
        account = server.bot()
        user = server.user(7)
        user.starts()
        group = server.group(
            "Thôn", [user], kind="supergroup" if where == "supergroup" else "group"
        )
        group.adds(account)
        chat: Chat = user.chat(account) if where == "private" else group.chat
        telegram = Telegram(account.token, files=Files(), file_ids=KeptIds(), api=server.url)
        ids = []
        for _turn in range(2):
            sent = await telegram.send(str(chat.id), PIECES[what], 1)
            assert isinstance(sent, Sent)
            ids.append(sent.id)
        young, old = chat.messages[-2:]
        old.date -= int(timedelta(days=3).total_seconds())
        for id in ids:
            done = await take_back(telegram, letter(str(chat.id), id), WITHDRAWN)
            assert done == Sent(id)
        assert young.deleted
        assert not old.deleted
        assert (old.text, old.edits) == (WITHDRAWN.text, 1)
        assert chat.messages[-1] is old  # nothing was said beside it
        # Somebody took it away themselves: there is nothing to change, so it is said.
        old.deleted = True
        said = await take_back(telegram, letter(str(chat.id), ids[1]), WITHDRAWN)
        assert isinstance(said, Sent)
        assert said.id not in ids
        assert chat.texts[-1] == WITHDRAWN.text
        await telegram.stop()


class Erasing(RecordingChannel):
    """Deletes whatever it is asked to."""

    def __init__(self) -> None:
        super().__init__(replace(EDITS, caption_limit=10))
        self.deleted: list[tuple[str, str]] = []

    async def delete(self, chat: str, id: str) -> Outcome:
        self.deleted.append((chat, id))
        return Sent(id)


async def taken_back(office: Office) -> int:
    """An announcement of a picture and words apart, sent, corrected, taken back."""
    wording = Wording("Mời bà con họp lúc 19 giờ", photo="g/a.png", photo_words="Nhà văn hoá")
    number = office.announces(vi=wording)
    await office.rests()
    front, words = office.cadre("demo-front"), {"vi": Wording("Đính chính: 20 giờ")}
    office.do(lambda c: acts.correct(c, number, by=front, wordings=words, now=office.clock()))
    await office.rests()
    back = {"vi": Wording("Xã thu hồi")}
    office.do(lambda c: acts.retract(c, number, by=front, wordings=back, now=office.clock()))
    await office.rests()
    return number


async def test_where_it_can_only_be_said_it_is_said_once(store: Store) -> None:
    channel = RecordingChannel(replace(CAPABILITIES, caption_limit=10))
    async with Office(store, people=8, channel=channel) as office:
        number = await taken_back(office)
        assert len(channel.sent) == 8 * (3 + 1)
        said = [chat for chat, piece in channel.sent if "thu hồi" in piece.text]
        assert sorted(said) == [str(chat) for chat in range(1000, 1008)]
        assert office.state(number) == "finished"


async def test_where_it_can_be_deleted_every_message_is(store: Store) -> None:
    channel = Erasing()
    async with Office(store, people=8, channel=channel) as office:
        await taken_back(office)
        assert len(channel.sent) == 8 * 3
        assert len(set(channel.deleted)) == len(channel.deleted) == 8 * 3
