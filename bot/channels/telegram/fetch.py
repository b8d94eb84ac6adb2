"""A file that somebody sent, from Telegram: its path is asked for, then it is downloaded."""

from __future__ import annotations

import msgspec

from bot.channels.telegram.session import Accepted, Rejected, Session
from bot.talk.message import NotTaken

#: A bot can download no more (core.telegram.org/bots/api#getfile); a larger file has no path.
LARGEST = 20 * 1024 * 1024
#: Telegram waits up to 60 s for the answer to a webhook call, then it calls again (telegram-bot-api
#: #341): a download that takes longer than this is given up while the person is still told why.
WITHIN = 25.0
_TOO_BIG = "file is too big"


class _File(msgspec.Struct):
    file_path: str = ""
    file_size: int = 0


_file = msgspec.json.Decoder(_File)


async def fetch(session: Session, ref: str, limit: int, within: float = WITHIN) -> bytes | NotTaken:
    """The bytes behind a file's id, at most ``limit`` of them, within so many seconds."""
    most = min(limit, LARGEST)
    match await session.call("getFile", {"file_id": ref}):
        case Accepted(result):
            try:
                file = _file.decode(result)
            except msgspec.MsgspecError:
                return NotTaken("lost")
        case Rejected(_, why) if _TOO_BIG in why:
            return NotTaken("big", most)
        case _:
            return NotTaken("lost")
    if file.file_size > most:
        return NotTaken("big", most)
    if not file.file_path or file.file_path.startswith("/"):
        # A Bot API server in its local mode names a place on its own disk, which may be another
        # machine's.
        return NotTaken("lost")
    content = await session.download(file.file_path, most, within)
    if content is None:
        return NotTaken("lost")
    return NotTaken("big", most) if len(content) > most else content
