"""A YAML mapping that knows its file and lines and collects what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

import yaml

from bot.locale import _
from content.problem import Problem


class Sheet:
    """Typed values of a mapping by key; a wrong one becomes a problem and an empty value."""

    def __init__(self, file: str, problems: list[Problem], node: yaml.Node | None, line: int = 1):
        self.file = file
        self.line = line
        self._problems = problems
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._first = line
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self.wrong("", _("This must be a list of “name: value” lines."))
            return
        for name, value in node.value:
            key = str(name.value)
            at = name.start_mark.line + line
            if key in self._nodes:
                problems.append(Problem(file, at, _("“{key}” stands twice.").format(key=key)))
            self._nodes[key] = value
            self._lines[key] = at

    @classmethod
    def parse(cls, file: str, text: str, problems: list[Problem], line: int = 1) -> Sheet:
        """The mapping written in ``text``, which begins at ``line`` of ``file``."""
        try:
            node = yaml.compose(unicodedata.normalize("NFC", text), Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            at = line + (mark.line if mark else 0)
            what = _("This is not YAML: {why}.").format(why=getattr(error, "problem", "") or "?")
            problems.append(Problem(file, at, what, _("Check indents, colons and quotes.")))
            node = None
        return cls(file, problems, node, line)

    @property
    def keys(self) -> Sequence[str]:
        """The keys in their order."""
        return tuple(self._nodes)

    def at(self, key: str) -> int:
        """The line of ``key`` in the file, or the first line where there is none."""
        return self._lines.get(key, self.line)

    def wrong(self, key: str, what: str, todo: str = "") -> None:
        """Note a problem at ``key``."""
        self._problems.append(Problem(self.file, self.at(key), what, todo))

    def only(self, *known: str) -> None:
        """Every key that is not among ``known`` is a problem (most are slips of the pen)."""
        for key in self._nodes:
            if key not in known:
                todo = _("Known are: {keys}.").format(keys=", ".join(known))
                self.wrong(key, _("“{key}” is not known here.").format(key=key), todo)

    def text(self, key: str, *, needed: bool = False) -> str:
        """The words at ``key``."""
        node = self._nodes.get(key)
        value = "" if node is None else self._string(key, node)
        if needed and (node is None or node.value == ""):
            self.wrong(key, _("“{key}” is missing.").format(key=key))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of words at ``key``."""
        return tuple(self._string(key, node) for node in self._list(key))

    def day(self, key: str, *, needed: bool = False) -> date | None:
        """The date at ``key``, written 2026-11-21."""
        node = self._nodes.get(key)
        value = None if node is None else self._value(node)
        if value is None and needed:
            self.wrong(key, _("“{key}” is missing.").format(key=key))
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.wrong(key, _("“{key}” must be a date like 2026-11-21.").format(key=key))
            value = None
        return value

    def number(self, key: str, default: int) -> int:
        """The whole number at ``key``."""
        node = self._nodes.get(key)
        value = default if node is None else self._value(node)
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, _("“{key}” must be a whole number.").format(key=key))
            return default
        return value

    def flag(self, key: str) -> bool:
        """Whether ``key`` says true."""
        node = self._nodes.get(key)
        value = False if node is None else self._value(node)
        if not isinstance(value, bool):
            self.wrong(key, _("“{key}” must be true or false.").format(key=key))
            return False
        return value

    def sheet(self, key: str) -> Sheet:
        """The mapping at ``key``."""
        inner = Sheet(self.file, self._problems, self._nodes.get(key), self._first)
        inner.line = self.at(key)
        return inner

    def sheets(self, key: str) -> list[Sheet]:
        """The list of mappings at ``key``."""
        found = []
        for node in self._list(key):
            inner = Sheet(self.file, self._problems, node, self._first)
            inner.line = node.start_mark.line + self._first
            found.append(inner)
        return found

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._nodes.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, _("“{key}” must be a list.").format(key=key))
            return []
        return list(node.value)

    def _string(self, key: str, node: yaml.Node) -> str:
        value = self._value(node)
        if value is None:
            return ""
        if not isinstance(value, str):
            # YAML reads 1900.0368 as a number and “no” as false: the words would be lost.
            self.wrong(key, _("“{key}” must be words.").format(key=key), _("Put it in quotes."))
            return ""
        return value.strip()

    @staticmethod
    def _value(node: yaml.Node) -> object:
        try:
            return yaml.constructor.SafeConstructor().construct_object(node, deep=True)
        except (ValueError, yaml.YAMLError):  # a date like 2026-13-45, a tag of some program
            return node.value
