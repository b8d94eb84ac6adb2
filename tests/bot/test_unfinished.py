"""A text that was left in the middle: nothing is taken for its answer until that is said."""

from __future__ import annotations

from bot.locale import use
from bot.talk.fields import Plain
from bot.talk.flow import Flow, Kept, State
from bot.talk.message import Photo
from handlers.unfinished import SHOWN, ask
from store import announcements
from store.engine import Store
from tests.support.hall import FRONT, Hall
from tests.support.papers import photo

HALFWAY = "Mời bà con họp lúc 19 giờ tối mai ở nhà văn hoá thôn, mang theo giấy tờ"


async def _left_at_the_time(hall: Hall) -> None:
    """The words are written, the time is asked, and the cadre goes away."""
    await hall.says("/announce", FRONT)
    await hall.presses("Cả xã", FRONT)
    await hall.says(HALFWAY, FRONT)
    await hall.presses("Mời họp", FRONT)
    await hall.presses("Đã rõ", FRONT)
    assert "Gửi lúc nào" in hall.text(FRONT)


async def test_the_command_again_asks_whether_to_go_on(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _left_at_the_time(hall)
        await hall.says("/announce", FRONT)
        assert "Bác đang làm dở: việc viết thông báo" in hall.text(FRONT)
        assert "“Mời bà con họp lúc 19 giờ" in hall.text(FRONT)
        assert hall.labels(FRONT) == ["Tiếp tục", "Làm lại từ đầu"]


async def test_a_new_text_is_never_taken_for_the_old_time(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _left_at_the_time(hall)
        await hall.says("/announce", FRONT)
        await hall.says("8h tối mai cả thôn dọn đường", FRONT)
        await hall.says("/announce", FRONT)
        await hall.presses("Tiếp tục", FRONT)
        assert "Gửi lúc nào" in hall.text(FRONT)


async def test_from_the_beginning_forgets_it(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _left_at_the_time(hall)
        await hall.says("/announce", FRONT)
        await hall.presses("Làm lại từ đầu", FRONT)
        assert "Cả xã" in hall.labels(FRONT)
        await hall.presses("Cả xã", FRONT)
        assert "ghi thế nào" in hall.text(FRONT)


async def test_put_aside_for_another_errand_it_is_asked_too(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _left_at_the_time(hall)
        await hall.says("/language", FRONT)
        await hall.says("/work", FRONT)
        await hall.presses("Viết thông báo", FRONT)
        assert "Bác đang làm dở" in hall.text(FRONT)
        await hall.says("2", FRONT)  # by its number
        assert "Cả xã" in hall.labels(FRONT)


async def test_go_on_brings_it_to_its_end(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _left_at_the_time(hall)
        await hall.says("/announce", FRONT)
        await hall.presses("Tiếp tục", FRONT)
        await hall.presses("Gửi ngay", FRONT)
        await hall.presses("Lưu nháp", FRONT)
        assert hall.do(lambda c: announcements.wordings(c, 1))["vi"].text == HALFWAY
        await hall.says("/announce", FRONT)
        assert "Cả xã" in hall.labels(FRONT)


async def test_what_has_no_answer_yet_simply_begins(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.says("/announce", FRONT)
        await hall.says("/announce", FRONT)
        assert "Cả xã" in hall.labels(FRONT)


async def test_an_old_button_of_what_is_no_more_begins_anew(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await _left_at_the_time(hall)
        await hall.says("/announce", FRONT)
        await hall.presses("Làm lại từ đầu", FRONT)
        await hall.presses("Tiếp tục", FRONT)
        assert "Cả xã" in hall.labels(FRONT)


async def test_before_any_words_are_written_only_the_errand_is_named(store: Store) -> None:
    async with Hall(store, 40) as hall:
        await hall.says("/announce", FRONT)
        await hall.presses("Cả xã", FRONT)
        await hall.says("/announce", FRONT)
        assert hall.text(FRONT) == "Bác đang làm dở: việc viết thông báo."


async def test_words_that_came_under_a_picture_are_shown_too(store: Store) -> None:
    async with Hall(store, 40) as hall:
        hall.channel.files["p"] = photo(64, 48)
        await hall.says("/announce", FRONT)
        await hall.presses("Cả xã", FRONT)
        await hall.gets(Photo("p", "Mời bà con\nhọp tối mai"), FRONT)
        await hall.says("/announce", FRONT)
        assert "\n“Mời bà con họp tối mai”" in hall.text(FRONT)
        await hall.presses("Tiếp tục", FRONT)
        assert "Không gửi kèm ảnh" in hall.labels(FRONT)


def _asked(value: Plain) -> str:
    def nothing(talk: object) -> None:
        """A conversation that is never played here."""

    flow = Flow("x", nothing, "something", verbatim="letter")
    with use("en"):
        return ask(flow, State("x", 1, "7", (Kept("text", "letter", value),))).text


def test_long_words_are_known_again_by_their_beginning() -> None:
    text = _asked("a" * (SHOWN + 1))
    assert text == f"You left off in the middle of: something.\n“{'a' * (SHOWN - 1)}…”"
    assert _asked("a" * SHOWN).endswith(f"“{'a' * SHOWN}”")


def test_what_another_release_kept_in_another_form_is_not_shown() -> None:
    for value in (7, None, [7, "x"], {"text": "x"}, []):
        assert _asked(value) == "You left off in the middle of: something."
