"""The errors of Khéo.

    KheoError
    ├── SettingsError      the environment is incomplete or contradictory
    ├── ContentError       a guide, catalogue or commune file cannot be used
    ├── ImportRefused      a file of places or households has rows that cannot be taken
    ├── NotAllowed         a cadre (or nobody) asked for what the role does not cover
    └── StoreError         the database cannot be used

The message tells the reader what to do. A docstring is the default message.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence


class KheoError(Exception):
    """Something went wrong."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or inspect.getdoc(type(self)) or "")


class Problems(KheoError):
    """Several things are wrong; ``problems`` holds each in one plain sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SettingsError(Problems):
    """The settings cannot be used."""


class ContentError(Problems):
    """The content cannot be used."""


class ImportRefused(Problems):
    """The file was not taken; nothing of it was stored."""


class NotAllowed(KheoError):
    """This is not allowed with your role."""


class StoreError(KheoError):
    """The database cannot be used."""
