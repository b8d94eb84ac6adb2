"""What ``kheo announce`` sends with the words: files of this machine, looked into as any other."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import media
from bot.errors import KheoError
from bot.locale import _
from store.files import NewFile

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The files to keep, and what they add to a Wording."""

    files: tuple[NewFile, ...]
    wording: Mapping[str, Any]


def enclosed(arguments: argparse.Namespace) -> Enclosed:
    """The files that were named with ``--photo`` and ``--alt``, ``--voice`` and ``--transcript``,
    ``--document``; raises KheoError for what cannot be sent."""
    files: list[NewFile] = []
    wording: dict[str, Any] = {}
    if arguments.photo is not None:
        if not arguments.alt.strip():
            raise KheoError(_("Please describe the picture with --alt, for who cannot see it."))
        photo = _file(arguments.photo, "photo")
        files.append(NewFile(photo.path, photo.kind, photo.content))
        wording |= {"photo": photo.path, "photo_words": arguments.alt.strip()}
    if arguments.voice is not None:
        said = _read(arguments.transcript) if arguments.transcript is not None else b""
        words = said.decode("utf-8-sig", "replace").strip()
        if not words:
            raise KheoError(
                _("Please give the recording's words with --transcript, for who cannot hear it.")
            )
        voice = _file(arguments.voice, "voice")
        files.append(NewFile(voice.path, voice.kind, voice.content, voice.seconds))
        wording |= {"voice": voice.path, "voice_words": words}
    if arguments.document is not None:
        paper = _file(arguments.document, "document")
        files.append(NewFile(paper.path, paper.kind, paper.content))
        wording |= {
            "document": paper.path,
            "document_name": paper.name,
            "document_size": len(paper.content),
        }
    return Enclosed(tuple(files), wording)


def _file(path: Path, kind: str) -> media.File:
    found = media.inspect(_read(path), path.name)
    if found is None or found.kind != kind:
        raise KheoError(
            _("{file} is no file of the kind that is sent with an announcement.").format(file=path)
        )
    return found


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > media.LARGEST:
            most = media.LARGEST // _MB
            raise KheoError(_("{file} is too big: at most {most} MB.").format(file=path, most=most))
        return path.read_bytes()
    except OSError as error:
        why = type(error).__name__
        raise KheoError(
            _("The file {file} cannot be read: {why}.").format(file=path, why=why)
        ) from error
