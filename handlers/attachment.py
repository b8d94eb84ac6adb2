"""What goes with an announcement's words: a picture, a recording, a document; never without words
for those who cannot see or hear it."""

from __future__ import annotations

from dataclasses import replace

from bot.locale import _
from bot.ports_announcements import Draft
from bot.talk.fields import Option, Text
from bot.talk.files import File, Letter
from bot.talk.message import Attachment, Media, Taken
from bot.talk.talk import Talk

#: One sentence for who cannot see the picture; as much as a recording of five minutes says.
SEEN, SPOKEN = 300, 4000


def acts(draft: Draft) -> list[Option[str]]:
    """A button for each: add it, or (where there is one) change it or take it away."""
    labels = (
        ("photo", draft.photo, _("📷 Add a picture"), _("📷 Change the picture")),
        ("voice", draft.voice, _("🎙 Add a recording"), _("🎙 Change the recording")),
        ("document", draft.document, _("📄 Add a document"), _("📄 Change the document")),
    )
    return [Option(act, change if there else add, act) for act, there, add, change in labels]


def changed(talk: Talk, draft: Draft, act: str, turn: str) -> Draft:
    """The draft with another picture, recording or document, or without it."""
    match act:
        case "photo":
            photo = _file(talk, f"photo{turn}", File(("photo",)), draft.photo, _ask_photo())
            words = _seen(talk, turn) if photo is not None else ""
            return replace(draft, photo=Media(photo.path, words) if photo else None)
        case "voice":
            voice = _file(talk, f"voice{turn}", File(("voice",)), draft.voice, _ask_voice())
            words = _spoken(talk, turn) if voice is not None else ""
            return replace(draft, voice=Media(voice.path, words) if voice else None)
        case _:
            field = File(("document",))
            paper = _file(talk, f"paper{turn}", field, draft.document, _ask_document())
            return replace(draft, document=_attached(paper) if paper else None)


def beside(talk: Talk, draft: Draft, letter: Letter, turn: str) -> Draft:
    """The draft with the picture or document that its words were written under, if it is wanted."""
    file = letter.file
    if file is None:
        return draft
    if file.kind == "document":
        return replace(draft, document=_attached(file))
    words = talk.ask_optional(
        f"seen{turn}",
        Text(1, SEEN),
        _ask_seen(),
        skip=_("Leave the picture out"),
        title=_("The words are kept. Should the picture go with them?"),
    )
    return draft if words is None else replace(draft, photo=Media(file.path, words))


def _file(
    talk: Talk, key: str, field: File, there: Media | Attachment | None, text: str
) -> Taken | None:
    """A file, or None to take away the one that is there."""
    if there is None:
        return talk.ask(key, field, text, ask="file")
    return talk.ask_optional(key, field, text, skip=_("Take it away"), ask="file")


def _attached(file: Taken) -> Attachment:
    return Attachment(file.path, file.name, file.size)


def _seen(talk: Talk, turn: str) -> str:
    return talk.ask(f"seen{turn}", Text(1, SEEN), _ask_seen())


def _spoken(talk: Talk, turn: str) -> str:
    text = _(
        "What does the recording say? Please write it out: some people only read, and on some "
        "phones it cannot be played."
    )
    return talk.ask(f"said{turn}", Text(1, SPOKEN), text, title=_("The recording's words"))


def _ask_photo() -> str:
    return _(
        "Please send one picture. Where and with what it was taken is removed from it before it "
        "is kept."
    )


def _ask_voice() -> str:
    return _("Please record it and send it here, at most a few minutes.")


def _ask_document() -> str:
    return _(
        "Please send one document: PDF, Word, Excel or PowerPoint. People on a weak line see its "
        "name and size before they fetch it."
    )


def _ask_seen() -> str:
    return _("Please describe the picture in one sentence, for those who cannot see it.")
