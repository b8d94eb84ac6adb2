"""The command line: light until a command is called, and every command leads somewhere."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.cli import parser, work_of

HEAVY = ("aiogram", "alembic", "fpdf", "openpyxl", "PIL", "numpy")


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


@pytest.mark.parametrize(("name", "command"), [*commands()], ids=lambda one: str(one)[:10])
def test_every_command_names_a_function_that_is_there(name: str, command: argparse.ArgumentParser):
    assert callable(work_of(command.get_default("work"))), name


@pytest.mark.parametrize("module", ["bot.cli", "bot.running"])
def test_starting_the_bot_loads_nothing_that_only_other_commands_need(module: str):
    code = f"import {module}, sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == ""


def test_the_command_line_alone_loads_no_database():
    code = "import bot.cli, sys; print('sqlalchemy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
