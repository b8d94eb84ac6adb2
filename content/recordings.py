"""Recordings that come with a guide: ``<step>.<language>.ogg`` and ``.m4a`` beside its file.

What is read is the step's own text, or ``<step>.<language>.txt`` where the reading differs. OGG
with Opus is what Telegram calls a voice message; AAC in M4A is what older iPhones can play.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.locale import _
from bot.ports import Step
from bot.talk.message import Media
from content.manuscript import Manuscript
from content.problem import Problem

OGG, AAC = ".ogg", ".m4a"
#: A minute and a half of speech at 32 kbit/s is 360 kB; more costs people their data.
BYTES = 600_000
_NAME = re.compile(r"(?P<step>[a-z0-9-]{1,16})\.(?P<language>[a-z]{2,8})\.(?:ogg|m4a)")


def attach(written: Manuscript, media: Mapping[str, Path]) -> Manuscript:
    """The guide with the recordings that lie beside it, where a step names none itself."""
    guide = written.guide
    steps = tuple(_voiced(guide.id, guide.language, step, media) for step in guide.steps)
    return written if steps == guide.steps else replace(written, guide=replace(guide, steps=steps))


def _voiced(id: str, language: str, step: Step, media: Mapping[str, Path]) -> Step:
    path = f"{id}/{step.key}.{language}{OGG}"
    if step.voice is not None or path not in media:
        return step
    transcript = media[path].with_suffix(".txt")
    words = transcript.read_text("utf-8-sig").strip() if transcript.exists() else step.text
    return replace(step, voice=Media(path, words))


def problems(written: Manuscript, media: Mapping[str, Path]) -> Iterator[Problem]:
    """Recordings of no step, without their other form, without words, too big, of no sound."""
    guide = written.guide
    steps = {step.key: step for step in guide.steps}
    for path, file in media.items():
        name = _NAME.fullmatch(file.name)
        if not path.startswith(f"{guide.id}/") or not name or name["language"] != guide.language:
            continue
        line = written.line(name["step"])
        step = steps.get(name["step"])
        if step is None:
            what = _("“{path}” reads a step that does not exist.").format(path=path)
            yield Problem(written.file, line, what, _("Name it STEP.LANGUAGE.ogg."))
            continue
        other = path.removesuffix(file.suffix) + (AAC if file.suffix == OGG else OGG)
        if other not in media:
            what = _("“{path}” has no other form “{other}”.").format(path=path, other=other)
            yield Problem(written.file, line, what, _("Some phones play only one of them."))
        if not step.text and not file.with_suffix(".txt").exists():
            what = _("“{path}” has no transcript.").format(path=path)
            todo = _("Write what is read into a .txt file of the same name.")
            yield Problem(written.file, line, what, todo)
        content = file.read_bytes()
        if len(content) > BYTES:
            what = _("“{path}” has {size} bytes.").format(path=path, size=len(content))
            todo = _("Make it smaller than {most} bytes.").format(most=BYTES)
            yield Problem(written.file, line, what, todo)
        sound = content[:4] == b"OggS" if file.suffix == OGG else content[4:8] == b"ftyp"
        if not sound:
            what = _("“{path}” is not a recording of this kind.").format(path=path)
            yield Problem(written.file, line, what, _("Save it as OGG (Opus) and as M4A (AAC)."))
