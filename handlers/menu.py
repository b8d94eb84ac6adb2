"""The menu: shelves, then guides. Each entry is a button that begins something; nothing waits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import _
from bot.ports import Guide, Guides, Me, Shelf
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk

#: More than eight big buttons do not fit on the screen of an old phone.
ROOM = 8
MORE = "more"


def menu(talk: Talk, guides: Guides, me: Me) -> None:
    """The top, one shelf, or what had no room at the top: by the argument."""
    shelf = next((shelf for shelf in guides.shelves() if shelf.key == talk.argument), None)
    home = Button(_("☰ Menu"), Begin("menu"))
    if shelf is not None:
        buttons = [guide_button(guide) for guide in shelf.guides]
        talk.say(_("Choose a guide."), title=shelf.title, buttons=(*buttons, home))
    elif talk.argument == MORE:
        talk.say(_("What else would you like?"), buttons=(*rest(guides, me), home))
    else:
        talk.say(
            _("Write your question in your own words, or choose below."),
            title=_("What can Khéo help you with?"),
            buttons=top(guides, me),
        )


def top(guides: Guides, me: Me, room: int = ROOM) -> Sequence[Button]:
    """The buttons of the menu, at most ``room``: what does not fit stands behind “more”."""
    shelves, others = _entries(guides, me)
    if len(shelves) + len(others) <= room:
        return (*shelves, *others)
    return (*shelves[: room - 2], others[0], Button(_("More …"), Begin("menu", MORE)))


def rest(guides: Guides, me: Me, room: int = ROOM) -> Sequence[Button]:
    """What had no room at the top."""
    shelves, others = _entries(guides, me)
    return (*shelves[room - 2 :], *others[1:], Button(_("❓ Help"), Begin("help")))


def _entries(guides: Guides, me: Me) -> tuple[list[Button], list[Button]]:
    shelves = [_shelf(shelf) for shelf in guides.shelves() if shelf.guides]
    others = [
        Button(_("☎ Talk to an officer"), Begin("officer")),
        Button(_("👤 About me"), Begin("me")),
        Button(_("🌐 Language / Ngôn ngữ"), Begin("language")),
    ]
    if me.grants:
        others.insert(1, Button(_("Cadre's work"), Begin("work")))
    return shelves, others


def _shelf(shelf: Shelf) -> Button:
    if len(shelf.guides) == 1:
        return guide_button(shelf.guides[0])
    return Button(shelf.title, Begin("menu", shelf.key))


def guide_button(guide: Guide) -> Button:
    """The way into one guide."""
    return Button(f"{guide.icon} {guide.title}".strip(), Begin("guide", guide.id))
