"""A content folder for tests: one good guide, to be spoilt in one way at a time."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from PIL import Image

TODAY = date(2026, 11, 21)
QUESTIONS = "\n".join(f"  - hỏi việc nhỏ cách {n}" for n in range(12))
GUIDE = f"""---
title: Việc nhỏ
icon: 📱
shelf: papers
owner: Một cửa xã
questions:
{QUESTIONS}
keywords: [việc nhỏ]
sources:
  - {{name: "Trang của xã", url: "https://xa.example.vn", date: 2026-01-02}}
reviewed_on: 2026-11-01
review_by: 2027-01-01
avoid: ["làm được tại nhà"]
---
Làm xong bác có giấy. Mất mười phút, không mất tiền. Bác mang thẻ theo.

## mot: Bước một
Bác mở cửa ra. Giá là {{{{price}}}}.

![Cái cửa](door.png)

### kẹt: Cửa kẹt → hai
Bác đẩy mạnh tay.

## hai?: Bác đi lối nào?
### trai: Bên trái → ba
### phai: Bên phải → guide:other
### hoi: Tôi không biết → officer

## ba: Bước ba → end
Bác bước ra ngoài.
""".replace("### kẹt", "### ket")
OTHER = GUIDE.replace("Việc nhỏ", "Việc khác").replace("việc nhỏ", "việc khác")
OTHER = OTHER.replace("guide:other", "guide:small")
FACTS = """price:
  {vi: 5.000 đồng, en: 5 000 đồng, source: Bảng giá, verified: true, since: 2026-07-01}
"""
SHELVES = "papers: {vi: Giấy tờ, en: Papers}\n"
COMMUNE = """name: Xã Mẫu
province: Tỉnh Mẫu
controller: UBND xã Mẫu
demo: true
counters:
  - {name: Một cửa xã}
"""


def png(width: int = 8, noise: bool = False) -> bytes:
    """A small picture, or one that does not get small."""
    data = io.BytesIO()
    image = Image.effect_noise((width, width), 90) if noise else Image.new("RGB", (width, width))
    image.save(data, "PNG")
    return data.getvalue()


def build(folder: Path, **files: str | bytes) -> Path:
    """A whole content folder; ``files`` replace or add (``small/vi.md`` as ``small__vi_md``)."""
    standard: dict[str, str | bytes] = {
        "facts.yaml": FACTS,
        "commune.yaml": COMMUNE,
        "guides/shelves.yaml": SHELVES,
        "guides/small/vi.md": GUIDE,
        "guides/small/door.png": png(),
        "guides/other/vi.md": OTHER,
        "guides/other/door.png": png(),
    }
    for name, content in (standard | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content:
            path.write_text(content, "utf-8")
    return folder
