"""What Khéo says when: every conversation, listed by hand."""

from __future__ import annotations

from bot.talk.flow import Flow
from handlers import (
    ack,
    announce,
    approve,
    guide,
    help,
    join,
    language,
    link,
    me,
    menu,
    officer,
    roles,
    runs,
    start,
    subscriptions,
    work,
)


def _(text: str) -> str:
    """Mark for the catalogue; a title is translated where it is shown."""
    return text


#: ``title`` is what stands behind “Go on with: …” when a conversation was left in the middle.
FLOWS = (
    Flow("start", start.start, _("your hamlet"), open_ended=True),
    Flow("menu", menu.menu, _("the menu")),
    Flow("guide", guide.guide, _("the guide"), guide.GUIDE.version, guide.GUIDE.open_ended),
    Flow("language", language.language, _("the language"), open_ended=True),
    Flow("me", me.me, _("what is kept about you"), open_ended=True),
    Flow("help", help.help, _("help")),
    Flow("officer", officer.officer, _("whom to ask")),
    Flow("stop", subscriptions.stop, _("stopping announcements")),
    Flow("resume", subscriptions.resume, _("receiving announcements"), open_ended=True),
    Flow("join", join.join, _("your invitation"), open_ended=True),
    Flow("roles", roles.roles, _("roles")),
    Flow("ack", ack.ack, _("an announcement")),
    Flow("work", work.work, _("the cadre's work")),
    Flow("announce", announce.announce, _("writing an announcement"), verbatim=announce.LETTER),
    Flow("approve", approve.approve, _("an approval")),
    Flow("runs", runs.runs, _("announcements"), verbatim=announce.LETTER),
    Flow("link", link.link, _("linking a group chat")),
)

#: Who holds no role is told that there is no such command.
FOR_CADRES = frozenset(("roles", "work", "announce", "approve", "runs", "link"))
