"""What was learnt, kept in a file: training costs seconds and tens of megabytes at every start,
reading what it came to costs a twentieth of that."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from sys import intern

import msgspec

from bot.talk import fold
from content.answers import data
from content.answers.model import Model, train

log = logging.getLogger(__name__)

_MARK = hashlib.sha256().digest_size
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Model)


def learnt(
    told: Sequence[tuple[str, str]],
    features: Callable[[str], Sequence[str]],
    folders: Iterable[Path] = (),
    kept: Path | None = None,
) -> Model:
    """The model of ``told`` (topic, text): as the file ``kept`` has it, else trained and kept.

    A file that was made from other examples, other tables or other code counts for nothing.
    """
    mark = b""
    if kept is not None:
        mark = _mark(told, folders)
        if (model := _read(kept, mark)) is not None:
            return model
    # The same features come back in thousands of examples: one string for each is enough.
    model = train([(topic, tuple(map(intern, features(text)))) for topic, text in told])
    if kept is not None:
        _write(kept, mark, model)
    return model


def _mark(told: Sequence[tuple[str, str]], folders: Iterable[Path]) -> bytes:
    """A digest of all that the model depends on."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    tables = [path for folder in (data.FOLDER, *folders) for path in sorted(folder.glob("*.tsv"))]
    digest = hashlib.sha256(msgspec.json.encode(told))
    for path in (Path(fold.__file__), *code, *tables):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _read(kept: Path, mark: bytes) -> Model | None:
    try:
        content = kept.read_bytes()
        return _decoder.decode(content[_MARK:]) if content[:_MARK] == mark else None
    except (OSError, msgspec.MsgspecError):
        return None


def _write(kept: Path, mark: bytes, model: Model) -> None:
    mine = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        mine.write_bytes(mark + _encoder.encode(model))
        mine.replace(kept)
    except OSError as error:
        mine.unlink(missing_ok=True)
        log.warning("not kept: %s", error.strerror, extra={"action": "answers.not_kept"})
