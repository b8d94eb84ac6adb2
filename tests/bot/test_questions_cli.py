"""kheo questions, and what kheo content suggest says of answers that were not meant."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select

from bot import cli, demo, questions_cli
from store import questions, questions_answers, residents
from store.chats import chats
from store.engine import Store, open_engine
from store.questions_answers import Wanted

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def filled(sqlite_url: str) -> str:
    """Three who asked two things, one of which has an answer that is due for review."""
    store = Store(open_engine(sqlite_url))

    def fill(c) -> None:  # type: ignore[no-untyped-def]
        demo.load(c, NOW)
        demo.residents(c, 12, "webchat", 1, NOW)
        people = c.execute(select(residents.residents.c.id)).scalars().all()
        kept = {"like": lambda text, known: next(
            (group for group, other in known if other[:3] == text[:3]), None
        )}  # fmt: skip
        for person, text in zip(people, ("Chợ họp ngày nào", "Chợ ở đâu", "Đường"), strict=False):
            questions.keep(c, person, text, "", tell=False, today=NOW.date(), now=NOW, **kept)
        what = Wanted(2, 1, "words", "Đường nào?", "Đường ấy.", "Xã", "", date(2026, 11, 22))
        number = questions_answers.propose(c, what, 1, NOW)
        assert number is not None
        questions_answers.approve(c, number, 2, NOW)
        chat = c.execute(select(chats.c.id)).scalars().first()
        for _time in range(3):
            held = questions.hold(c, chat, "tiền rác", "guide:waste-fee", NOW)
            questions.judge(c, chat, held, "no", NOW)

    store.call(fill)
    store.close()
    return sqlite_url


def run(url: str, *arguments: str) -> int:
    return cli.main(arguments, {"KHEO_DATABASE_URL": url, "KHEO_SECRET": "x" * 43})


def test_the_desk_sees_what_waits_and_what_is_due(
    filled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(filled, "questions") == 0
    printed = capsys.readouterr().out
    assert "#1 · 2 người · " in printed
    assert "chưa có trả lời" in printed
    assert "    Chợ ở đâu\n    Chợ họp ngày nào\n" in printed
    assert "Lời đáp #1 cần xem lại trước ngày 22/11/2026: Đường nào?" in printed


def test_the_desks_list_as_json(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(filled, "questions", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    (group,) = found["groups"]
    assert (group["number"], group["askers"], group["state"]) == (1, 2, "open")
    assert found["due"] == [{"answer": 1, "title": "Đường nào?", "review_by": "2026-11-22"}]


def test_an_empty_list_says_so(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sqlite_url, "questions") == 0
    assert "Không còn câu nào" in capsys.readouterr().out


def test_what_was_often_not_meant_is_told_for_three_months(filled: str) -> None:
    store = Store(open_engine(filled))
    for today, lines in (
        (date(2026, 11, 30), ["guide:waste-fee: 3 không đúng ý, 0 đúng ý"]),
        (date(2027, 1, 31), ["guide:waste-fee: 3 không đúng ý, 0 đúng ý"]),
        (date(2027, 2, 1), []),
    ):
        assert store.call(lambda c, today=today: questions_cli.disliked(c, today)) == lines
    store.call(lambda c: c.execute(insert(questions.verdicts).values(
        shown="answer:1", month="2027-02", yes=9, no=2)))  # fmt: skip
    assert store.call(lambda c: questions_cli.disliked(c, date(2027, 2, 1))) == []
    store.close()
