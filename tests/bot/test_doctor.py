"""The doctor: every fault found, each with what to do; a healthy house has nothing to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import demo
from bot.doctor import WEBHOOK, Finding, Port, TelegramSeen, examine
from bot.settings import Settings
from store import imports_places
from store.engine import Store, open_engine
from store.migrate import upgrade

NOW = datetime.now(UTC)  # the server of the database has the machine's clock
RUNNING = TelegramSeen("running", username="kheo_bot")


@dataclass
class FakeProbes:
    free: int = 10_000_000_000
    seen: TelegramSeen = RUNNING
    far: timedelta | None = timedelta(0)
    ahead: timedelta = timedelta(0)
    at: Port = "free"
    wrong: Sequence[str] = ()
    asked: int = 0
    programs: tuple[str, ...] = ("ffmpeg",)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def free_bytes(self, folder: Path) -> int:
        assert folder.is_dir()
        return self.free

    async def telegram(self, settings: Settings) -> TelegramSeen:
        self.asked += 1
        return self.seen

    async def far_clock(self, url: str) -> datetime | None:
        return None if self.far is None else self.now() + self.far

    async def port(self, host: str, port: int) -> Port:
        return self.at

    def program(self, name: str) -> bool:
        return name in self.programs

    def content(self, folder: Path | None, now: datetime) -> Sequence[str]:
        return self.wrong


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of a house with the made-up commune, on each of the two databases."""
    store = Store(open_engine(database_url))
    store.call(lambda c: demo.load(c, NOW))
    store.close()
    return Settings(database_url, "s" * 43)


@pytest.fixture
def plain(sqlite_url: str) -> Settings:
    """The same where the kind of database does not matter, and without any place."""
    return Settings(sqlite_url, "s" * 43)


async def _faults(settings: Settings, probes: FakeProbes | None = None) -> list[Finding]:
    found = await examine(settings, probes or FakeProbes())
    faults = [finding for finding in found if not finding.ok]
    assert all(fault.do for fault in faults), "every fault says what to do"
    return faults


async def test_a_healthy_house_has_nothing_to_mend(settings: Settings) -> None:
    found = await examine(settings, FakeProbes())
    assert [finding.what for finding in found if not finding.ok] == []
    told = "\n".join(finding.text() for finding in found)
    for part in ("✓", "12 thôn", "trống", "10.000 MB", "Đồng hồ đúng"):
        assert part in told


async def test_the_made_up_commune_is_no_fault_but_is_pointed_out(settings: Settings) -> None:
    found = await examine(settings, FakeProbes())
    (note,) = [finding for finding in found if "xã mẫu" in finding.what]
    assert "kheo import places" in note.do


async def test_a_real_commune_needs_no_advice(plain: Settings, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("xã,thôn,mã\nXã An,Thôn 1,T1\n", "utf-8")
    rows = imports_places.read(path)
    store = Store(open_engine(plain.database_url))
    store.call(lambda c: imports_places.import_places(c, rows, dry_run=False, now=NOW))
    store.close()
    found = await examine(plain, FakeProbes())
    assert Finding(True, "Xã An: 1 thôn.") in found


async def test_without_hamlets_it_says_how_to_import_them(plain: Settings) -> None:
    (fault,) = await _faults(plain)
    assert "kheo import places" in fault.do


async def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path}/var/kheo.db", "s" * 43)
    (fault,) = await _faults(settings)
    assert "kheo migrate" in fault.do
    assert not (tmp_path / "var").exists()


async def test_a_database_of_another_version_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kheo.db"
    engine = open_engine(url)
    engine.connect().close()
    engine.dispose()
    (fault,) = await _faults(Settings(url, "s" * 43))
    assert "sao lưu" in fault.do


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "kheo.db").write_bytes(b"not a database at all" * 400)
    (fault,) = await _faults(Settings(f"sqlite:///{tmp_path}/kheo.db", "s" * 43))
    assert "bản sao lưu" in fault.do


async def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    path = tmp_path / "kheo.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    store = Store(engine)
    store.call(lambda c: demo.load(c, NOW))
    store.call(lambda c: demo.residents(c, 2000, "telegram", 1, NOW))
    store.close()
    data = bytearray(path.read_bytes())
    half = len(data) // 8192 * 4096
    data[half : half + 8192] = b"\xff" * 8192
    path.write_bytes(data)
    (fault,) = await _faults(Settings(f"sqlite:///{path}", "s" * 43))
    assert "hỏng" in fault.what


async def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    url = "postgresql://kheo:secret-words@127.0.0.1:9/kheo?connect_timeout=2"
    (fault,) = await _faults(Settings(url, "s" * 43))
    assert "PostgreSQL" in fault.do
    assert "secret-words" not in fault.text()


async def test_what_is_no_database_address_is_told() -> None:
    (fault,) = await _faults(Settings("mysql://x/y", "s" * 43))
    assert "KHEO_DATABASE_URL" in fault.do


async def test_a_short_secret_and_an_open_address_are_told(settings: Settings) -> None:
    weak = replace(settings, secret="s" * 12, public_url="http://xa.vn")
    secret, address = await _faults(weak)
    assert "KHEO_SECRET" in secret.do
    assert "https://" in address.do


@pytest.mark.parametrize(
    ("free", "ok", "advice"),
    [(50_000_000, False, "hôm nay"), (500_000_000, True, "sớm"), (5_000_000_000, True, "")],
)
async def test_room_on_the_disk(settings: Settings, free: int, ok: bool, advice: str) -> None:
    found = await examine(settings, FakeProbes(free=free))
    (disk,) = [finding for finding in found if " MB" in finding.what]
    assert disk.ok is ok
    assert (advice in disk.do) if advice else not disk.do


async def test_a_clock_that_differs_from_telegrams_is_told(settings: Settings) -> None:
    with_telegram = replace(settings, telegram_token="1:a")
    slow = FakeProbes(far=timedelta(seconds=95))
    faults = await _faults(with_telegram, slow)
    assert any("95 giây" in fault.what and "timedatectl" in fault.do for fault in faults)
    near = FakeProbes(far=timedelta(seconds=-20))
    assert not [fault for fault in await _faults(with_telegram, near) if "giây" in fault.what]
    silent = FakeProbes(far=None)
    assert not [fault for fault in await _faults(with_telegram, silent) if "giây" in fault.what]


async def test_a_clock_that_differs_from_the_databases_is_told(postgres_url: str) -> None:
    probes = FakeProbes(ahead=timedelta(hours=1))
    told = await _faults(Settings(postgres_url, "s" * 43), probes)
    assert any("cơ sở dữ liệu" in fault.what and "timedatectl" in fault.do for fault in told)


async def test_faults_of_the_content_are_counted_and_the_first_is_shown(settings: Settings) -> None:
    (fault,) = await _faults(settings, FakeProbes(wrong=["a.md:1: x", "b.md:2: y"]))
    assert "2 lỗi" in fault.what
    assert "a.md:1: x" in fault.what
    assert "kheo content check" in fault.do


async def test_without_a_token_telegram_is_not_asked(settings: Settings) -> None:
    probes = FakeProbes()
    assert await _faults(settings, probes) == []
    assert probes.asked == 0


@pytest.mark.parametrize(
    ("seen", "advice"),
    [
        (TelegramSeen("token", "Unauthorized"), "@BotFather"),
        (TelegramSeen("unreachable", "timeout"), "KHEO_TELEGRAM_API"),
        (TelegramSeen("conflict", "terminated by other getUpdates"), "kheo doctor"),
    ],
)
async def test_each_way_telegram_can_fail_has_its_advice(
    settings: Settings, seen: TelegramSeen, advice: str
) -> None:
    (fault,) = await _faults(replace(settings, telegram_token="1:a"), FakeProbes(seen=seen))
    assert advice in fault.do


@pytest.mark.parametrize(
    ("public_url", "webhook", "error", "pending", "advice"),
    [
        ("", "", "", 0, []),
        ("", "https://old.vn/hook", "", 0, ["kheo run"]),
        ("https://xa.vn", f"https://xa.vn{WEBHOOK}", "", 0, []),
        ("https://xa.vn", "", "", 0, ["kheo run"]),
        ("https://xa.vn", f"https://xa.vn{WEBHOOK}", "certificate verify failed", 0, ["chứng chỉ"]),
        ("", "", "", 101, ["24 giờ"]),
    ],
)
async def test_the_webhook_is_ours_works_and_nothing_piles_up(
    settings: Settings, public_url: str, webhook: str, error: str, pending: int, advice: list[str]
) -> None:
    seen = replace(RUNNING, webhook=webhook, last_error=error, pending=pending)
    house = replace(settings, telegram_token="1:a", public_url=public_url)
    faults = await _faults(house, FakeProbes(seen=seen))
    assert len(faults) == len(advice)
    for fault, part in zip(faults, advice, strict=True):
        assert part in fault.do


@pytest.mark.parametrize(("at", "ok"), [("free", True), ("ours", True), ("other", False)])
async def test_the_port_is_free_or_ours(settings: Settings, at: Port, ok: bool) -> None:
    found = await examine(settings, FakeProbes(at=at))
    assert found[-1].ok is ok
    assert "127.0.0.1:8080" in found[-1].what


async def test_without_ffmpeg_it_says_who_hears_no_recordings(plain: Settings) -> None:
    findings = await examine(plain, FakeProbes(programs=()))
    (told,) = [finding for finding in findings if "ffmpeg" in finding.what]
    assert told.ok
    assert "apt install ffmpeg" in told.do
    findings = await examine(plain, FakeProbes())
    assert [finding.do for finding in findings if "ffmpeg" in finding.what] == [""]
