"""Log lines: an action, ids, and nothing that a person said."""

from __future__ import annotations

import io
import logging

from bot import logs


def test_a_line_holds_the_action_and_its_fields_and_no_words_of_people():
    stream = io.StringIO()
    words = " ".join(("số", "của", "tôi", "là", "09123" + "45678"))
    root, level = list(logging.getLogger().handlers), logging.getLogger().level
    try:
        logs.set_up(stream)
        try:
            raise ValueError(words)
        except ValueError:
            logging.getLogger("bot").error(
                "it broke", exc_info=True, extra={"action": "turn.broken", "chat": 5}
            )
        logging.getLogger("bot").info("quiet", extra={"action": "app.started"})
        logging.getLogger("aiohttp").info("too much")
    finally:
        logging.basicConfig(level=level, handlers=root, force=True)
    written = stream.getvalue()
    assert "error turn.broken chat=5 it broke" in written
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "0912345678" not in written
    assert "info app.started quiet" in written
    assert "too much" not in written
