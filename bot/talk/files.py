"""A question that a file answers: a picture, a recording, a document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from bot.talk.fields import Plain, Rejected, Withdrawn
from bot.talk.message import Content, Document, NotTaken, Photo, Taken, Voice

Kind: TypeAlias = Literal["photo", "voice", "document"]
#: The kind of answer by which is known, before a turn, that the file has to be fetched.
FILE = "file"
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
        try:
            known: Any = stored
            taken = Taken(**known)
        except TypeError:
            raise Withdrawn from None
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
