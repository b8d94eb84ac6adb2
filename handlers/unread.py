"""What is said to a photo, a recording, a sticker or a place on the map that nothing asked for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import _
from bot.talk.message import (
    Begin,
    Button,
    Contact,
    Content,
    Document,
    Location,
    Outgoing,
    Photo,
    Unsupported,
    Voice,
)


def out_of_place(content: Content, buttons: Sequence[Button] = ()) -> Outgoing:
    """A kind and useful reply to what cannot be read here; none of it is kept.

    ``buttons`` are the menu's, or none where the open question follows at once.
    """
    match content:
        case Photo():
            text = _(
                "Khéo cannot look at pictures yet, and did not keep this one. Please write what "
                "it is about. Never send pictures of ID cards or bank cards in a chat."
            )
        case Voice():
            text = _(
                "Khéo cannot listen to recordings yet. Please write it in a few words: writing "
                "without accents is fine. Or call the commune."
            )
        case Document():
            text = _(
                "Khéo cannot open files here, and did not keep this one. Please write in a few "
                "words what it is about. Never send papers with ID or account numbers in a chat."
            )
        case Location():
            text = _(
                "Khéo does not need your place on the map, and did not keep it. If help is needed "
                "there, call 113, 114 or 115. Your hamlet you can choose from a list."
            )
            if buttons:
                buttons = (Button(_("Choose my hamlet"), Begin("start")), *buttons)
        case Contact():
            text = _("The phone number was not kept: Khéo needs none.")
        case Unsupported("sticker"):
            text = _("Thank you! What would you like to ask?")
        case Unsupported("video"):
            text = _("Khéo cannot watch videos yet. Please write in a few words what it is about.")
        case _:
            text = _("Khéo cannot open that yet. Please write in a few words what it is about.")
    return Outgoing(text, buttons=tuple(buttons))
