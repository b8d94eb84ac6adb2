"""``kheo content correct`` and ``kheo content corrections``: guides corrected by file."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path

from sqlalchemy import Connection

from bot.app import open_library, open_store
from bot.channels.base import Capabilities
from bot.channels.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.channels.webchat.capabilities import CAPABILITIES as WEB
from bot.deeds import Correct
from bot.errors import KheoError
from bot.living import overlaid
from bot.locale import _
from bot.lookups_corrections import StoredCorrections, carriers_of
from bot.perform_corrections import proposed
from bot.ports_corrections import Correction
from bot.settings import Settings
from content import overlay
from content.library import Library
from content.overlay import Overlaid
from content.rewrite import WHOLE
from handlers.corrections import state_words, whole_difference
from handlers.places_in import title_of
from scheduler.clock import utc_now
from store import cadres, corrections
from store.engine import Store

#: Where second persons may be told that something waits for them.
CHANNELS: dict[str, Capabilities] = {row.channel: row for row in (TELEGRAM, WEB)}


def correct(arguments: argparse.Namespace, settings: Settings) -> int:
    """Hand in a changed file of a guide; shows what differs, and what would be wrong with it."""
    path: Path | None = arguments.file
    if path is None or not arguments.author or not arguments.reason.strip():
        raise KheoError(
            _("Write: kheo content correct FOLDER/GUIDE/vi.md --as CADRE --reason “why”")
        )
    try:
        text = unicodedata.normalize("NFC", path.read_text("utf-8-sig")).replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KheoError(_("This file cannot be read: {why}.").format(why=error)) from None
    id, language = path.resolve().parent.name, path.stem
    library, store = open_library(settings), open_store(settings)
    try:
        return store.call(lambda c: _correct(c, library, id, language, text, arguments))
    finally:
        store.close()


def _correct(
    connection: Connection,
    library: Library,
    id: str,
    language: str,
    text: str,
    arguments: argparse.Namespace,
) -> int:
    content = overlaid(connection, library)
    before = overlay.text_of(content, id, language)
    if not before:
        raise KheoError(
            _("There is no guide {id} in {language}: the file's folder must bear its id.").format(
                id=id, language=language
            )
        )
    author = cadres.by_handle(connection, arguments.author)
    if author is None:
        raise KheoError(_("There is no cadre {handle}.").format(handle=arguments.author))
    if text == before:
        raise KheoError(_("The file says what the guide says already."))
    print(whole_difference(before, text))
    now = utc_now()
    desk = StoredCorrections(
        connection, content, author.id, now.date(), carriers_of(CHANNELS.values())
    )
    if faults := desk.faults(id, language, WHOLE, text):
        print("\n".join(faults), file=sys.stderr)
        return 1
    deed = Correct(id, language, WHOLE, before, text, arguments.reason.strip()[: corrections.NOTE])
    told = proposed(connection, content.library, deed, author.id, CHANNELS, now)
    print(f"{told.title}. {told.text}")
    return 0


def listed(arguments: argparse.Namespace, settings: Settings) -> int:
    """List what is corrected, or write it as files that can be carried into KHEO_CONTENT."""
    library, store = open_library(settings), open_store(settings)
    try:
        content, found = _standing(store, library)
    finally:
        store.close()
    for one in found:
        guide = content.library.manuscripts.get(one.guide, {}).get(one.language)
        where = title_of(guide.guide, one.place) if guide is not None else one.guide
        print(f"#{one.number} {one.guide}/{one.language}.md · {where} · {state_words(one)}")
    if not found:
        print(_("Nothing has been corrected yet."))
    if arguments.out is None:
        return 0
    for (id, language), text in sorted(content.texts.items()):
        path = arguments.out / "guides" / id / f"{language}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(path)
    return 0


def _standing(store: Store, library: Library) -> tuple[Overlaid, list[Correction]]:
    def look(connection: Connection) -> tuple[Overlaid, list[Correction]]:
        content = overlaid(connection, library)
        desk = StoredCorrections(connection, content, 0, utc_now().date(), ())
        return content, list(reversed(desk.listed()))

    return store.look(look)
