"""What stands in a PDF that fpdf2 has written: the words of its pages, bookmarks, addresses."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\s")
_STREAM = re.compile(rb"stream\r?\n(.*)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Printed:
    """The words on each page, line by line; the bookmarks; the addresses that can be tapped."""

    pages: tuple[str, ...]
    bookmarks: tuple[str, ...]
    addresses: tuple[str, ...]
    descriptions: tuple[str, ...]


def read(data: bytes) -> Printed:
    """Read a PDF."""
    objects = _objects(data)
    fonts: dict[int, dict[int, str]] = {}
    for body in objects.values():
        for number, target in re.findall(rb"/F(\d+) (\d+) 0 R", body):
            table = re.search(rb"/ToUnicode (\d+)", objects[int(target)])
            assert table
            fonts[int(number)] = _table(_stream(objects[int(table[1])]))
    sheets = [body for body in objects.values() if re.search(rb"/Type /Page\b(?!s)", body)]
    return Printed(
        tuple(_page(objects, sheet, fonts) for sheet in sheets),
        tuple(_strings(objects, rb"/Title", rb"/Parent")),
        tuple(found.decode() for found in re.findall(rb"/URI \(([^)]*)\)", data)),
        tuple(_strings(objects, rb"/Alt", rb"/Alt")),
    )


def _objects(data: bytes) -> dict[int, bytes]:
    """The objects by their number; what is in a stream is skipped, whatever it looks like."""
    found, at = {}, 0
    while header := _OBJECT.search(data, at):
        end = data.index(b"endobj", header.end())
        stream = data.find(b"stream", header.end(), end)
        length = re.search(rb"/Length (\d+)", data[header.end() : max(stream, header.end())])
        if length:
            end = data.index(b"endobj", stream + int(length[1]))
        found[int(header[1])] = data[header.end() : end]
        at = end
    return found


def _strings(objects: dict[int, bytes], key: bytes, beside: bytes) -> list[str]:
    found = []
    for body in objects.values():
        match = re.search(key + rb" (?:<feff([0-9a-f]*)>|\(([^)]*)\))", body)
        if beside in body and match:
            wide, plain = match.groups()
            found.append(
                bytes.fromhex(wide.decode()).decode("utf-16-be") if wide else plain.decode()
            )
    return found


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _table(text: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>\n", text)
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}


def _page(objects: dict[int, bytes], sheet: bytes, fonts: dict[int, dict[int, str]]) -> str:
    found = re.search(rb"/Contents (\d+)", sheet)
    assert found
    font: dict[int, str] = {}
    lines = []
    for number, shown in _SHOWN.findall(_stream(objects[int(found[1])])):
        if number:
            font = fonts[int(number)]
            continue
        raw = _plain(shown)
        codes = (int.from_bytes(raw[n : n + 2]) for n in range(0, len(raw), 2))
        lines.append("".join(font[code] for code in codes))
    return "\n".join(lines)


def _plain(raw: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), raw)
