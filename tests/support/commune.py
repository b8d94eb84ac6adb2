"""A small commune as conversations see it through their ports: plain, and changed at will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.ports import Commune, Counter, Danger, Finding, Guide, Me, Place, Shelf, Source, Step

COMMUNE = Commune(
    name="xã Sen Hồng",
    province="Tỉnh mẫu",
    controller="UBND xã Sen Hồng",
    counters=(
        Counter("Công an xã", "0200 000 000", "7h30–17h", "Nhà làm việc xã"),
        Counter("Trạm y tế xã"),
    ),
    updated_on=date(2026, 11, 1),
    notice_version="3",
    keep_months=24,
)
TOP = Place(1, "SH", "Xã Sen Hồng", "commune")
DONG_TAM = Place(11, "DT", "Thôn Đồng Tâm", "hamlet", ("Xóm Cồn",))
BEN_LOI = Place(12, "BL", "Thôn Bến Lội", "hamlet")
XOM_5 = Place(13, "X5", "Xóm 5", "hamlet")
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))
RESIDENT = Me(
    language="vi",
    channel="webchat",
    resident=7,
    name="Hoa",
    hamlet=DONG_TAM,
    household="SH-01-005",
    consents=frozenset({"serve", "announce"}),
    announcements=True,
)


@dataclass
class Village:
    """The port Places over a list; ``old`` are codes of places that were merged."""

    all: Sequence[Place] = (DONG_TAM, BEN_LOI, XOM_5)
    old: dict[str, Place] = field(default_factory=dict)

    def commune(self) -> Place | None:
        return TOP

    def hamlets(self) -> Sequence[Place]:
        return self.all

    def by_code(self, code: str) -> Place | None:
        known = {place.code.casefold(): place for place in (TOP, *self.all)} | self.old
        return known.get(code.casefold())


def many_hamlets(count: int) -> list[Place]:
    """Thôn 1 … Thôn n, as in a commune merged from several."""
    return [Place(100 + n, f"T{n:02}", f"Thôn {n}", "hamlet") for n in range(1, count + 1)]


def guide(id: str, title: str = "", **changes: object) -> Guide:
    """A guide of one step."""
    values: dict[str, object] = {
        "id": id,
        "language": "vi",
        "title": title or id,
        "summary": f"Tóm tắt {id}",
        "steps": (Step("mot", "Bước", "Làm việc này."),),
        "sources": (Source("nguồn"),),
        "reviewed_on": date(2026, 11, 1),
        "review_by": date(2027, 2, 1),
        "owner": "UBND xã",
    }
    return Guide(**(values | changes))  # type: ignore[arg-type]


@dataclass
class Shelves:
    """The port Guides over shelves."""

    all: Sequence[Shelf] = ()

    def get(self, id: str) -> Guide | None:
        return next((g for shelf in self.all for g in shelf.guides if g.id == id), None)

    def shelves(self) -> Sequence[Shelf]:
        return self.all


def shelves(*counts: int) -> Shelves:
    """Shelves A, B, C … with so many guides each."""
    return Shelves(
        [
            Shelf(
                key, f"Kệ {key}", tuple(guide(f"{key}{n}", f"Sách {key}{n}") for n in range(count))
            )
            for key, count in zip("abcdefghij", counts, strict=False)
        ]
    )


@dataclass
class Knows:
    """The port Answers: finds what it was told to."""

    finding: Finding

    def find(self, text: str, last: str = "") -> Finding:
        return self.finding

    def danger(self, text: str) -> Danger:
        return Danger(self.finding.emergency, self.finding.doubtful)

    def command(self, text: str) -> str:
        return ""
