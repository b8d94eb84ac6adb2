"""The last look at an announcement: here in full, and what is different on every other channel."""

from __future__ import annotations

from dataclasses import replace

from bot import demo
from bot.channels.base import Capabilities
from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.ports_announcements import Look, Part
from bot.talk.message import Outgoing
from delivery.bulk import Bulk
from handlers.elsewhere import elsewhere
from store.engine import Store
from tests.bot.test_attachments_in_town import SAID, SEEN, WORDS, adds_all
from tests.support.hall import CHAIR, FRONT, Hall
from tests.support.town import CAPABILITIES, RecordingChannel

#: A channel as bare as the barest in Vietnam: no buttons, no media, short messages.
BARE = Capabilities("bare", 0, 40, 400, 400, "character", "no", "no")
LONG = "\n".join(
    f"Điều {n}: mời bà con mang theo giấy tờ, đi đúng giờ, đi đủ nhà." for n in range(20)
)


class Village(Hall):
    """A hall whose residents sit on several channels, thirty each."""

    def __init__(self, store: Store, *others: Capabilities) -> None:
        super().__init__(store, 8)
        self.others = others

    async def __aenter__(self) -> Village:
        await super().__aenter__()
        for place, can in enumerate(self.others, 1):
            if can.label_limit:
                first = 10_000 * place

                def fill(connection, name=can.channel, first=first):  # type: ignore[no-untyped-def]
                    demo.residents(connection, 30, name, first, self.clock())

                self.do(fill)
        house = self.town.house
        more = {can.channel: can for can in self.others}
        self.town.dispatch.renew(
            replace(house, capabilities={CAPABILITIES.channel: CAPABILITIES, **more})
        )
        return self

    @property
    def look(self) -> str:
        """What is said of the other channels, last."""
        said = [p.text for p in self.town.said(FRONT) if p.text.startswith("Trên các kênh khác\n")]
        return said[-1] if said else ""


async def test_a_channel_without_buttons_is_shown_with_its_numbers(store: Store) -> None:
    async with Village(store, BARE) as hall:
        await hall.writes(to="", ack="Tôi sẽ đến")
        assert hall.look == (
            "Trên các kênh khác\n"
            "Trên bare: 1 tin nhắn, không có nút, bà con trả lời bằng số.\n\n"
            "🗓 Giấy mời họp\nMời bà con họp\n\n"
            "1. ✅ Tôi sẽ đến\n2. 🙏 Tôi không đến được\n\nBác trả lời bằng số giúp ạ."
        )


async def test_what_looks_the_same_takes_one_line_and_what_nobody_uses_none(store: Store) -> None:
    twin = replace(CAPABILITIES, channel="telegram")
    empty = replace(BARE, channel="empty", label_limit=0)
    async with Village(store, twin, empty) as hall:
        await hall.writes(to="")
        assert hall.look == "Trên các kênh khác\nTrên Telegram: giống như trên."


async def test_where_everybody_is_here_nothing_is_said_of_others(store: Store) -> None:
    async with Village(store) as hall:
        await hall.writes(to="")
        assert hall.look == ""


async def test_long_words_show_where_they_are_parted(store: Store) -> None:
    async with Village(store, BARE) as hall:
        await hall.writes(to="", text=LONG, ack="Không cần")
        parts = hall.look.split("\n\n")
        assert "Trên bare: 4 tin nhắn." in parts[0]
        assert [part.split("\n")[0] for part in parts[1:]] == [f"({n}/4)" for n in range(1, 5)]
        assert parts[1].split("\n")[1] == "🗓 Giấy mời họp"
        assert parts[-1].endswith(LONG.split("\n")[-1])


async def test_words_that_stand_above_are_shown_by_their_beginning_and_end(store: Store) -> None:
    async with Village(store, replace(BARE, text_limit=3000)) as hall:
        await hall.writes(to="", text=LONG)
        lines = LONG.split("\n")
        shown = "\n".join(["🗓 Giấy mời họp", *lines[:2], "…", *lines[-2:]])
        assert f".\n\n{shown}\n\n1. ✅ Đã rõ\n\n" in hall.look


async def test_what_a_channel_cannot_carry_is_named_and_shown_in_words(store: Store) -> None:
    async with Village(store, replace(BARE, text_limit=2000)) as hall:
        await hall.writes(to="", text=WORDS)
        await adds_all(hall)
        look = hall.look
        for words in (
            "không có nút",
            "không có ảnh, chỉ có lời tả ảnh",
            "không có ghi âm, chỉ có lời ghi lại",
            "không có văn bản, chỉ có tên văn bản",
            f"\n\nTrong hình: {SEEN}\n\n",
            SAID,
            "Thư mời.pdf",
        ):
            assert words in look


async def test_media_and_words_apart_are_counted_and_marked(store: Store) -> None:
    apart = replace(TELEGRAM, caption_limit=10, channel="telegram")
    async with Village(store, apart) as hall:
        await hall.writes(to="", text=WORDS)
        await adds_all(hall)
        assert "Trên Telegram: 4 tin nhắn.\n\n(1/4) 🎙\n\n(2/4) 📄\n\n(3/4) 🖼\n\n(4/4)" in hall.look
        assert hall.look.endswith("[✅ Đã rõ]")


async def test_the_second_person_sees_it_too_and_in_every_language(store: Store) -> None:
    async with Village(store, BARE) as hall:
        await hall.writes(to="", kind="Khẩn")
        await hall.presses("Thêm lời bằng tiếng Anh", FRONT)
        await hall.says("There is a meeting", FRONT)
        await hall.presses("Gửi đi duyệt", FRONT)
        await hall.presses("Xem và duyệt", CHAIR)
        seen = hall.texts(CHAIR)
        assert "1. ✅ Đã rõ" in seen
        assert "There is a meeting\n\n1. ✅ I have understood\n\nReply with the number." in seen


async def test_what_is_shown_is_what_is_sent(store: Store) -> None:
    bare = RecordingChannel(BARE)
    async with Village(store, BARE) as hall:
        await hall.bulk.stop()
        both = {hall.channel.capabilities.channel: hall.channel, "bare": bare}
        hall.bulk = Bulk(store, both, hall.clock, owner="both")
        await hall.bulk.start()
        await hall.writes(to="", text=LONG)
        shown = [part.split("\n", 1)[1] for part in hall.look.split("\n\n(")[1:]]
        await hall.presses("✅ Gửi", FRONT)
        await hall.rests()
        sent = [piece.text for chat, piece in bare.sent if chat == "10000"]
        assert len(sent) == len(shown) == 4
        for seen, got in zip(shown, sent, strict=True):
            assert seen.split("\n")[0] == got.split("\n")[0]
            assert seen.split("\n")[-1] == got.split("\n")[-1]


def test_a_line_without_a_space_is_cut_all_the_same() -> None:
    look = Look("x", (Part("a" * 300 + "z"),))
    (_said, part) = elsewhere(Outgoing("a" * 400 + "z"), [look])
    assert part == "a" * 60 + " … " + "a" * 29 + "z"
