"""``kheo ask`` says what the chat would say, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, select

from bot import cli, demo
from bot.locale import DEFAULT, use
from store import questions, questions_answers, residents
from store.chats import chats
from store.conversations import conversations
from store.engine import Store, open_engine
from store.places import places
from store.questions_answers import Wanted

Ask = Callable[[str], str]
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ASKED, ANSWER = "chợ phiên Sen Hồng họp bữa nào", "Chợ phiên họp ngày mùng 3."


def _asked(c: Connection) -> None:
    """A resident asked what no guide answers."""
    demo.load(c, NOW)
    demo.residents(c, 4, "webchat", 1, NOW)
    who = c.execute(select(residents.residents.c.id)).scalars().first()
    assert who is not None
    kept = {"tell": False, "like": lambda _text, _known: None, "today": NOW.date(), "now": NOW}
    questions.keep(c, who, ASKED, "", **kept)


def _answered(c: Connection) -> None:
    """A cadre answered, and another agreed."""
    top = c.execute(select(places.c.id).where(places.c.parent_id.is_(None))).scalar_one()
    wanted = Wanted(1, top, "words", ASKED, ANSWER, "Văn phòng xã", "", date(2099, 1, 1))
    number = questions_answers.propose(c, wanted, 1, NOW)
    assert number is not None
    questions_answers.approve(c, number, 2, NOW)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kheo.db"


@pytest.fixture
def ask(file: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(text: str) -> str:
        with use(DEFAULT):
            assert cli.main(("ask", text), {"KHEO_DATABASE_URL": f"sqlite:///{file}"}) == 0
        return capsys.readouterr().out

    return run


def test_without_a_database_it_answers_and_makes_none(ask: Ask, file: Path) -> None:
    assert "6,24 %" in ask("vay hộ nghèo lãi bao nhiêu")
    assert not file.exists()


def test_a_database_of_an_older_release_is_left_alone(ask: Ask, file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
    engine.dispose()
    assert "6,24 %" in ask("vay hộ nghèo lãi bao nhiêu")


def test_a_tool_is_begun_with_what_the_words_have_said(ask: Ask) -> None:
    assert "5 người" in ask("nhà 5 người đóng bhyt bao nhiêu")


def test_what_a_cadre_answered_is_said_with_the_office_and_nothing_is_kept(
    ask: Ask, file: Path, sqlite_url: str
) -> None:
    store = Store(open_engine(sqlite_url))
    kept = (chats, conversations, questions.questions)

    def rows() -> list[int]:
        counts = [select(func.count()).select_from(table) for table in kept]
        return [store.look(lambda c, one=one: c.execute(one).scalar_one()) for one in counts]

    store.call(_asked)
    before = rows()
    assert ANSWER not in ask(ASKED)
    store.call(_answered)
    said = ask(ASKED)
    assert ANSWER in said
    assert "Văn phòng xã" in said
    assert "5 người" in ask("nhà 5 người đóng bhyt bao nhiêu")
    assert rows() == before
    store.close()
