"""Does the first screen promise what people need to know before they begin?

What they will have at the end, how long it takes, what it costs, what to bring: the result cannot
be told by a machine, for the other three a text that never speaks of them is found by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.locale import _
from content.manuscript import Manuscript
from content.problem import Problem

_CUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "vi": {
        "time": ("ngày", "giờ", "phút", "buổi", "tháng", "năm", "lâu", "ngay", "lúc nào"),
        "cost": ("tiền", "phí", "đồng", "giá", "trợ cấp"),
        "bring": ("mang", "cần", "chuẩn bị", "có sẵn", "để sẵn"),
    },
    "en": {
        "time": ("day", "days", "hour", "hours", "minutes", "month", "year", "long", "time"),
        "cost": ("free", "cost", "costs", "fee", "fees", "pay", "pays", "price", "vnd"),
        "bring": ("bring", "need", "ready", "have"),
    },
}

# Letters with their marks: “ngày” is a day, “ngay” is now, “ngây” is neither.
_WORD = r"\w+"


def problems(written: Manuscript) -> Iterator[Problem]:
    """What the first screen leaves out. A language without known cues is not judged."""
    cues = _CUES.get(written.guide.language)
    if cues is None:
        return
    said = f" {' '.join(re.findall(_WORD, written.guide.summary.casefold()))} "
    asked = {
        "time": _("The first screen does not say how long it takes."),
        "cost": _("The first screen does not say what it costs."),
        "bring": _("The first screen does not say what to bring."),
    }
    todo = _("Say it before the first step, or that it differs and whom to ask.")
    for key, what in asked.items():
        if not any(f" {cue} " in said for cue in cues[key]):
            yield Problem(written.file, written.line("@title"), what, todo)
