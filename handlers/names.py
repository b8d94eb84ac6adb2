"""What a person may be called, and the code of a household: never a phone or ID number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.locale import _
from bot.talk.fields import Plain, Rejected, Withdrawn
from bot.talk.fold import tidy
from bot.talk.message import Content, Words

#: Long enough for the longest Vietnamese names with a form of address before them.
NAME_LETTERS = 40
#: The longest household code that the store takes.
CODE_LETTERS = 32
#: "Anh Ba 2" is a name; three figures are the beginning of a number that is not ours to keep.
NAME_FIGURES = 2
#: Phone numbers have nine figures or more, old ID numbers nine, new ones twelve.
CODE_FIGURES = 8

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9._/-]*[A-Z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The name somebody wants to be called by: letters, on one line."""

    kind: str = "name"

    def read(self, content: Content) -> str | Rejected:
        """The tidied name, or why not."""
        if not isinstance(content, Words):
            return Rejected(_("Please write the name in letters."))
        name = " ".join(tidy(content.text).split())
        if sum(letter.isnumeric() for letter in name) > NAME_FIGURES:
            return Rejected(_("Please give a name only: phone and ID numbers are never kept here."))
        if not any(letter.isalpha() for letter in name) or re.search(r"[/@<>{}|\\]|www\.", name):
            return Rejected(_("Please write the name in letters."))
        if len(name) > NAME_LETTERS:
            return Rejected(
                _("That is too long: please keep it under {most} letters."),
                (("most", NAME_LETTERS),),
            )
        return name

    def dump(self, value: str) -> Plain:
        """The name itself."""
        return value

    def load(self, stored: Plain) -> str:
        """The name, if it would be taken today."""
        if not isinstance(stored, str) or self.read(Words(stored)) != stored:
            raise Withdrawn
        return stored


@dataclass(frozen=True, slots=True)
class HouseholdCode:
    """A household's code as the commune gave it, in capitals and without spaces."""

    kind: str = "household"

    def read(self, content: Content) -> str | Rejected:
        """The code, or why not."""
        if not isinstance(content, Words):
            return Rejected(_("Please write the household code."))
        code = "".join(tidy(content.text).upper().split())
        if re.search(rf"\d{{{CODE_FIGURES + 1}}}", code):
            return Rejected(
                _("That looks like a phone or ID number; it is not kept. Please write the code.")
            )
        if len(code) > CODE_LETTERS or not _CODE.fullmatch(code):
            return Rejected(_("A household code is only letters and figures, such as SH-01-005."))
        return code

    def dump(self, value: str) -> Plain:
        """The code itself."""
        return value

    def load(self, stored: Plain) -> str:
        """The code, if it would be taken today."""
        if not isinstance(stored, str) or self.read(Words(stored)) != stored:
            raise Withdrawn
        return stored
