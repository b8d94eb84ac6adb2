"""Settings: complete, or refused with every problem at once, in words that say what to do."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.locale import _, use
from bot.settings import NAMES, TELEGRAM_API, Settings

TOKEN = "123456:ABC-def_ghi"
POSTGRES = "postgresql://kheo:pass@db/kheo"


def _problems(**environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.read(environ)
    return caught.value.problems


def _sqlite(folder: Path) -> dict[str, str]:
    return {"KHEO_DATABASE_URL": f"sqlite:///{folder}/var/kheo.db"}


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        settings = Settings.read({})
    finally:
        os.chdir(here)
    assert settings.database_url == "sqlite:///var/kheo.db"
    assert settings.sqlite_path == Path("var/kheo.db")
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.telegram_api == TELEGRAM_API
    assert (settings.telegram_token, settings.public_url, settings.content) == ("", "", None)
    assert len(settings.secret) >= 40


def test_everything_that_is_set_is_taken(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "KHEO_DATABASE_URL": POSTGRES,
            "KHEO_SECRET": "s" * 32,
            "KHEO_TELEGRAM_TOKEN": f" {TOKEN}\n",
            "KHEO_TELEGRAM_API": "http://127.0.0.1:8081/",
            "KHEO_PUBLIC_URL": "https://kheo.xa.vn/",
            "KHEO_LISTEN": "[::1]:9000",
            "KHEO_CONTENT": str(tmp_path),
            "HOME": "elsewhere",
        }
    )
    assert settings == Settings(
        POSTGRES,
        "s" * 32,
        TOKEN,
        "http://127.0.0.1:8081",
        "https://kheo.xa.vn",
        "::1",
        9000,
        tmp_path,
    )
    assert settings.sqlite_path is None


def test_all_problems_are_told_at_once() -> None:
    problems = _problems(
        KHEO_DATABASE_URL="mysql://x",
        KHEO_TELEGRAM_TOKEN="my token",
        KHEO_TELEGRAM_API="api.telegram.org",
        KHEO_TELEGRAM_RATE="fast",
        KHEO_PUBLIC_URL="https://xa.vn/?a=1",
        KHEO_LISTEN="8080",
        KHEO_CONTENT="/nowhere/at/all",
        KHEO_SECRET="short",
        KHEO_PUBLIC_URI="https://xa.vn",
        KHEO_NONSENSE="1",  # perhaps another program's: not ours to judge
    )
    assert len(problems) == 9
    for name in NAMES:
        assert any(name in problem for problem in problems), name


def test_a_name_that_is_not_ours_is_told_with_the_nearest_one() -> None:
    assert _problems(KHEO_TELEGRAM_TOKN="x", KHEO_ZZZ="x") == (
        "There is no setting KHEO_TELEGRAM_TOKN. Did you mean KHEO_TELEGRAM_TOKEN?",
    )


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    (problem,) = _problems(KHEO_DATABASE_URL=url, KHEO_SECRET="s" * 32)
    assert "lost" in problem


@pytest.mark.parametrize("url", ["kheo.db", "postgresql:x", "redis://x"])
def test_what_is_no_database_is_refused(url: str) -> None:
    (problem,) = _problems(KHEO_DATABASE_URL=url)
    assert "sqlite:///var/kheo.db" in problem


@pytest.mark.parametrize("token", ["abc", "123", "123:", ":abc", "123:a b", "123:a/b"])
def test_what_is_no_token_is_refused(token: str) -> None:
    (problem,) = _problems(KHEO_TELEGRAM_TOKEN=token, KHEO_SECRET="s" * 32)
    assert "@BotFather" in problem
    assert token not in problem.split()


@pytest.mark.parametrize(
    "address",
    ["xa.vn", "ftp://xa.vn", "https://", "https://u:p@xa.vn", "https://x y", "https://xa.vn:abc"],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    (problem,) = _problems(KHEO_PUBLIC_URL=address, KHEO_SECRET="s" * 32)
    assert "KHEO_PUBLIC_URL" in problem


@pytest.mark.parametrize("listen", ["8080", "a b:80", "host:", "host:99999", "host:٨٠", "::1:80"])
def test_what_is_no_host_and_port_is_refused(listen: str) -> None:
    (problem,) = _problems(KHEO_LISTEN=listen, KHEO_SECRET="s" * 32)
    assert "KHEO_LISTEN" in problem


def test_a_port_alone_means_the_whole_network(tmp_path: Path) -> None:
    settings = Settings.read({**_sqlite(tmp_path), "KHEO_LISTEN": ":0"})
    assert (settings.host, settings.port) == ("0.0.0.0", 0)


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = Settings.read(_sqlite(tmp_path))
    path = tmp_path / "var" / "secret"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    again = Settings.read(_sqlite(tmp_path))
    assert again.secret == first.secret == path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    found: list[str] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        found.append(Settings.read(_sqlite(tmp_path)).secret)

    threads = [threading.Thread(target=start) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_secret_that_is_set_makes_no_file(tmp_path: Path) -> None:
    Settings.read({**_sqlite(tmp_path), "KHEO_SECRET": "s" * 32})
    assert not (tmp_path / "var").exists()


def test_with_postgresql_the_secret_must_be_set() -> None:
    (problem,) = _problems(KHEO_DATABASE_URL=POSTGRES)
    assert "KHEO_SECRET" in problem


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    (problem,) = _problems(**_sqlite(tmp_path))
    assert str(tmp_path / "var" / "secret") in problem


@pytest.mark.parametrize("spoilt", [b"", b" \n", b"\xff\xfe"])
def test_a_spoilt_secret_is_told_and_left_for_a_person_to_see(
    tmp_path: Path, spoilt: bytes
) -> None:
    path = tmp_path / "var" / "secret"
    path.parent.mkdir()
    path.write_bytes(spoilt)
    (problem,) = _problems(**_sqlite(tmp_path))
    assert "delete" in problem
    assert path.read_bytes() == spoilt


def test_secrets_do_not_show() -> None:
    settings = Settings.read(
        {
            "KHEO_DATABASE_URL": POSTGRES,
            "KHEO_SECRET": "very-secret-words",
            "KHEO_TELEGRAM_TOKEN": TOKEN,
        }
    )
    for secret in ("very-secret-words", TOKEN, "pass"):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_problems_are_told_in_the_language_in_use() -> None:
    with use("vi"), pytest.raises(SettingsError) as caught:
        Settings.read({"KHEO_LISTN": "1", "KHEO_SECRET": "s" * 32}, _)
    (problem,) = caught.value.problems
    assert problem.startswith("Không có cài đặt nào tên là KHEO_LISTN")


@pytest.mark.parametrize("said", ["0", "1001", "fast", "-3", "30.5"])
def test_a_rate_that_telegram_does_not_sell_is_refused(tmp_path: Path, said: str) -> None:
    (problem,) = _problems(**_sqlite(tmp_path), KHEO_TELEGRAM_RATE=said)
    assert "KHEO_TELEGRAM_RATE" in problem


def test_the_rate_is_the_free_one_unless_it_is_set(tmp_path: Path) -> None:
    assert Settings.read(_sqlite(tmp_path)).telegram_rate == 30
    assert Settings.read({**_sqlite(tmp_path), "KHEO_TELEGRAM_RATE": "500"}).telegram_rate == 500
