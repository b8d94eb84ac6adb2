"""How an announcement looks on the channels that its writer does not have at hand.

The writer has read all its words above: here stands what is different, how many messages they are,
and where each of them begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.locale import _, ngettext, number
from bot.ports_announcements import Look, Part
from bot.talk.message import Outgoing
from handlers.kinds import channel_name

#: Of the words that stand above already a longer line, or more lines in a row, are shown by their
#: beginning and their end.
LINE, HEAD, TAIL = 100, 60, 30
ROW = 2
_SIGNS = {"photo": "🖼", "voice": "🎙", "document": "📄"}


def elsewhere(shown: Outgoing, looks: Sequence[Look]) -> Iterator[str]:
    """A paragraph for each channel, and for each message that is another there than here."""
    for look in looks:
        channel = channel_name(look.channel)
        if not look.parts:
            yield _("On {channel}: as above.").format(channel=channel)
            continue
        what = ", ".join(_different(shown, look.parts))
        yield _("On {channel}: {what}.").format(channel=channel, what=what)
        for place, part in enumerate(look.parts, 1):
            yield "\n".join(_message(part, place, len(look.parts), shown.text))


def _different(shown: Outgoing, parts: Sequence[Part]) -> Iterator[str]:
    count = len(parts)
    yield ngettext("{count} message", "{count} messages", count).format(count=number(count))
    carried = {part.media for part in parts}
    if shown.buttons and not any(part.keys for part in parts):
        yield _("no buttons, people answer with a number")
    if shown.photo and "photo" not in carried:
        yield _("the picture told in words")
    if shown.voice and "voice" not in carried:
        yield _("the recording only in writing")
    if shown.document and "document" not in carried:
        yield _("of the document only its name")


def _message(part: Part, place: int, count: int, above: str) -> Iterator[str]:
    sign = _SIGNS.get(part.media, "")
    if count > 1 or sign:
        yield f"({place}/{count}) {sign}".rstrip()
    for known, found in groupby(part.text.splitlines(), lambda line: line in above):
        lines = list(found)
        yield from _middle_out(lines) if known else lines
    if part.keys:
        yield " ".join(f"[{label}]" for label in part.keys)


def _middle_out(lines: list[str]) -> Iterator[str]:
    """The first and the last of many lines, and the empty ones that follow them."""
    words = len(lines)
    while words and not lines[words - 1]:
        words -= 1
    if words > 2 * ROW + 1:
        yield from map(_shortened, lines[:ROW])
        yield "…"
        yield from map(_shortened, lines[words - ROW : words])
    else:
        yield from map(_shortened, lines[:words])
    yield from lines[words:]


def _shortened(line: str) -> str:
    """Its beginning and its end, cut between words where there are any."""
    if len(line) <= LINE:
        return line
    head = line[:HEAD].rpartition(" ")[0] or line[:HEAD]
    tail = line[-TAIL:].partition(" ")[2] or line[-TAIL:]
    return f"{head} … {tail}"
