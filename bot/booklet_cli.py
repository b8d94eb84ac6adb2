"""``kheo content export``: the guides as a book for the commune's desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.app import open_living
from bot.booklet import booklet
from bot.errors import KheoError
from bot.locale import DEFAULT, ZONE, _, languages, use
from bot.settings import Settings
from scheduler.clock import utc_now


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the book, as people read the guides today."""
    language: str = arguments.language or DEFAULT
    if language not in languages():
        known = ", ".join(languages())
        what = _("There is no language “{language}”. Known are: {known}.")
        raise KheoError(what.format(language=language, known=known))
    path: Path = arguments.file or Path(f"kheo-{language}.pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    address = f"{settings.public_url}/chat" if settings.public_url else ""
    today = utc_now().astimezone(ZONE).date()
    with use(language):
        path.write_bytes(booklet(open_living(settings), language, today, address))
    print(path.absolute())
    return 0
