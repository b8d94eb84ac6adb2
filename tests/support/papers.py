"""Files as people send them: pictures with a place in them, recordings, documents, and bad ones."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

#: A DOS program's first bytes: what an .exe begins with.
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00" + b"\x00" * 64
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + b"\x00" * 64
#: EXIF tags: orientation, camera maker, the pointer to the place.
TURNED, MAKER, PLACE = 274, 271, 34853


def photo(
    width: int = 64, height: int = 48, *, form: str = "JPEG", turned: bool = False, noise: int = 0
) -> bytes:
    """A picture from a phone, with where and by what it was taken."""
    if noise:
        image = Image.effect_noise((width, height), noise).convert("RGB")
    else:
        image = Image.new("RGB", (width, height), (20, 120, 90))
    data = io.BytesIO()
    if form != "JPEG":
        image.save(data, form)
        return data.getvalue()
    exif = Image.Exif()
    exif[MAKER] = "Maker of phones"
    if turned:
        exif[TURNED] = 6  # to be turned by a quarter
    exif.get_ifd(PLACE)[2] = (21.0, 2.0, 3.0)
    image.save(data, form, exif=exif, comment=b"taken at home")
    return data.getvalue()


def recording(seconds: int = 7) -> bytes:
    """An Ogg Opus recording as far as its frame goes: a first page and a last one (RFC 7845)."""

    def page(kind: int, position: int, body: bytes) -> bytes:
        head = b"OggS\x00" + bytes((kind,)) + position.to_bytes(8, "little")
        return head + b"\x01\x00\x00\x00" * 3 + bytes((1, len(body))) + body

    opus = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
    return page(2, 0, opus) + page(4, seconds * 48_000, b"\xfc\xff\xfe" * 20)


def package(*names: str, mimetype: str = "") -> bytes:
    """A zip file of these names: what office documents are."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as parts:
        if mimetype:
            parts.writestr("mimetype", mimetype)
        for name in names:
            parts.writestr(name, "<x/>")
    return data.getvalue()


WORD = package("[Content_Types].xml", "word/document.xml")
EXCEL = package("[Content_Types].xml", "xl/workbook.xml")
MACROS = package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
