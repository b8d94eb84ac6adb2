"""Log lines: one per event, a stable ``action``, ids rather than texts.

An exception is logged by its type and its places in the code: its message might quote a person.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TextIO, TypeAlias

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_Raised: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class Lines(logging.Formatter):
    """``time level action key=value … message``, with the extra fields in order of name."""

    def format(self, record: logging.LogRecord) -> str:
        """One line (and, for an exception, the places it went through)."""
        extra = {
            key: value
            for key, value in sorted(vars(record).items())
            if key not in _PLAIN and key != "action"
        }
        fields = "".join(f" {key}={value}" for key, value in extra.items())
        action = getattr(record, "action", record.name)
        line = (
            f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')} {record.levelname.lower()} "
            f"{action}{fields} {record.getMessage()}"
        )
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's own name
        """The type and the places, without the message."""
        kind, _error, trace = ei
        places = "".join(traceback.format_tb(trace)).rstrip()
        return f"{places}\n{kind.__name__ if kind else ''}"


def set_up(stream: TextIO, level: int = logging.INFO) -> None:
    """Log to ``stream``; libraries only when something is wrong."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("bot", "content", "delivery", "handlers", "scheduler", "store", "web"):
        logging.getLogger(name).setLevel(level)
