"""Tools and lists of papers in guides: what is written is read, and what cannot work is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.ports_tools import KITS, Paper, Tool
from content.check import check
from content.library import BUILT_IN, load
from tests.support.shelf import FACTS, GUIDE, TODAY, build, png

STEP = "Bác bước ra ngoài.\n"
PAPERS = "\nBác mang:\n- [ ] can-cuoc: Căn cước.\n- [ ] don: Đơn.\n"
NEEDS = "".join(
    f'{key}: {{vi: "1 đồng", value: 1, unit: dong, source: Bảng 2026}}\n'
    for key in KITS["household-insurance"].figures
)


def guide(more: str, head: str = STEP) -> str:
    assert head in GUIDE
    return GUIDE.replace(head, head + more)


def found(folder: Path, more: str, **files: str) -> list[str]:
    content = {"guides/small/vi.md": guide(more), "facts.yaml": FACTS + NEEDS} | files
    return [str(problem) for problem in check(load([build(folder, **content)]), TODAY)]


def test_a_tool_and_a_list_are_read_into_their_step(tmp_path):
    more = PAPERS + "\n[Tính cho nhà tôi](tool:household-insurance)\n"
    assert found(tmp_path, more) == []
    step = load([tmp_path]).manuscripts["small"]["vi"].guide.steps[-1]
    assert step.tools == (Tool("household-insurance", "", "Tính cho nhà tôi"),)
    assert step.papers == (Paper("can-cuoc", "Căn cước"), Paper("don", "Đơn"))
    assert step.text == "Bác bước ra ngoài.\n\nBác mang:\n• Căn cước.\n• Đơn."


def test_a_tool_may_name_what_it_is_asked_about(tmp_path):
    facts = FACTS + "".join(
        f'{key}: {{vi: "1 ngày", value: 1, unit: days, source: Luật 2026}}\n'
        for key in KITS["term"].figures
    )
    assert found(tmp_path, "\n[Còn mấy ngày?](tool:term:birth)\n", **{"facts.yaml": facts}) == []
    (tool,) = load([tmp_path]).manuscripts["small"]["vi"].guide.steps[-1].tools
    assert tool == Tool("term", "birth", "Còn mấy ngày?")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("\n[Tính](tool:horoscope)\n", "Không có công cụ “horoscope”"),
        ("\n[Tính](tool:term:wedding)\n", "không tính được “wedding”"),
        ("\n[Tính](tool:household-insurance:birth)\n", "không tính được “birth”"),
        ("\n[](tool:household-insurance)\n", "chưa có chữ"),
        ("\n[Xem](tool:allowance)\n", "cần số liệu “social-pension”"),
        ("\n[Tính](tool:household-insurance)" * 4 + "\n", "quá nhiều công cụ"),
        ("\n- [ ] mot: Một giấy\n", "có 1 dòng"),
        ("\n" + "".join(f"- [ ] p{n}: Giấy {n}\n" for n in range(11)), "có 11 dòng"),
        ("\n- [ ] a: Giấy\n- [ ] a: Đơn\n", "“a”"),
        ("\n- [ ] a: Giấy\n- [ ] b: giấy\n", "“b”"),
        (f"\n- [ ] a: {'Giấy ' * 20}\n- [ ] b: Đơn\n", "ghi quá dài"),
    ],
)
def test_what_cannot_work_is_refused(tmp_path, more, said):
    assert said in "\n".join(found(tmp_path, more))


def test_a_fork_has_no_list_but_may_have_a_tool(tmp_path):
    head = "## hai?: Bác đi lối nào?\n"
    files = {"guides/small/vi.md": guide("- [ ] a: Giấy\n- [ ] b: Đơn\n\n", head)}
    assert "Ngã rẽ không có danh sách" in "\n".join(found(tmp_path, "", **files))
    files = {"guides/small/vi.md": guide("[Tính](tool:household-insurance)\n\n", head)}
    assert found(tmp_path, "", **files) == []


def test_a_key_that_no_button_can_carry_is_refused(tmp_path):
    id = "a-guide-with-quite-a-long-name-1"
    written = guide("\n- [ ] a-paper-of-16-ch: Giấy\n- [ ] b: Đơn\n").replace("nhỏ", "dài")
    written = written.replace("## ba:", "## a-step-of-16-ch:").replace("→ ba", "→ a-step-of-16-ch")
    files = {f"guides/{id}/vi.md": written, "guides/small/vi.md": GUIDE}
    build(tmp_path, **files)
    (tmp_path / "guides" / id / "door.png").write_bytes(png())
    said = "\n".join(map(str, check(load([tmp_path]), TODAY)))
    assert "“a-paper-of-16-ch” dài quá" in said
    assert "“a-step-of-16-ch” dài quá" in said


def test_a_line_that_is_no_paper_is_told_with_its_place(tmp_path):
    with pytest.raises(ContentError) as error:
        load([build(tmp_path, **{"guides/small/vi.md": guide("\n- [ ] Căn cước\n")})])
    assert "“Căn cước” không phải giấy tờ đánh dấu được" in str(error.value)


def test_languages_are_held_in_step_paper_by_paper_and_tool_by_tool(tmp_path):
    more = PAPERS + "\n[Tính](tool:household-insurance)\n"
    for english, good in (
        (more, True),
        (more.replace("don:", "form:"), False),
        (PAPERS, False),
        (more.replace("household-insurance", "allowance"), False),
    ):
        files = {"guides/small/en.md": guide(english)}
        said = "\n".join(one for one in found(tmp_path, more, **files) if "en.md" in one)
        assert ("không khớp với vi.md" in said) is not good


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ('{vi: "1 đồng", value: 1, source: x}', "phải đi cùng nhau"),
        ('{vi: "1 đồng", unit: dong, source: x}', "phải đi cùng nhau"),
        ('{vi: "1 đồng", value: 1, unit: acres, source: x}', "acres"),
        ('{vi: "0 đồng", value: 0, unit: dong, source: x}', "lớn hơn 0"),
        ('{vi: "1.000 đồng", value: 100, unit: dong, source: x}', "“vi” ghi số khác"),
        ('{vi: "100 đồng", en: "10 VND", value: 100, unit: dong, source: x}', "“en” ghi số khác"),
    ],
)  # fmt: skip
def test_a_figure_says_in_words_what_it_counts(tmp_path, fact, said):
    with pytest.raises(ContentError) as error:
        load([build(tmp_path, **{"facts.yaml": f"{FACTS}sum: {fact}\n"})])
    assert said in str(error.value)


def test_what_the_built_in_tools_need_is_there_and_languages_say_the_same():
    facts = load([BUILT_IN]).facts
    for kit in KITS.values():
        for key in kit.figures:
            assert facts[key].unit
            assert facts[key].words["en"]
            assert facts[key].source
