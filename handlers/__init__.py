"""What Khéo says when: every conversation, listed by hand."""

from __future__ import annotations

from bot.talk.flow import Flow
from handlers import (
    ack,
    allowance,
    announce,
    answered,
    answers,
    approve,
    composing,
    correct,
    corrections,
    guide,
    help,
    household_insurance,
    join,
    language,
    late_file,
    link,
    me,
    menu,
    officer,
    papers,
    reading,
    readings,
    roles,
    runs,
    start,
    subscriptions,
    term,
    unanswered,
    vetting,
    wondered,
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
    Flow("announce", announce.announce, _("writing an announcement"), verbatim=announce.WORDS),
    Flow("approve", approve.approve, _("an approval")),
    Flow("runs", runs.runs, _("announcements"), verbatim=runs.LETTER),
    Flow("correct", correct.correct, _("correcting a guide"), verbatim=correct.LETTER),
    Flow("corrections", corrections.corrections, _("corrections")),
    Flow("reading", reading.reading, _("reading a guide out")),
    Flow("readings", readings.readings, _("recordings")),
    Flow("questions", wondered.wondered, _("unanswered questions"), verbatim=composing.LETTER),
    Flow("vetting", vetting.vetting, _("an answer to approve")),
    Flow("answers", answers.answers, _("approved answers"), verbatim=composing.LETTER),
    Flow("answered", answered.answered, _("an answer")),
    Flow("unanswered", unanswered.unanswered, _("your question"), open_ended=True),
    Flow("feedback", unanswered.feedback, _("your question")),
    Flow("link", link.link, _("linking a group chat")),
    Flow(
        household_insurance.NAME,
        household_insurance.household_insurance,
        _("the price of health insurance"),
        open_ended=True,
        aside=True,
    ),
    Flow(allowance.NAME, allowance.allowance, _("social allowances"), open_ended=True, aside=True),
    Flow(term.NAME, term.term, _("the days left"), open_ended=True, aside=True),
    Flow(late_file.NAME, late_file.late_file, _("a late file"), open_ended=True, aside=True),
    Flow("papers", papers.papers, _("the papers to bring"), aside=True),
)

#: Who holds no role is told that there is no such command.
FOR_CADRES = frozenset(
    (
        "roles",
        "work",
        "announce",
        "approve",
        "runs",
        "link",
        "correct",
        "corrections",
        "reading",
        "readings",
        "questions",
        "vetting",
        "answers",
    )
)
