"""A guide walked with its failures on the smallest phone: everything seen, read and hit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.locale import _, use
from content.library import load
from tests.support.chromium import Person
from tests.support.running import Kheo
from tests.web.conftest import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

#: Issue 3: a reader with four years of school and old eyes.
LETTER = 16
_TINY = """least => Array.from(document.querySelectorAll('body *'))
  .filter(one => one.offsetParent !== null && !one.closest('.aside, .skip'))
  .filter(one => Array.from(one.childNodes).some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < least - 0.01)
  .map(one => one.outerHTML.slice(0, 90))"""
_CUT = """() => Array.from(document.querySelectorAll('.text, .title, .key, .main, h1, h2, .name p'))
  .filter(one => one.offsetParent !== null)
  .filter(one => getComputedStyle(one).display !== 'inline')
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 90))"""

with use("vi"):
    GO, DONE, STUCK = _("See it step by step"), _("✅ Done"), _("It did not work")
    HELPED, ON = _("It works now"), _("Go on")

# What is pressed; where a press leads to the same step again, its help has worked.
WALK = (
    (GO, "tin-duyet"),
    (STUCK, ""), ("Làm hồ sơ rồi, chưa có tin", ""), (HELPED, "tin-duyet"),
    (DONE, "tai-app"),
    (STUCK, ""), ("Có người gửi đường link bảo cài", ""), (HELPED, "tai-app"),
    (DONE, "mo-app"), (DONE, "nhap-so"),
    (STUCK, ""), ("Máy báo thông tin không đúng", ""), (HELPED, "nhap-so"),
    (DONE, "gui"),
    (STUCK, ""), ("Máy bảo áp thẻ vào lưng máy", "nfc"),
    (STUCK, ""), ("Xong thẻ, máy đòi quay mặt", "mat"),
    (DONE, "otp"),
    (STUCK, ""), ("Không có tin nhắn mã", "sms"), ("Đúng số đang dùng", "cho-ma"), (DONE, "otp"),
    (DONE, "mat-khau"), (DONE, "passcode"),
    (STUCK, ""), (HELPED, "passcode"),
    (DONE, "cau-hoi"), (DONE, "dang-nhap"), (DONE, "van-tay"), (DONE, "vi-giay-to"),
    (DONE, "giu-kin"),
)  # fmt: skip


@pytest.fixture(scope="module")
def kheo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kheo]:
    """One process for all tests of this file."""
    kheo = Kheo(tmp_path_factory.mktemp("kheo"))
    kheo.start()
    yield kheo
    kheo.stop()


async def looks_right(bac: Person) -> None:
    """Nothing wider than the screen, too small to hit, too small to read, or cut off."""
    await bac.fits()
    assert await bac.page.evaluate(_TINY, LETTER) == []
    assert await bac.page.evaluate(_CUT) == []


async def shows(bac: Person, path: str) -> None:
    """The newest letter's picture has come, says what it shows, and is seen as a whole."""
    picture = bac.page.locator("#log > .msg").last.locator("img")
    await expect(picture).to_be_visible()
    assert await picture.get_attribute("alt")
    assert (await picture.get_attribute("src") or "").endswith(path)
    await picture.scroll_into_view_if_needed()
    await bac.page.wait_for_function(
        "one => one.complete && one.naturalWidth === 640", arg=await picture.element_handle()
    )
    box = await picture.bounding_box()
    assert box
    assert box["width"] >= 240
    assert abs(box["width"] / box["height"] - 4 / 3) < 0.05  # not squeezed
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


@pytest.mark.timeout(300)  # three dozen screens on a machine that is busy with something else
async def test_vneid_is_activated_step_by_step_with_all_that_goes_wrong(
    kheo: Kheo, arrive: Arrive, tmp_path: Path
) -> None:
    guide = load().manuscripts["vneid-activate"]["vi"].guide
    steps = {step.key: step for step in guide.steps}
    bac = await arrive(kheo.address)
    await looks_right(bac)
    await bac.says("/start")
    await bac.says("1")
    await bac.presses("Đồng ý")
    assert guide.title in await bac.says("kich hoat vneid")
    await looks_right(bac)
    seen = set()
    for number, (label, key) in enumerate(WALK):
        said = await bac.presses(label)
        if await bac.button(ON).count():  # the engine's limit of questions: a breath, and on
            said = await bac.presses(ON)
        await looks_right(bac)
        if key:
            assert steps[key].title in said, (label, said)
            photo = steps[key].photo
            if photo:
                await shows(bac, photo.path)
                seen.add(photo.path)
        await bac.page.screenshot(path=tmp_path / f"{number:02}-{key or 'help'}.png")
    assert len(seen) == 8
    said = await bac.presses(DONE if steps["giu-kin"].ways else _("✅ Clear"))
    assert "Công an xã" in said  # where to ask
    await looks_right(bac)


async def test_in_letters_twice_as_large_nothing_is_cut_and_there_is_room_to_write(
    kheo: Kheo, arrive: Arrive
) -> None:
    bac = await arrive(kheo.address)
    await bac.page.evaluate("document.documentElement.style.fontSize = '200%'")
    await looks_right(bac)
    await bac.says("kich hoat vneid")
    await expect(bac.page.locator("#more")).to_be_visible()  # more stands below than is seen
    await looks_right(bac)
    box = await bac.box.bounding_box()
    assert box
    assert box["width"] >= 200
