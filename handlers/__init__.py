"""What Khéo says when: every conversation, listed by hand."""

from __future__ import annotations

from bot.talk.flow import Flow
from handlers import (
    ack,
    guide,
    help,
    join,
    language,
    me,
    menu,
    officer,
    roles,
    start,
    subscriptions,
)


def _(text: str) -> str:
    """Mark for the catalogue; a title is translated where it is shown."""
    return text


#: ``title`` is what stands behind “Go on with: …” when a conversation was left in the middle.
FLOWS = (
    Flow("start", start.start, _("your hamlet")),
    Flow("menu", menu.menu, _("the menu")),
    Flow("guide", guide.guide, _("the guide"), guide.GUIDE.version, guide.GUIDE.open_ended),
    Flow("language", language.language, _("the language")),
    Flow("me", me.me, _("what is kept about you")),
    Flow("help", help.help, _("help")),
    Flow("officer", officer.officer, _("whom to ask")),
    Flow("stop", subscriptions.stop, _("stopping announcements")),
    Flow("resume", subscriptions.resume, _("receiving announcements")),
    Flow("join", join.join, _("your invitation")),
    Flow("roles", roles.roles, _("roles")),
    Flow("ack", ack.ack, _("an announcement")),
)
