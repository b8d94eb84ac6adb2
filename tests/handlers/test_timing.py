"""When it goes out: every doubt is asked back, all of it is echoed in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.ports_announcements import Announcements, Draft
from bot.talk.flow import Flow
from bot.talk.message import Photo
from bot.talk.talk import Talk
from bot.talk.when_quiet import Quiet
from bot.talk.when_said import ZONE
from handlers.timing import Time, ask_time, time_words
from tests.support.conversation import Chat

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # Saturday, 9 in the morning in Vietnam


@dataclass
class Asked:
    got: list[Time] = field(default_factory=list)

    def flow(self, talk: Talk) -> None:
        """Only the question of the time."""
        time_ = ask_time(talk, "")
        self.got.append(time_)
        talk.say("done")


class Awake:
    """Quiet hours from nine in the evening."""

    def allowed(self, at: datetime, kind: str) -> datetime:
        local = at.astimezone(ZONE)
        if kind == "disaster" or local.hour < 21:
            return at
        return datetime.combine(local.date() + timedelta(days=1), time(6), ZONE)

    def quiet(self) -> Quiet:
        return Quiet()


SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # 5 in the afternoon in Vietnam


def _asks(*said: str, now: datetime = NOW, language: str = "en") -> tuple[Chat, Asked]:
    asked = Asked()
    chat = Chat(Flow("time", asked.flow), now=now, language=language)
    chat.opens("time")
    for words in said:
        chat.says(words)
    return chat, asked


def test_now_is_one_press() -> None:
    chat, asked = _asks()
    chat.presses("Now")
    chat.ended()
    assert asked.got[-1] == Time()
    assert _asks("bây giờ")[1].got[-1] == Time()


def test_a_time_with_its_hour_is_taken_at_once() -> None:
    chat, asked = _asks("7h tối mai")
    chat.ended()
    assert asked.got[-1].at == _local(22, 19)


def test_morning_or_evening_is_asked() -> None:
    chat, asked = _asks("7h mai")
    chat.hears("At what hour, morning or evening?")
    assert len(chat.options) == 2
    chat.presses(chat.options[1])
    assert asked.got[-1].at == _local(22, 19)


def _local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("chiều CN", _local(29, 14)),
        ("7h sáng chủ nhật", _local(29, 7)),
        ("7h hôm nay", _local(22, 19)),
        ("6h sáng", _local(23, 6)),
    ],
)
def test_what_leaves_one_time_that_is_still_to_come_is_taken(words: str, at: datetime) -> None:
    chat, asked = _asks(words, now=SUNDAY)
    chat.ended()
    assert asked.got[-1].at == at


@pytest.mark.parametrize(
    ("asks", "instead", "at"),
    [
        ("18h chủ nhật", "thứ 7 7h tối", _local(28, 19)),
        ("18h chủ nhật", "29/11", _local(29, 18)),
        ("18h chủ nhật", "tuần sau", _local(29, 18)),
        ("18h chủ nhật", "hom nay", _local(22, 18)),
        ("7h sáng tuần sau", "thứ năm", _local(26, 7)),
        ("7h mai", "tối", _local(23, 19)),
        ("7h mai", "sang", _local(23, 7)),
        ("7h mai", "9h sáng", _local(23, 9)),
        ("7h mai", "sáng thứ 7", _local(28, 7, 30)),
        ("7h sáng thứ 7 tuần này", "8h tối mai", _local(23, 20)),
    ],
)
def test_where_two_times_are_offered_another_may_be_written(
    asks: str, instead: str, at: datetime
) -> None:
    chat, asked = _asks(asks, instead, now=SUNDAY, language="vi")
    chat.ended()
    assert asked.got[-1].at == at


def test_what_is_written_instead_may_be_asked_about_in_its_turn() -> None:
    chat, asked = _asks("18h chủ nhật", "7h thứ 7", now=SUNDAY)
    chat.hears("At what hour, morning or evening?")
    chat.presses(chat.options[1])
    assert asked.got[-1].at == _local(28, 19)


def test_who_answers_one_doubt_with_another_is_asked_to_choose_in_the_end() -> None:
    chat, asked = _asks(*["7h mai", "7h thứ 7"] * 2, now=SUNDAY)
    chat.says("7h tối mai")
    chat.outcome("rejected")
    chat.presses(chat.options[0])
    assert asked.got[-1].at == _local(28, 7)


def test_a_day_that_two_of_the_times_share_is_asked_about() -> None:
    chat, _asked = _asks("7h chủ nhật", "tuần sau", now=SUNDAY)
    assert chat.state is not None
    assert chat.state.asked == "whichx"


def test_a_picture_is_no_time() -> None:
    chat, _asked = _asks("18h chủ nhật", now=SUNDAY)
    chat.sends(Photo("x"))
    chat.outcome("rejected")


def test_words_that_are_no_time_leave_the_question_open() -> None:
    chat, _asked = _asks("18h chủ nhật", "con gà", now=SUNDAY)
    chat.outcome("rejected")


def test_a_day_alone_is_offered_at_several_hours() -> None:
    chat, asked = _asks("ngày mai")
    chat.presses(chat.options[0])
    assert asked.got[-1].at == _local(22, 7, 30)


def test_what_a_date_needs_beside_it_is_told() -> None:
    chat, asked = _asks("7h sáng 30 Tết")
    chat.hears("That lunar month has only 29 days")
    assert asked.got[-1].at == datetime(2027, 2, 5, 7, tzinfo=ZONE)


def test_what_is_over_is_told() -> None:
    chat, _asked = _asks("hôm qua")
    chat.outcome("rejected")


def test_a_rule_without_an_hour_asks_for_it() -> None:
    chat, asked = _asks("thứ sáu hằng tuần")
    chat.hears("At what hour?")
    chat.says("7h")
    chat.presses(chat.options[0])
    rule = asked.got[-1].rule
    assert rule is not None
    assert rule.at == time(7)


def test_a_rule_with_its_hour_is_taken() -> None:
    _chat, asked = _asks("6h30 sáng mùng 1 âm hằng tháng")
    rule = asked.got[-1].rule
    assert rule is not None
    assert rule.at == time(6, 30)


def _words(draft: Draft) -> str:
    awake: Announcements = Awake()  # type: ignore[assignment]
    return "\n".join(time_words(draft, awake, NOW))


def test_a_time_is_echoed_with_weekday_and_lunar_date() -> None:
    assert _words(Draft(at=_local(23, 7))) == "07:00 thứ Hai 23/11/2026, tức 15 tháng 10 Bính Ngọ"
    assert "09:00 thứ Bảy 21/11/2026" in _words(Draft())


def test_at_night_the_morning_is_echoed_except_in_a_disaster() -> None:
    late = _local(22, 22)
    assert "06:00 thứ Hai 23/11/2026" in _words(Draft(at=late))
    assert "sáng" in _words(Draft(at=late))
    assert "22:00 chủ nhật 22/11/2026" in _words(Draft(kind="disaster", at=late))


def test_a_rule_that_ends_soon_says_so() -> None:
    _chat, asked = _asks("7h sáng thứ sáu hằng tuần 2 lần")
    rule = asked.got[-1].rule
    assert rule is not None
    words = _words(Draft(rule=rule))
    assert words.count("07:00 thứ Sáu") == 2
    assert "hết" in words
