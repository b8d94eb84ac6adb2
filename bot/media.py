"""What a file that somebody sent really is: judged by its bytes, cleaned, made fit to be sent on.

Nothing here trusts a name. Pictures are drawn anew, so that what a camera writes beside them (the
place, the owner, the device) is gone, and nothing but the picture is passed on.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

from bot.talk.message import Taken

log = logging.getLogger(__name__)

#: The most that is taken in: a bot may download no more from Telegram (core.telegram.org/bots/api
#: #getfile: 20 MB), and one number for all channels is one that people can be told.
LARGEST = 20 * 1024 * 1024
#: A phone shows no more of a picture, and on a bad line it should not weigh more than a page.
LONGEST_SIDE = 1600
QUALITY = 82
#: More than any phone's camera takes; what claims more is made to fill the memory.
PIXELS = 120_000_000
_OPUS = 48_000  # Opus counts 48,000 samples a second whatever was recorded (RFC 7845, section 4)
_NAME = 80
#: By the ending that our own names have: what a browser is told.
TYPES = {
    ".jpg": "image/jpeg",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# Which file inside an office document says what it is.
_INSIDE = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
)
_OPEN = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_KEPT = re.compile(r"kept/([0-9a-f]{32})(\.[a-z0-9]{3,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is fit to be kept and sent: ``seconds`` is how long a recording lasts, 0 where
    its bytes do not say."""

    kind: Literal["photo", "voice", "document"]
    suffix: str
    content: bytes
    name: str
    seconds: int = 0

    @property
    def path(self) -> str:
        """Where it is kept: the same content is the same file."""
        digest = hashlib.blake2b(self.content, digest_size=16).hexdigest()
        return f"kept/{digest}{self.suffix}"

    @property
    def taken(self) -> Taken:
        """What conversations know of it."""
        return Taken(self.path, self.kind, self.name, len(self.content), self.seconds)


def digest_of(path: str) -> str:
    """The digest in the path of a kept file; empty for any other path."""
    found = _KEPT.fullmatch(path)
    return found[1] if found else ""


def inspect(content: bytes, name: str = "") -> File | None:
    """The file that these bytes are, cleaned; None for a kind that is not taken."""
    try:
        return _inspect(content, name)
    except Exception as error:
        # Readers of foreign bytes fail in ways that nobody has listed (struct, zlib, index …): such
        # a file is none of ours, and the message that brought it must not come again for ever.
        log.warning("unreadable: %s", type(error).__name__, extra={"action": "file.unreadable"})
        return None


def _inspect(content: bytes, name: str) -> File | None:
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    ):
        picture = _redrawn(content)
        return None if picture is None else File("photo", ".jpg", picture, "")
    if suffix := _sound(content):
        return File("voice", suffix, content, "", _seconds(content) if suffix == ".ogg" else 0)
    if suffix := _paper(content):
        return File("document", suffix, content, _called(name, suffix))
    return None


def _redrawn(content: bytes) -> bytes | None:
    """The picture alone, upright, at a sane size; None where there is no picture in it."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > PIXELS:
                return None
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if upright.has_transparency_data:
                seen = upright.convert("RGBA")
                paper = Image.new("RGBA", seen.size, "white")
                upright = Image.alpha_composite(paper, seen)
            plain = upright.convert("RGB")
        # A new image has no EXIF, no XMP, no comment; only its pixels are carried over.
        clean = Image.frombytes("RGB", plain.size, plain.tobytes())
        data = io.BytesIO()
        clean.save(data, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return data.getvalue()
    except (
        OSError,  # Pillow's own refusals are OSErrors, too
        ValueError,
        SyntaxError,  # a broken PNG
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None


def _sound(content: bytes) -> str:
    if content[:4] == b"OggS" and b"OpusHead" in content[:512]:
        return ".ogg"
    if content[4:8] == b"ftyp" and content[8:12] in (b"M4A ", b"M4B "):
        return ".m4a"
    # MPEG audio, layer III: with a tag before it, or beginning with a frame (ISO 11172-3).
    if content[:3] == b"ID3" or content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return ".mp3"
    return ""


def _seconds(content: bytes) -> int:
    """How long an Ogg Opus recording lasts: the last page says where it ends (RFC 3533)."""
    last = content.rfind(b"OggS")
    samples = int.from_bytes(content[last + 6 : last + 14], "little")
    return -(-samples // _OPUS) if samples < 24 * 3600 * _OPUS else 0


def _paper(content: bytes) -> str:
    if content[:5] == b"%PDF-":
        return ".pdf"
    if content[:4] != b"PK\x03\x04":
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return ""  # macros run on the reader's machine
            if "mimetype" in names:
                with parts.open("mimetype") as first:
                    return _OPEN.get(first.read(100).strip(), "")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return next((suffix for inside, suffix in _INSIDE if inside in names), "")


def _called(name: str, suffix: str) -> str:
    """A name that can be shown and saved: no folders, no tricks, the ending that is true."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem = re.sub(r'[<>:"|?*]', "", kept)
    stem = re.sub(rf"({'|'.join(map(re.escape, TYPES))})$", "", stem, flags=re.IGNORECASE)
    return f"{stem.strip(' .')[:_NAME].strip() or 'van-ban'}{suffix}"
