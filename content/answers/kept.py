"""What was learnt, kept in a file: training costs seconds and tens of megabytes at every start,
reading what it came to costs a twentieth of that."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern

import msgspec

from bot.talk import fold
from content.answers import data
from content.answers.leaning import Leaning, count
from content.answers.lessons import STORY
from content.answers.model import Model, train
from content.answers.rows import from_plain
from content.answers.wording import Wording, weigh

log = logging.getLogger(__name__)

_MARK = hashlib.sha256().digest_size
_encoder = msgspec.msgpack.Encoder(enc_hook=lambda rows: rows.plain())


@dataclass(frozen=True, slots=True)
class Lessons:
    """What there is to learn from, each a (topic, text).

    ``examples`` are questions, ``stories`` some of them in a longer message, ``papers`` what the
    guides themselves say.
    """

    examples: Sequence[tuple[str, str]]
    stories: Sequence[tuple[str, str]] = ()
    papers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Learnt:
    """How people ask for each topic, and which words stand in each guide."""

    model: Model
    wording: Wording
    leaning: Leaning


_decoder = msgspec.msgpack.Decoder(Learnt, dec_hook=lambda _type, kept: from_plain(kept))


def learnt(
    lessons: Lessons,
    features: Callable[[str], Sequence[str]],
    folders: Iterable[Path] = (),
    kept: Path | None = None,
) -> Learnt:
    """What the lessons teach: as the file ``kept`` has it, else learnt and kept.

    A file that was made from other lessons, other tables or other code counts for nothing.
    """
    mark = b""
    if kept is not None:
        mark = _mark(lessons, folders)
        if (known := _read(kept, mark)) is not None:
            return known
    known = _learn(lessons, features)
    if kept is not None:
        _write(kept, mark, known)
    return known


def _learn(lessons: Lessons, features: Callable[[str], Sequence[str]]) -> Learnt:
    def seen(texts: Sequence[tuple[str, str]]) -> list[tuple[str, tuple[str, ...]]]:
        # The same features come back in thousands of texts: one string for each is enough.
        return [(topic, tuple(map(intern, features(text)))) for topic, text in texts]

    asked, papers = seen(lessons.examples), seen(lessons.papers)
    guides = {guide for guide, _ in papers}
    wording = weigh([*(one for one in asked if one[0] in guides), *papers])
    asked += seen(lessons.stories)
    leaning = count(one for one in asked if one[0] != STORY)
    return Learnt(train(asked), wording, leaning)


def _mark(lessons: Lessons, folders: Iterable[Path]) -> bytes:
    """A digest of all that the model depends on."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    tables = [path for folder in (data.FOLDER, *folders) for path in sorted(folder.glob("*.tsv"))]
    digest = hashlib.sha256(msgspec.json.encode(lessons))
    for path in (Path(fold.__file__), *code, *tables):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _read(kept: Path, mark: bytes) -> Learnt | None:
    try:
        content = kept.read_bytes()
        return _decoder.decode(content[_MARK:]) if content[:_MARK] == mark else None
    except (OSError, msgspec.MsgspecError):
        return None


def _write(kept: Path, mark: bytes, known: Learnt) -> None:
    mine = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        mine.write_bytes(mark + _encoder.encode(known))
        mine.replace(kept)
    except OSError as error:
        mine.unlink(missing_ok=True)
        log.warning("not kept: %s", error.strerror, extra={"action": "answers.not_kept"})
