"""A draft as a conversation holds it, and as the engine does: from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.channels.base import Capabilities, Piece
from bot.channels.render import render
from bot.ports_announcements import Draft, Part, ReachPlan, Share, To
from bot.talk.message import Attachment, Media, Outgoing
from delivery import reach
from store import announcements as store
from store.announcements import Announcement, Audience, Kind, Wording


def enclosed(
    words: Iterable[Wording],
) -> tuple[Media | None, Media | None, Attachment | None]:
    """The picture, the recording and the document that go with the words."""
    photo = voice = paper = None
    for one in words:
        photo = Media(one.photo, one.photo_words) if one.photo else photo
        voice = Media(one.voice, one.voice_words) if one.voice else voice
        if one.document:
            paper = Attachment(one.document, one.document_name, one.document_size)
    return photo, voice, paper


def planned(
    connection: Connection,
    standing: Announcement,
    capabilities: Mapping[str, Capabilities],
    now: datetime,
) -> ReachPlan:
    """Whom an announcement gets to if it is sent now."""
    words = store.wordings(connection, standing.id)
    of = (standing.audience, words, standing.kind, standing.ack)
    return shares(reach.plan(connection, *of, capabilities, now))


def shares(found: reach.Plan) -> ReachPlan:
    """A reach plan as a conversation shows it."""
    return ReachPlan(
        tuple(Share(way.channel, way.households, way.messages) for way in found.ways),
        found.outside,
        found.blocked,
        found.declined,
        found.nowhere,
        found.households,
        found.recipients,
        found.messages,
        found.cost,
        found.lasts,
        found.stars,
        found.apart,
        found.groups,
    )


def parts_of(outgoing: Outgoing, capabilities: Capabilities) -> tuple[Part, ...]:
    """The messages that say it on a channel, as people will see them."""
    return tuple(
        Part(piece.text, _media(piece), tuple(key.label for row in piece.keys for key in row))
        for piece in render(outgoing, capabilities)
    )


def _media(piece: Piece) -> str:
    carried = {"photo": piece.photo, "voice": piece.voice, "document": piece.document}
    return next((kind for kind, path in carried.items() if path), "")


def audience_of(to: To) -> Audience:
    """The engine's words for an audience."""
    return Audience(to.places, to.people, to.groups, to.missed, to.silent)


def wordings_of(draft: Draft) -> dict[str, Wording]:
    """What a draft says, by language."""
    photo, voice, paper = draft.photo, draft.voice, draft.document
    silent = Wording(
        "",
        photo=photo.path if photo else "",
        photo_words=photo.words if photo else "",
        document=paper.path if paper else "",
        document_name=paper.name if paper else "",
        document_size=paper.size if paper else 0,
    )
    worded = {language: replace(silent, text=text) for language, text in draft.texts}
    if voice and draft.texts:
        first = draft.texts[0][0]
        worded[first] = replace(worded[first], voice=voice.path, voice_words=voice.words)
    return worded


def kind_of(draft: Draft) -> Kind:
    """The class of a draft; an unknown one is information."""
    match draft.kind:
        case "meeting" | "urgent" | "disaster":
            return draft.kind
        case _:
            return "information"
