"""A question that a file answers: a picture, a recording, a document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from bot.talk.fields import Plain, Rejected, Text, Withdrawn
from bot.talk.message import Content, Document, NotTaken, Photo, Taken, Voice, Words

Kind: TypeAlias = Literal["photo", "voice", "document"]
#: The kind of answer by which is known, before a turn, that the file has to be fetched.
FILE = "file"
#: The kind of answer that is a text for others, with which a picture may come.
LETTER = "letter-file"
#: The kinds of answers for which a file is fetched.
FETCHED = frozenset((FILE, LETTER))
_MB = 1024 * 1024


def _(text: str) -> str:
    """Mark for the catalogue; the talk translates when it speaks."""
    return text


@dataclass(frozen=True, slots=True)
class File:
    """A file of one of the kinds that are accepted (``ask`` it with ``ask="file"``).

    What counts is what the bytes are: a picture that was sent as a document is a picture.
    """

    accepts: tuple[Kind, ...] = ("photo",)
    kind: str = FILE

    def read(self, content: Content) -> Taken | Rejected:
        """The file that was taken in, or why not."""
        match content:
            case Photo(file=Taken() as taken) | Document(file=Taken() as taken):
                return self._fitting(taken)
            case Voice(file=Taken() as taken):
                return self._fitting(taken)
            case Photo(file=NotTaken() as why) | Document(file=NotTaken() as why):
                return _refused(why)
            case Voice(file=NotTaken() as why):
                return _refused(why)
            case _:
                return self._wanted()

    def dump(self, value: Taken) -> Plain:
        """What is known of the file; never its bytes."""
        return asdict(value)

    def load(self, stored: Plain) -> Taken:
        """The file again, if its kind is still accepted."""
        taken = _taken(stored)
        if taken.kind not in self.accepts:
            raise Withdrawn
        return taken

    def _fitting(self, taken: Taken) -> Taken | Rejected:
        return taken if taken.kind in self.accepts else self._wanted()

    def _wanted(self) -> Rejected:
        match self.accepts:
            case ("photo",):
                return Rejected(_("Please send a picture here."))
            case ("voice",):
                return Rejected(_("Please send a voice recording here."))
            case ("document",):
                return Rejected(_("Please send a document here: PDF, Word or Excel."))
            case _:
                return Rejected(_("Please send the file here."))


@dataclass(frozen=True, slots=True)
class Letter:
    """A text for others, and the picture or document that it came under."""

    text: str
    file: Taken | None = None


@dataclass(frozen=True, slots=True)
class LetterText:
    """A text for others, written as such or beneath a picture or a document."""

    most: int
    kind: str = LETTER

    def read(self, content: Content) -> Letter | Rejected:
        """The words and what they came with, or why not."""
        match content:
            case Photo(file=NotTaken() as why) | Document(file=NotTaken() as why):
                return _refused(why)
            case Photo(caption=caption, file=file) | Document(caption=caption, file=file):
                if not caption.strip() or not isinstance(file, Taken) or file.kind == "voice":
                    return self._first()
                words = self._words.read(Words(caption))
                return words if isinstance(words, Rejected) else Letter(words, file)
            case Voice():
                return self._first()
            case _:
                words = self._words.read(content)
                return words if isinstance(words, Rejected) else Letter(words)

    def dump(self, value: Letter) -> Plain:
        """The words alone, where nothing came with them."""
        return value.text if value.file is None else [value.text, asdict(value.file)]

    def load(self, stored: Plain) -> Letter:
        """The letter, if its words still fit."""
        match stored:
            case [text, dict() as file]:
                return Letter(self._words.load(text), _taken(file))
            case _:
                return Letter(self._words.load(stored))

    @property
    def _words(self) -> Text:
        return Text(1, self.most)

    def _first(self) -> Rejected:
        return Rejected(
            _(
                "Please write the words first. A picture, a recording or a document is added "
                "afterwards, when you see it all."
            )
        )


def _taken(stored: Plain) -> Taken:
    try:
        known: Any = stored
        return Taken(**known)
    except TypeError:
        raise Withdrawn from None


def _refused(why: NotTaken) -> Rejected:
    match why.why:
        case "big":
            return Rejected(
                _("This file is too big: at most {most} MB. Please send a smaller one."),
                (("most", why.limit // _MB),),
            )
        case "kind":
            return Rejected(
                _(
                    "A file of this kind is not taken. Pictures: JPEG or PNG. Recordings: OGG, M4A "
                    "or MP3. Documents: PDF, Word, Excel or PowerPoint without macros."
                )
            )
        case _:
            return Rejected(
                _("The file could not be fetched just now. Please send it once more in a moment.")
            )
