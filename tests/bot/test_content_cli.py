"""Guides corrected by file on the command line, listed, written out for the commune."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import demo
from bot.cli import main
from content.library import BUILT_IN, load
from content.overlay import digest
from store import cadres, corrections, reviews
from store.engine import Store, open_engine
from tests.support.town import NOW

ID = "vneid-activate"
OLD = "Tìm tin báo hồ sơ định danh đã được phê duyệt."
NEW = "Tìm tin của Bộ Công an báo hồ sơ đã được duyệt."


class Desk:
    """A technician's shell over one database."""

    def __init__(self, url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self.folder, self._capsys = url, folder, capsys
        store = Store(open_engine(url))
        store.call(lambda c: demo.load(c, NOW))
        store.close()

    def types(self, *words: str) -> tuple[int, str, str]:
        """(exit code, what was printed, what went wrong)."""
        environ = {"KHEO_DATABASE_URL": self.url, "KHEO_SECRET": "s" * 43}
        code = main(["content", *words], environ)
        out, err = self._capsys.readouterr()
        return code, out, err

    def corrects(self, old: str, new: str, *more: str, who: str = "demo-police"):
        """The guide's file with other words in it, handed in."""
        text = (BUILT_IN / "guides" / ID / "vi.md").read_text("utf-8")
        file = self.folder / ID / "vi.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace(old, new), "utf-8")
        return self.types("correct", str(file), "--as", who, "--reason", "quy định mới", *more)

    def approves(self, number: int) -> None:
        """The chairman agrees."""
        store = Store(open_engine(self.url))

        def work(connection) -> None:
            chair = cadres.by_handle(connection, "demo-chairman")
            assert chair is not None
            corrections.approve(connection, number, by=chair.id, now=NOW)

        store.call(work)
        store.close()


@pytest.fixture
def desk(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The shell over each kind of database."""
    return Desk(database_url, tmp_path, capsys)


@pytest.fixture
def quick(sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The shell where the kind of database does not matter."""
    return Desk(sqlite_url, tmp_path, capsys)


def test_a_changed_file_is_shown_handed_in_approved_and_written_out(desk: Desk) -> None:
    code, out, _err = desk.corrects(OLD, NEW)
    assert code == 0
    assert f"− {OLD}\n+ {NEW}\n" in out
    assert "Đã nộp chỗ sửa số 1" in out
    assert "chờ người thứ hai xem" in desk.types("corrections")[1]
    desk.approves(1)
    out = desk.types("corrections", "--out", str(desk.folder / "own"))[1]
    assert f"#1 {ID}/vi.md · Cài đặt và kích hoạt VNeID: cả bài · đang dùng" in out
    own = desk.folder / "own"
    assert NEW in (own / "guides" / ID / "vi.md").read_text("utf-8")
    carried = load([BUILT_IN, own]).manuscripts[ID]["vi"].guide
    assert NEW in carried.steps[0].text
    assert carried.steps[0].photo is not None


def test_what_would_be_wrong_is_told_and_nothing_is_handed_in(quick: Desk) -> None:
    code, out, err = quick.corrects(OLD, "Bác tự làm mức 2 ở nhà.")
    assert code == 1
    assert "+ Bác tự làm mức 2 ở nhà." in out
    assert "tự làm mức 2" in err
    assert "Chưa có chỗ sửa nào" in quick.types("corrections")[1]


@pytest.mark.parametrize(
    ("who", "why"), [("demo-front", "không làm được"), ("demo-nobody", "Không có cán bộ")]
)
def test_only_who_keeps_the_guide_may_hand_in(quick: Desk, who: str, why: str) -> None:
    code, _out, err = quick.corrects(OLD, NEW, who=who)
    assert code == 2
    assert why in err


def test_a_file_that_changes_nothing_or_cannot_be_read_is_told(quick: Desk) -> None:
    assert "giống hệt" in quick.corrects("không-có-chữ-này", "")[2]
    file = quick.folder / "bai-la" / "vi.md"
    file.parent.mkdir()
    file.write_text("x", "utf-8")
    args = ("--as", "demo-police", "--reason", "r")
    assert "Không có bài bai-la" in quick.types("correct", str(file), *args)[2]
    assert "không đọc được" in quick.types("correct", str(quick.folder), *args)[2].lower()
    assert "--reason" in quick.types("correct", str(file))[2]


def test_stale_knows_of_a_review(quick: Desk) -> None:
    store = Store(open_engine(quick.url))
    due = "--within", "100000"
    before = quick.types("stale", *due)[1]
    line = next(line for line in before.split("\n") if "Cài đặt và kích hoạt VNeID" in line)
    assert "2027-02-21" in line
    text = (BUILT_IN / "guides" / ID / "vi.md").read_text("utf-8-sig")

    def review(connection) -> None:
        police = cadres.by_handle(connection, "demo-police")
        assert police is not None
        at = NOW.replace(year=2027, month=1)
        reviews.review(connection, guide=ID, base=digest(text), by=police.id, now=at)

    store.call(review)
    store.close()
    after = quick.types("stale", *due)[1]
    assert "2027-04-23" in next(
        line for line in after.split("\n") if "Cài đặt và kích hoạt VNeID" in line
    )


def test_without_a_database_the_guides_are_as_they_were_packaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/none.db"
    environ = {"KHEO_DATABASE_URL": url, "KHEO_SECRET": "s" * 43}
    main(["content", "stale", "--within", "0"], environ)
    assert not (tmp_path / "none.db").exists()
