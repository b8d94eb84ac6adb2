"""What a run says: its words with their buttons, cut to each channel, in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot import locale
from bot.channels.base import Capabilities
from bot.locale import DEFAULT, _
from bot.talk.message import Attachment, Begin, Button, Media, Outgoing
from delivery.outbox import pack
from store.announcements import Wording

ACK = "ack"  # the conversation behind the buttons


def title(kind: str) -> str:
    """What stands above an announcement of this class."""
    match kind:
        case "meeting":
            return _("🗓 Invitation to a meeting")
        case "urgent":
            return _("⚠️ Urgent announcement")
        case "disaster":
            return _("🚨 Disaster warning")
        case _:
            return _("📢 Announcement")


def buttons(ack: str, run: int) -> tuple[Button, ...]:
    """What a household can answer; ``run`` 0 shows it without a run (a preview)."""
    match ack:
        case "seen":
            return (Button(_("✅ I have understood"), Begin(ACK, str(run))),)
        case "come":
            return (
                Button(_("✅ I will come"), Begin(ACK, f"{run}.come")),
                Button(_("🙏 I cannot come"), Begin(ACK, f"{run}.away")),
            )
        case _:
            return ()


def outgoing(wording: Wording, kind: str, ack: str, run: int) -> Outgoing:
    """One announcement as a message for no channel in particular, in the language in use."""
    return Outgoing(
        wording.text,
        title=wording.title or title(kind),
        buttons=buttons(ack, run),
        photo=Media(wording.photo, wording.photo_words) if wording.photo else None,
        voice=Media(wording.voice, wording.voice_words) if wording.voice else None,
        document=(
            Attachment(wording.document, wording.document_name, wording.document_size)
            if wording.document
            else None
        ),
    )


def read_out(wording: Wording) -> str:
    """The words for paper and the loudspeaker: those of the recording are said with them."""
    said = wording.voice_words.strip()
    if not said or " ".join(said.split()) in " ".join(wording.text.split()):
        return wording.text
    return f"{wording.text}\n\n{said}"


def spoken(wordings: Mapping[str, object]) -> dict[str, str]:
    """{language of a chat: language it gets}, with "" for every other language."""
    rest = DEFAULT if DEFAULT in wordings else next(iter(sorted(wordings)))
    return {"": rest, **{language: language for language in wordings}}


def render(
    wordings: Mapping[str, Wording],
    kind: str,
    ack: str,
    run: int,
    capabilities: Mapping[str, Capabilities],
) -> Iterator[tuple[str, str, Sequence[str]]]:
    """(channel, language, stored pieces) for every channel and language."""
    for language, wording in wordings.items():
        with locale.use(language):
            for channel, can in capabilities.items():
                yield channel, language, pack([outgoing(wording, kind, ack, run)], can)
