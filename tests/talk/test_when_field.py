"""Time as a question of a conversation: kept as text, asked again when it has passed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import locale
from bot.talk.fields import Option, Plain, Rejected, Withdrawn
from bot.talk.flow import Flow
from bot.talk.lunar import LunarDay
from bot.talk.message import Voice, Words
from bot.talk.talk import Talk
from bot.talk.when import read
from bot.talk.when_field import NEVER, NOTES, WHY, Schedule, When, is_ahead, keep, recall
from bot.talk.when_next import upcoming
from bot.talk.when_rule import LunarMonthly, Monthly, Rule
from bot.talk.when_said import ZONE, Ask, Moment, Repeat
from tests.support.conversation import Chat

NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)
WHEN = When(NOW)


def at(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def offered(reading: object) -> list[str]:
    assert isinstance(reading, Ask), reading
    return [keep(one) for one in reading.candidates]


def test_a_clear_time_is_taken() -> None:
    assert WHEN.read(Words("7h tối mai")) == at("2026-11-22T19:00")


def test_the_usual_hour_of_a_part_of_the_day_is_taken() -> None:
    reading = WHEN.read(Words("chiều chủ nhật"))
    assert isinstance(reading, Moment)
    assert reading.precision == "part"


def test_a_day_without_an_hour_is_offered_at_several() -> None:
    assert offered(WHEN.read(Words("ngày 25"))) == [
        "2026-11-25T07:30",
        "2026-11-25T11:30",
        "2026-11-25T14:00",
        "2026-11-25T19:30",
    ]


def test_of_today_only_what_is_left_is_offered() -> None:
    assert offered(WHEN.read(Words("bữa ni"))) == [
        "2026-11-21T11:30",
        "2026-11-21T14:00",
        "2026-11-21T19:30",
    ]
    late = When(NOW.replace(hour=22))
    assert late.read(Words("hôm nay")) == Rejected(NEVER["past"])


def test_where_a_day_is_enough_no_hour_is_asked() -> None:
    reading = When(NOW, whole=True).read(Words("30 Tết"))
    assert isinstance(reading, Moment)
    assert (reading.day, reading.note) == (date(2027, 2, 5), "short-month")


def test_the_note_goes_along_with_the_hours() -> None:
    assert offered(WHEN.read(Words("30 Tết")))[0] == "2027-02-05T07:30 short-month"


def test_a_stretch_is_offered_day_by_day_and_an_evening_by_its_begin() -> None:
    assert offered(WHEN.read(Words("tuần sau"))) == [f"2026-11-{day}" for day in range(23, 30)]
    assert len(offered(WHEN.read(Words("tháng sau")))) == 7
    assert WHEN.read(Words("19h đến 21h tối mai")) == at("2026-11-22T19:00")


def test_what_is_over_offers_the_next_or_says_so() -> None:
    reading = WHEN.read(Words("7h sáng thứ 4 tuần này"))
    assert reading == Ask("past", (at("2026-11-25T07:00"),))
    assert WHEN.read(Words("hôm qua")) == Rejected(NEVER["past"])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("khi mô rảnh", WHY["vague"]),
        ("xin chào", WHY["unknown"]),
        ("31/11", WHY["no-such-day"]),
        ("mỗi thứ 2", WHY["repeats"]),
    ],
)
def test_what_cannot_be_offered_is_rejected_with_the_reason(words: str, reason: str) -> None:
    assert WHEN.read(Words(words)) == Rejected(reason)


def test_only_words_tell_the_time() -> None:
    assert isinstance(WHEN.read(Voice("r")), Rejected)
    assert isinstance(Schedule(NOW).read(Voice("r")), Rejected)


def test_an_hour_alone_belongs_to_the_day_that_was_chosen() -> None:
    chosen = When(NOW, day=date(2026, 11, 25))
    assert chosen.read(Words("7h tối")) == at("2026-11-25T19:00")
    assert offered(chosen.read(Words("7h"))) == ["2026-11-25T07:00", "2026-11-25T19:00"]


def test_now_stays_good_however_slow_the_conversation() -> None:
    field = When(NOW + timedelta(seconds=37))
    reading = field.read(Words("bây giờ"))
    assert not isinstance(reading, Rejected)
    assert isinstance(When(NOW + timedelta(hours=1)).load(field.dump(reading)), Moment)


PHRASES = ["7h tối mai", "bây giờ", "chiều CN", "ngày 25", "7h mai", "mùng 1", "tuần sau", "30 Tết"]
MORE = ["mùng 1 và rằm hằng tháng", "mỗi thứ 6 19h đến 31/12"]


@pytest.mark.parametrize("words", [*PHRASES, *MORE])
def test_what_was_read_is_kept_and_comes_back(words: str) -> None:
    field = Schedule(NOW)
    reading = field.read(Words(words))
    assert not isinstance(reading, Rejected)
    assert field.dump(field.load(field.dump(reading))) == field.dump(reading)


@given(
    st.datetimes(datetime(2026, 11, 22), datetime(2099, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["minute", "part", "day"]),
    st.sampled_from([None, *NOTES]),
)
def test_a_moment_is_kept_as_text_to_the_minute(naive: datetime, precision: str, note: str) -> None:
    moment = Moment(naive.replace(second=0, microsecond=0, tzinfo=ZONE), precision, note)  # type: ignore[arg-type]
    back = recall(keep(moment))
    assert keep(back) == keep(moment)
    assert (back.precision, back.note, back.day) == (precision, note, moment.day)


def test_a_time_that_has_passed_meanwhile_is_asked_again() -> None:
    kept = WHEN.dump(at("2026-11-21T19:00"))
    assert WHEN.load(kept) == at("2026-11-21T19:00")
    with pytest.raises(Withdrawn):
        When(NOW + timedelta(hours=11)).load(kept)


def test_of_what_was_offered_only_what_still_lies_ahead_comes_back() -> None:
    kept = WHEN.dump(Ask("hour", (at("2026-11-21T11:30"), at("2026-11-21T19:30"))))
    assert offered(When(NOW + timedelta(hours=5)).load(kept)) == ["2026-11-21T19:30"]
    with pytest.raises(Withdrawn):
        When(NOW + timedelta(days=1)).load(kept)


RULE = Rule(LunarMonthly((15,)), time(6), NOW.date(), until=date(2026, 12, 31))


def test_a_rule_that_has_run_out_meanwhile_is_asked_again() -> None:
    kept = Schedule(NOW).dump(Repeat(RULE))
    assert Schedule(NOW).load(kept) == Repeat(RULE)
    with pytest.raises(Withdrawn):
        Schedule(NOW + timedelta(days=60)).load(kept)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        7,
        [],
        ["hour"],
        ["because", "2026-11-25"],
        ["hour", "soon"],
        "soon",
        "2026-11-25 sometime",
        {},
        {"rule": None},
        {"rule": RULE.dump()},
        {"rule": RULE.dump(), "precision": "week"},
    ],
)
def test_what_is_not_of_our_making_is_asked_again(stored: Plain) -> None:
    with pytest.raises(Withdrawn):
        Schedule(NOW).load(stored)


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("mỗi thứ 6 19h đến hôm nay", "ended"),
        ("mỗi thứ 6 19h 0 lần", "used-up"),
        ("hằng năm 30/2 7h sáng", "no-such-day"),
        ("mỗi thứ 6 19h đến 27/11 trừ 27/11", "skipped"),
    ],
)
def test_a_rule_that_never_fires_is_rejected_with_the_reason(words: str, never: str) -> None:
    assert Schedule(NOW).read(Words(words)) == Rejected(NEVER[never])  # type: ignore[index]


def meeting(talk: Talk) -> None:
    """A conversation that asks for a time the way the docstring says."""
    said = talk.ask("when", When(talk.now), "When?")
    if isinstance(said, Ask):
        options = [Option(keep(one), locale.when(one), one) for one in said.candidates]
        said = talk.choose("which", options, locale._(WHY[said.why]))
    talk.say(locale.when(said))


def test_a_conversation_asks_offers_and_echoes_in_full() -> None:
    chat = Chat(Flow("meeting", meeting, "Meeting"), language="vi", now=NOW)
    chat.opens("meeting")
    chat.says("khi mô rảnh")
    chat.hears("chưa có ngày cụ thể", "When?")
    chat.says("rằm này")
    chat.hears(
        "mấy giờ",
        options=[
            f"{hour} thứ Hai 23/11/2026, tức 15 tháng 10 Bính Ngọ"
            for hour in ("07:30", "11:30", "14:00", "19:30")
        ],
    )
    chat.says("4")
    chat.hears("19:30 thứ Hai 23/11/2026, tức 15 tháng 10 Bính Ngọ")
    chat.ended()


@pytest.mark.parametrize(
    ("code", "words", "echo"),
    [
        ("vi", "19h30 thứ hai", "19:30 thứ Hai 23/11/2026, tức 15 tháng 10 Bính Ngọ"),
        ("vi", "mùng 5 Tết", "thứ Tư 10/02/2027, tức mùng 5 tháng giêng Đinh Mùi"),
        ("vi", "chủ nhật", "chủ nhật 22/11/2026, tức 14 tháng 10 Bính Ngọ"),
        ("en", "rằm này", "Monday Nov 23, 2026, that is day 15 of lunar month 10, Bính Ngọ"),
    ],
)
def test_a_time_is_echoed_with_weekday_and_lunar_date(code: str, words: str, echo: str) -> None:
    reading = read(words, NOW)
    assert isinstance(reading, Moment)
    with locale.use(code):
        assert locale.when(reading) == echo


def test_a_leap_month_is_said_in_every_language() -> None:
    leap = LunarDay(15, 5, 2028, leap=True)
    assert locale.lunar_day(leap) == "15 tháng 5 nhuận Mậu Thân"
    with locale.use("en"):
        assert locale.lunar_day(leap) == "day 15 of the leap lunar month 5, Mậu Thân"


def test_everything_that_may_be_said_is_translated() -> None:
    for text in (*WHY.values(), *NOTES.values(), *NEVER.values()):
        assert locale._(text) != text


def test_a_rule_of_either_calendar_is_asked_back_with_words_that_are_understood() -> None:
    rejected = Schedule(NOW).read(Words("mùng 1 hằng tháng"))
    assert isinstance(rejected, Rejected)
    lunar, solar = re.findall("“(.+?)”", rejected.reason)
    for words, pattern in ((lunar, LunarMonthly((1,))), (solar, Monthly((1,)))):
        plan = Schedule(NOW).read(Words(words))
        assert isinstance(plan, Repeat)
        assert plan.rule.pattern == pattern


def test_the_first_day_of_a_rule_is_where_its_hour_is_asked() -> None:
    plan = Schedule(NOW).read(Words("mùng 1 và rằm hằng tháng"))
    assert isinstance(plan, Repeat)
    assert plan.precision == "day"
    first = upcoming(plan.rule, NOW, 1)[0].date()
    assert When(NOW, day=first).read(Words("6h sáng")) == at("2026-11-23T06:00")
    assert is_ahead(Moment(datetime(2026, 11, 21, tzinfo=ZONE), "day"), NOW)
