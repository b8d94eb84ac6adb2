"""The rules of the house, held by machine: who imports whom, how long a file may be."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("bot", "content", "delivery", "handlers", "scheduler", "store", "web")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
CODE = [path for path in FILES if "migrations" not in path.parts]

# Each row may import the rows below it and nothing beside or above it; modules of one row that
# stand together in a cell may import each other.
LAYERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("bot.__main__",),),
    (
        (
            "bot.cli",
            "bot.usage",
            "bot.chores",
            "bot.running",
            "bot.announce_cli",
            "bot.paper_cli",
            "bot.report_cli",
            "bot.content_cli",
            "bot.questions_cli",
            "bot.ask_cli",
            "bot.enclosure",
            "bot.booklet_cli",
        ),
    ),
    (("bot.app", "bot.doctor", "bot.probes"),),
    (("bot.shelf",),),
    (("web",), ("scheduler",)),
    (("bot.dispatch",),),
    (
        ("bot.alarm", "bot.reception", "bot.thread", "bot.asides", "bot.inquiry", "bot.answering"),
        ("bot.intake",),
    ),
    (
        (
            "bot.lookups",
            "bot.lookups_announcements",
            "bot.lookups_drafts",
            "bot.lookups_corrections",
            "bot.lookups_questions",
            "bot.living",
            "bot.perform_corrections",
            "bot.perform_readings",
            "bot.perform_questions",
            "bot.perform",
            "bot.perform_roles",
            "bot.perform_residents",
            "bot.perform_announcements",
            "bot.perform_announce",
            "bot.perform_runs",
            "bot.perform_papers",
            "bot.grouping",
        ),
    ),
    (("delivery",),),
    (
        (
            "bot.demo",
            "bot.poster",
            "bot.checklist",
            "bot.book",
            "bot.booklet",
            "bot.paper",
            "bot.page",
            "bot.month",
            "bot.scene",
        ),
    ),
    (("handlers",),),
    (("bot.channels",), ("store",), ("content",)),
    (("bot.commands",),),
    (
        (
            "bot.deeds",
            "bot.ports",
            "bot.ports_announcements",
            "bot.ports_corrections",
            "bot.deeds_questions",
            "bot.ports_questions",
            "bot.ports_tools",
            "bot.locale",
            "bot.settings",
        ),
        ("bot.media",),
        ("scheduler.timetable",),
    ),
    (("bot.talk",), ("bot.errors",), ("bot.logs",), ("bot.spoken", "bot.spoken_words")),
)
HANDLERS_MAY = ("bot.talk", "bot.deeds", "bot.ports", "bot.locale", "handlers")
HANDLERS_STDLIB = {
    "__future__", "calendar", "collections", "collections.abc", "dataclasses", "datetime",
    "difflib", "enum", "fractions", "functools",
    "itertools", "math", "re", "string", "textwrap", "typing", "unicodedata", "zlib",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "random", "open", "print", "input"}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """The modules of ours and others that a file imports, as deeply as it names them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            for alias in node.names:
                deeper = ROOT / Path(*(node.module or "").split("."), f"{alias.name}.py")
                folder = ROOT / Path(*(node.module or "").split("."), alias.name)
                is_module = deeper.exists() or folder.is_dir()
                found.add(f"{node.module}.{alias.name}" if is_module else node.module or "")
    return found


def cell(name: str) -> tuple[int, int] | None:
    """(row, cell) of the layer that holds a module; the longest prefix wins."""
    best: tuple[int, tuple[int, int]] | None = None
    for row, cells in enumerate(LAYERS):
        for column, prefixes in enumerate(cells):
            for prefix in prefixes:
                if name == prefix or name.startswith(prefix + "."):
                    best = max(best or (0, (0, 0)), (len(prefix), (row, column)))
    return best[1] if best else None


@pytest.mark.parametrize("path", CODE, ids=module)
def test_a_line_imports_only_from_lines_below_it(path: Path):
    here = cell(module(path))
    if module(path) in FOLDERS:
        return
    assert here is not None, f"{module(path)} has no place in the house: add it to LAYERS"
    for name in imports(path):
        if name.split(".")[0] not in FOLDERS:
            continue
        there = cell(name)
        if there is None:
            continue
        assert there == here or there[0] > here[0], f"{module(path)} may not import {name}"


def test_nobody_imports_the_composition_root_but_the_command_line():
    for path in CODE:
        if cell(module(path)) != cell("bot.cli"):
            assert "bot.app" not in imports(path), path


@pytest.mark.parametrize("path", sorted((ROOT / "handlers").glob("*.py")), ids=module)
def test_a_conversation_touches_nothing_but_its_talk_and_its_ports(path: Path):
    for name in imports(path):
        ours = name.startswith(HANDLERS_MAY)
        assert ours or name in HANDLERS_STDLIB, f"{path.name} may not import {name}"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute):
            assert called.attr not in CLOCKS, f"{path.name}:{called.lineno} calls {called.attr}"
        elif isinstance(called, ast.Name):
            assert called.id not in CLOCKS, f"{path.name}:{called.lineno} calls {called.id}"


def test_the_talk_is_pure():
    for path in sorted((ROOT / "bot" / "talk").glob("*.py")):
        for name in imports(path):
            top = name.split(".")[0]
            assert name.startswith("bot.talk") or top in sys.stdlib_module_names, (path, name)
            assert top not in ("os", "random", "socket", "asyncio", "threading"), (path, name)


@pytest.mark.parametrize("path", CODE, ids=module)
def test_a_file_is_one_noun_and_short(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_nothing_nests_deeper_than_three_folders():
    for path in FILES:
        if "migrations" not in path.parts:
            assert len(path.relative_to(ROOT).parts) <= 4, path


@pytest.mark.parametrize("path", CODE, ids=module)
def test_every_public_name_says_what_it_is_for(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), f"{path} has no docstring"
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    def walk(body: list[ast.stmt], owner: str) -> None:
        for node in body:
            if isinstance(node, kinds) and not node.name.startswith("_"):
                protocol = isinstance(node, ast.ClassDef) and any(
                    isinstance(base, ast.Name | ast.Subscript) and "Protocol" in ast.dump(base)
                    for base in node.bases
                )
                assert ast.get_docstring(node), f"{path.name}: {owner}{node.name}"
                if isinstance(node, ast.ClassDef) and not protocol:
                    walk(node.body, f"{node.name}.")

    walk(tree.body, "")


def test_imports_stand_at_the_top():
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                assert not inner, f"{path}:{node.lineno} {node.name} imports inside"


def test_nothing_is_called_a_manager():
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                for word in ("Manager", "Helper", "Service", "Utils"):
                    assert word not in node.name, f"{path}: {node.name}"


def test_no_folder_or_file_is_a_dumping_ground():
    for path in FILES:
        assert path.stem not in ("utils", "helpers", "common", "misc"), path
