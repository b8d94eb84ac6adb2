"""The language of the chat: a preference, nothing more is read from it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deeds import SetLanguage
from bot.locale import _
from bot.ports import Me
from bot.talk.fields import Option
from bot.talk.talk import Talk


def language(talk: Talk, me: Me, languages: Sequence[tuple[str, str]]) -> None:
    """Choose one; the answer comes in the new language. The argument may name it already."""
    codes = [code for code, _name in languages]
    if talk.argument in codes:
        talk.do(SetLanguage(talk.argument))
        return
    options = [Option(code, name, code, _NAMES.get(code, ())) for code, name in languages]
    talk.do(SetLanguage(talk.choose("language", options, _("Which language do you prefer?"))))


# What people call a language in another one than its own.
_NAMES = {
    "vi": ("vietnamese", "tieng viet", "viet", "vn"),
    "en": ("english", "tieng anh", "anh", "eng"),
}
