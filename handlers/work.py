"""What a cadre can do here, by their roles; nobody else learns that there is such a place."""

from __future__ import annotations

from bot.locale import _, number
from bot.ports import Guides, Me, Offices
from bot.ports_announcements import Announcements
from bot.ports_corrections import Corrections, Readings
from bot.ports_questions import Questions
from bot.talk.message import Begin, Button
from bot.talk.talk import Talk
from handlers import phrases


def work(
    talk: Talk,
    me: Me,
    offices: Offices,
    announcements: Announcements,
    guides: Guides,
    corrections: Corrections,
    readings: Readings,
    questions: Questions,
) -> None:
    """The cadre's own menu."""
    if not me.grants:
        phrases.unknown_errand(talk, guides, me)
        return
    buttons = []
    if offices.reach("announce"):
        buttons.append(Button(_("📢 Write an announcement"), Begin("announce")))
    if offices.reach("report"):
        buttons.append(Button(_("🗂 Announcements and reports"), Begin("runs")))
    if offices.reach("approve"):
        label = _("✅ Waiting for approval: {count}")
        count = number(len(announcements.waiting()))
        buttons.append(Button(label.format(count=count), Begin("approve")))
    if offices.reach("announce"):
        buttons.append(Button(_("👥 Link a group chat"), Begin("link")))
    if offices.reach("answer"):
        label = _("❓ Asked and not answered: {count}")
        count = number(len(questions.pending()))
        buttons.append(Button(label.format(count=count), Begin("questions")))
    if waiting := questions.waiting():
        label = _("✅ Answers to approve: {count}")
        buttons.append(Button(label.format(count=number(len(waiting))), Begin("vetting")))
    if corrections.guides():
        buttons.append(Button(_("✍ Correct a guide"), Begin("correct")))
        buttons.append(Button(_("🎙 Read a guide out for people"), Begin("reading")))
    if corrections.judges() or corrections.guides():
        label = _("📝 Corrections: {count} for you to look at")
        count = number(len(corrections.waiting()))
        buttons.append(Button(label.format(count=count), Begin("corrections")))
        if heard := len(readings.waiting()):
            label = _("👂 Recordings for you to hear: {count}")
            buttons.append(Button(label.format(count=number(heard)), Begin("readings")))
    buttons += [Button(_("Your roles"), Begin("roles")), Button(_("☰ Menu"), Begin("menu"))]
    talk.say(_("What would you like to do?"), title=_("Cadre's work"), buttons=buttons)
