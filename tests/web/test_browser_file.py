"""A cadre with a phone adds a picture and a document to an announcement, in a real Chromium."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.support.chromium import Person
from tests.support.papers import EXE, PDF, photo
from tests.support.running import ROOT, Kheo
from tests.web.conftest import Arrive

WAY = ("Nhận", "/announce", "Cả xã", "Mời bà con đến họp", "Mời họp", "Đã rõ", "Gửi ngay")
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def kheo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kheo]:
    """One process for all tests of this file."""
    kheo = Kheo(tmp_path_factory.mktemp("kheo"))
    kheo.start()
    yield kheo
    kheo.stop()


def invited(kheo: Kheo, handle: str) -> str:
    """The address behind a cadre's invitation."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KHEO_DATABASE_URL": f"sqlite:///{kheo.folder / 'kheo.db'}",
        "KHEO_SECRET": "a secret of this test only",
    }
    command = [sys.executable, "-m", "bot", "grant", handle, "--role", "cadre", "--place", "MAU"]
    done = subprocess.run(
        command, env=environment, cwd=kheo.folder, capture_output=True, text=True, timeout=60
    )
    found = re.search(r"/chat\?start=j_\S+", done.stdout)
    assert found, (done.stdout, done.stderr)
    return kheo.address + found[0]


async def composed(kheo: Kheo, cadre: Person, handle: str) -> None:
    """A cadre at the last look at an announcement for everybody."""
    await cadre.opens(invited(kheo, handle))
    await cadre.presses("Bắt đầu")
    for words in WAY:
        await cadre.says(words)


async def test_files_are_chosen_and_sent_from_the_page(kheo: Kheo, arrive: Arrive) -> None:
    cadre = await arrive(kheo.address)
    await composed(kheo, cadre, "lan")
    await cadre.says("Thêm ảnh")
    field = cadre.page.locator('input[type="file"]').last
    send = cadre.page.locator(".pick button").last
    state = cadre.page.locator("#state")
    await send.click()
    await expect(state).to_have_text("Bác chọn tệp trước nhé.")
    await field.set_input_files({"name": "a.exe", "mimeType": "image/jpeg", "buffer": EXE})
    await send.click()
    await expect(cadre.letters.last).to_contain_text("không nhận được loại tệp này")
    await cadre.fits()
    field = cadre.page.locator('input[type="file"]').last
    big = {"name": "to.jpg", "mimeType": "image/jpeg", "buffer": b"x" * (20 * 1024 * 1024 + 1)}
    await field.set_input_files(big)
    await cadre.page.locator(".pick button").last.click()
    await expect(state).to_contain_text("20 MB")
    picture = photo(640, 480, noise=60)
    await field.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture})
    await cadre.page.locator(".pick button").last.click()
    await expect(cadre.letters.last).to_contain_text("tả tấm ảnh")
    await expect(cadre.own.last).to_have_text("📎 a.jpg")
    await cadre.says("Nhà văn hóa thôn")
    shown = cadre.page.locator("#log img").last
    await expect(shown).to_have_attribute("alt", "Nhà văn hóa thôn")
    await shown.scroll_into_view_if_needed()
    await expect(shown).to_have_js_property("naturalWidth", 640)
    await cadre.says("Thêm văn bản")
    paper = {"name": "Thư mời.pdf", "mimeType": "application/pdf", "buffer": PDF}
    await cadre.page.locator('input[type="file"]').last.set_input_files(paper)
    await cadre.page.locator(".pick button").last.click()
    link = cadre.page.locator(".paper a").last
    await expect(link).to_have_text("📄 Thư mời.pdf")
    await link.scroll_into_view_if_needed()
    async with cadre.page.expect_download() as download:
        await link.click()
    fetched = await download.value
    assert fetched.suggested_filename == "Thư mời.pdf"
    assert (await fetched.path()).read_bytes() == PDF
    await cadre.fits()


async def test_without_a_script_files_are_sent_as_well(kheo: Kheo, arrive: Arrive) -> None:
    cadre = await arrive(kheo.address, java_script_enabled=False)
    page = cadre.page
    await cadre.opens(invited(kheo, "hoa"))

    async def says(words: str) -> None:
        await page.locator("#text").fill(words)
        await page.locator(".go").click()

    await page.locator(".hello button").first.click()
    for words in WAY:
        await says(words)
    await says("Thêm ảnh")
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": photo(32, 32, form="PNG")}
    await page.locator('input[type="file"]').last.set_input_files(picture)
    await page.locator(".pick button").last.click()
    await expect(page.locator(".bot .text").last).to_contain_text("tả tấm ảnh")
    await says("Nhà văn hóa thôn")
    await expect(page.locator("#log img").last).to_have_attribute("alt", "Nhà văn hóa thôn")
