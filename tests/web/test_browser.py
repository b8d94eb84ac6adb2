"""A resident with a small old phone, in a real Chromium at a real ``kheo run``."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.support.chromium import Person
from tests.support.running import Kheo
from tests.web.conftest import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def kheo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kheo]:
    """One process for all tests of this file."""
    kheo = Kheo(tmp_path_factory.mktemp("kheo"))
    kheo.start()
    yield kheo
    kheo.stop()


async def test_from_the_first_tap_to_a_guides_step_by_buttons(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address)
    await bac.fits()
    assert "thôn nào" in await bac.presses("Bắt đầu")
    await bac.fits()
    hamlet = (await bac.page.locator(".now button").first.inner_text()).strip()
    assert hamlet in await bac.presses(hamlet)
    await bac.fits()
    assert hamlet in await bac.presses("Đồng ý")
    await bac.fits()
    assert "VNeID" in await bac.says("lam sao kich hoat vneid")
    assert "Bước 1/" in await bac.presses("Xem từng bước")
    assert "Bước 2/" in await bac.presses("Xong")
    await bac.fits()
    assert "Bước 1/" in await bac.presses("Quay lại")


async def test_the_same_way_by_typed_numbers(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address)
    assert "thôn nào" in await bac.says("/start")
    assert "đồng ý không" in await bac.says("2")
    assert "xong rồi" in await bac.says("1")
    assert "VNeID" in await bac.says("kích hoạt vneid")
    assert "Bước 1/" in await bac.says("1")
    assert "Bước 2/" in await bac.says("một")
    await bac.fits()


async def test_on_the_notice_the_way_to_the_buttons_is_shown(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address)
    await bac.presses("Bắt đầu")
    await bac.says("1")
    assert not await in_sight(bac, "Không đồng ý")
    pointer = bac.page.locator("#more")
    await expect(pointer).to_have_text("Bấm chọn ở dưới ↓")
    await pointer.click()
    await expect(pointer).to_be_hidden()
    for label in ("Đồng ý", "Đồng ý, và nhận thông báo của xã", "Không đồng ý"):
        assert await in_sight(bac, label)


async def in_sight(bac: Person, label: str) -> bool:
    """Whether the button stands wholly above the line to write in."""
    button = await bac.button(label).bounding_box()
    foot = await bac.page.locator(".foot").bounding_box()
    assert button
    assert foot
    return button["y"] >= 0 and button["y"] + button["height"] <= foot["y"]


async def test_an_emergency_shows_one_big_number_to_tap(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address)
    assert "114" in await bac.says("cháy nhà rồi cứu với")
    number = bac.page.locator('.alarm .title a[href="tel:114"]')
    box = await number.bounding_box()
    assert box
    assert box["height"] >= 44
    await expect(bac.page.locator('.alarm .text > .item > a[href="tel:115"]')).to_be_visible()
    await bac.fits()


async def test_after_kill_9_and_a_new_start_the_page_goes_on_by_itself(
    kheo: Kheo, arrive: Arrive
) -> None:
    bac = await arrive(kheo.address)
    await bac.presses("Bắt đầu")
    kheo.stop(signal.SIGKILL)
    await bac.writes("3")
    await expect(bac.fate.last).to_contain_text("Chưa gửi được")
    kheo.start()
    assert "đồng ý không" in await bac.answered()
    assert await bac.own.all_inner_texts() == ["Bắt đầu", "3"]
    assert await bac.letters.count() == 2
    await bac.page.reload()
    assert await bac.letters.count() == 2


async def test_the_language_is_changed_and_the_page_with_it(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address)
    language = bac.page.locator("html")
    await bac.page.locator(".tongue").click()
    await expect(language).to_have_attribute("lang", "en")
    assert "Which hamlet" in await bac.presses("Start")
    await bac.page.reload()
    await bac.page.locator(".tongue").click()
    await bac.answered()
    await bac.button("Tiếng Việt").click()
    await expect(language).to_have_attribute("lang", "vi")
    await expect(bac.page.locator(".go")).to_have_text("Gửi")
    assert await bac.own.count() == 3
    await bac.says("Ngôn ngữ")
    await bac.writes("2")  # by a number instead of a button
    await expect(language).to_have_attribute("lang", "en")


async def test_a_screen_reader_finds_its_way(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address)
    assert await bac.page.locator("html").get_attribute("lang") == "vi"
    await bac.presses("Bắt đầu")
    tree = await bac.page.locator("body").aria_snapshot()
    for part in (
        '- heading "Xã Sen Hồng (xã mẫu)" [level=1]',
        '- log "Cuộc trò chuyện"',
        '- textbox "Viết câu hỏi của bác"',
        '- button "Gửi"',
        '- link "Đến ô viết tin"',
        "- status",
        "Bác:",
    ):
        assert part in tree, tree
    assert await bac.page.locator("#log").get_attribute("aria-live") == "polite"
    await bac.page.reload()
    await bac.page.keyboard.press("Tab")
    await expect(bac.page.locator(".skip")).to_be_focused()
    await bac.page.keyboard.press("Enter")
    await expect(bac.box).to_be_focused()


async def test_in_english_the_page_is_english(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address, locale="en-GB")
    assert await bac.page.locator("html").get_attribute("lang") == "en"
    assert "Which hamlet" in await bac.presses("Start")


CONTRAST = """names => names.map(name => {
  const numbers = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = numbers(c).slice(0, 3).map(v => {
    v /= 255; return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  let node = document.querySelector(name);
  const ink = light(getComputedStyle(node).color);
  while (numbers(getComputedStyle(node).backgroundColor)[3] === 0) node = node.parentElement;
  const ground = light(getComputedStyle(node).backgroundColor);
  return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05); })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_by_day_and_by_night_everything_can_be_read(
    kheo: Kheo, arrive: Arrive, scheme: str
) -> None:
    bac = await arrive(kheo.address, color_scheme=scheme)
    await bac.presses("Bắt đầu")
    await bac.says("cháy nhà")
    names = [".demo", ".name p", ".own .text", ".own .fate", ".bot .text", "time", ".key"]
    names += [".now .key", ".alarm .title a", ".go", ".tongue"]
    ratios = await bac.page.evaluate(CONTRAST, names)
    assert {n: r for n, r in zip(names, ratios, strict=True) if r < 4.5} == {}  # WCAG 2.2, 1.4.3
    picture = Image.open(io.BytesIO(await bac.page.screenshot())).convert("L")
    corner = picture.getpixel((2, 200))
    assert isinstance(corner, int)
    assert (corner > 200) is (scheme == "light")


async def test_without_a_script_the_forms_do_the_same(kheo: Kheo, arrive: Arrive) -> None:
    bac = await arrive(kheo.address, java_script_enabled=False)
    page = bac.page
    await page.get_by_role("button", name="Bắt đầu").click()
    await expect(page.locator(".bot .text").last).to_contain_text("thôn nào")
    await page.locator("#text").fill("1")
    await page.locator(".go").click()
    await expect(page.locator(".bot .text").last).to_contain_text("đồng ý không")
    await expect(page.locator(".bot .title").last).to_be_in_viewport()
    await page.get_by_role("button", name="Đồng ý", exact=True).last.click()
    await expect(page.locator(".bot .text").last).to_contain_text("xong rồi")
    assert await page.evaluate("() => document.documentElement.scrollWidth") <= 320
