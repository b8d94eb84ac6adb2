"""What is wrong with a command as it was typed, told in the reader's language.

argparse speaks through the system's gettext, whose catalogues carry no Vietnamese for it; so its
finished sentences are read here, and told anew. A sentence that is not known stays as it is.
"""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from bot.locale import _


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are in the language in use; its subcommands' parsers are too."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong, and how the command is written; exit code 2."""
        usage = " ".join(self.format_usage().partition(":")[2].split())
        how = _("Usage: {usage}").format(usage=usage)
        self.exit(2, f"{told(message)}\n{how}\n")


def told(message: str) -> str:
    """A sentence of argparse (3.11 and later) in the language in use."""
    for pattern, text in _sentences():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            values = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return text.format(**values)
    return message


def _sentences() -> tuple[tuple[str, str], ...]:
    # A choice is quoted as Python writes it ('x'); the names of commands are choices, too.
    return (
        (
            r"argument (?:COMMAND|command): invalid choice: '?(?P<value>.*?)'? "
            r"\(choose from (?P<known>.*)\)",
            _("There is no command “{value}”. Known are: {known}"),
        ),
        (
            r"argument (?P<name>\S+): invalid choice: '?(?P<value>.*?)'? "
            r"\(choose from (?P<known>.*)\)",
            _("{name}: “{value}” is none of these: {known}"),
        ),
        (
            r"argument (?P<name>\S+): invalid int value: '(?P<value>.*)'",
            _("{name}: “{value}” is not a whole number."),
        ),
        (
            r"argument (?P<name>\S+): expected (?:one|at least one) argument",
            _("{name}: something has to stand behind it."),
        ),
        (
            r"argument (?P<name>\S+): not allowed with argument (?P<other>\S+)",
            _("{name} cannot stand together with {other}."),
        ),
        (
            r"the following arguments are required: (?P<names>.*)",
            _("This is missing: {names}"),
        ),
        (
            r"one of the arguments (?P<names>.*) is required",
            _("One of these is missing: {names}"),
        ),
        (
            r"unrecognized arguments: (?P<words>.*)",
            _("This is not known here: {words}"),
        ),
    )
