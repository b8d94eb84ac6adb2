"""The commands that Telegram shows in its menu, in every language of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand

from bot.locale import DEFAULT, _, use


def commands(codes: Iterable[str]) -> list[SetMyCommands]:
    """One call for everybody, in Vietnamese, and one for each other language Telegram can tell."""
    calls = []
    for code in codes:
        with use(code):
            shown = [
                BotCommand(command="menu", description=_("See everything Khéo can do")),
                BotCommand(command="officer", description=_("Talk to an officer")),
                BotCommand(command="me", description=_("What Khéo keeps about you")),
                BotCommand(command="language", description=_("Choose another language")),
                BotCommand(command="stop", description=_("Stop receiving announcements")),
                BotCommand(command="resume", description=_("Receive announcements again")),
                BotCommand(command="help", description=_("How to use Khéo")),
            ]
        if code == DEFAULT:
            calls.append(SetMyCommands(commands=shown))
        elif len(code) == 2:  # "A two-letter ISO 639-1 language code" (#setmycommands)
            calls.append(SetMyCommands(commands=shown, language_code=code))
    return calls
