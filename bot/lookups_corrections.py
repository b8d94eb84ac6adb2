"""The ports ``Corrections`` and ``Readings`` over the tables and the content of the moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from bot.channels.base import Capabilities
from bot.locale import DEFAULT, _
from bot.ports import Guide
from bot.ports_corrections import Correction, Reading
from bot.talk.message import Media
from content import check, overlay, rewrite
from content.check_words import NARROWEST, Carrier
from content.library import Library
from content.manuscript import Manuscript
from content.overlay import Overlaid
from content.problem import Problem
from store import cadres, corrections, editors, readings
from store.corrections import Correction as Row

#: So many are listed; older ones can be opened by their number.
LISTED = 20


class StoredCorrections:
    """What may be corrected, and what has been, as one cadre sees it."""

    def __init__(
        self,
        connection: Connection,
        content: Overlaid,
        cadre: int,
        today: date,
        carriers: Sequence[Carrier],
    ) -> None:
        self._connection = connection
        self._content = content
        self._library = content.library
        self._cadre = cadre
        self._today = today
        self._carriers = carriers

    def guides(self) -> Sequence[Guide]:
        """The guides that the person in the chat may correct, in Vietnamese."""
        known = {owner: self._owned(owner) for owner in {g.owner for g in self._all()}}
        return tuple(guide for guide in self._all() if known[guide.owner])

    def languages(self, id: str) -> Sequence[str]:
        """The languages of a guide, Vietnamese first."""
        found = self._library.manuscripts.get(id, {})
        return sorted(found, key=lambda code: (code != DEFAULT, code))

    def guide(self, id: str, language: str) -> Guide | None:
        """A guide as people read it now, in one language."""
        written = self._library.manuscripts.get(id, {}).get(language)
        return None if written is None else written.guide

    def mark(self, id: str, language: str) -> int:
        """A number that is another one as soon as the guide says anything else."""
        return int(overlay.digest(overlay.text_of(self._content, id, language))[:12], 16)

    def faults(self, id: str, language: str, place: str, words: str) -> Sequence[str]:
        """What would be wrong with these words at that place, in plain sentences."""
        return faults(self._content, id, language, place, words, self._today, self._carriers)

    def judges(self) -> bool:
        """Whether the person in the chat may be a second person."""
        return bool(self._cadre) and self._cadre in editors.judges(self._connection)

    def waiting(self) -> Sequence[Correction]:
        """What waits for the person in the chat as second person."""
        if not self.judges():
            return ()
        return tuple(
            self._view(row)
            for row in corrections.waiting(self._connection)
            if self._cadre not in (row.ending_by, row.author_id if row.ending_by is None else 0)
        )

    def listed(self) -> Sequence[Correction]:
        """What waits or is live, the newest first."""
        rows = {row.id: row for row in corrections.waiting(self._connection)}
        rows |= {row.id: row for row in corrections.standing(self._connection)}
        return tuple(self._view(rows[id]) for id in sorted(rows, reverse=True)[:LISTED])

    def get(self, number: int) -> Correction | None:
        """One correction."""
        row = corrections.load(self._connection, number)
        return None if row is None else self._view(row)

    def _all(self) -> Sequence[Guide]:
        return self._library.guides(DEFAULT, self._today)

    def _owned(self, owner: str) -> bool:
        return editors.may_edit(self._connection, self._cadre, owner)

    def _view(self, row: Row) -> Correction:
        guide = self.guide(row.guide, row.language)
        return Correction(
            number=row.id,
            guide=row.guide,
            language=row.language,
            place=row.place,
            title=guide.title if guide is not None else row.guide,
            before=row.before,
            after=row.text,
            reason=row.reason,
            author=cadres.name_of(self._connection, row.author_id),
            written_at=row.created_at,
            state=row.state,
            standing=self._standing(row),
            judge=_name(self._connection, row.judged_by),
            judged_at=row.judged_at,
            taken_back_by=_name(self._connection, row.ending_by),
            why=row.ending_why if row.ending_by is not None else row.note,
            mine=row.author_id == self._cadre,
            asked_by_me=row.ending_by is not None and row.ending_by == self._cadre,
        )

    def _standing(self, row: Row) -> str:
        if row.state != "waiting":
            return self._content.standings.get(row.id, "")
        if row.place == rewrite.WHOLE:
            now: str | None = overlay.text_of(self._content, row.guide, row.language)
        else:
            guide = self.guide(row.guide, row.language)
            now = None if guide is None else rewrite.words_at(guide, row.place)
        return "live" if now is not None and overlay.digest(now) == row.base else "lost"


class StoredReadings:
    """Recordings as one cadre sees them."""

    def __init__(
        self, connection: Connection, content: Overlaid, cadre: int, can: Capabilities | None
    ) -> None:
        self._can = can
        self._connection = connection
        self._library = content.library
        self._cadre = cadre

    def hears(self) -> bool:
        """Whether the person in the chat can hear recordings on this channel."""
        return self._can is not None and self._can.voice != "no"

    def waiting(self) -> Sequence[Reading]:
        """What waits for the person in the chat to hear it and agree."""
        if not self._cadre or self._cadre not in editors.judges(self._connection):
            return ()
        rows = readings.of_state(self._connection, "waiting")
        return tuple(self._view(row) for row in rows if row.author_id != self._cadre)

    def listed(self) -> Sequence[Reading]:
        """What waits or is live, the newest first."""
        rows = [
            *readings.of_state(self._connection, "waiting"),
            *readings.of_state(self._connection, "live"),
        ]
        rows.sort(key=lambda row: -row.id)
        return tuple(self._view(row) for row in rows[:LISTED])

    def get(self, number: int) -> Reading | None:
        """One recording."""
        row = readings.load(self._connection, number)
        return None if row is None else self._view(row)

    def _view(self, row: readings.Reading) -> Reading:
        written = self._library.manuscripts.get(row.guide, {}).get(row.language)
        words = None if written is None else rewrite.words_at(written.guide, row.step)
        return Reading(
            number=row.id,
            guide=row.guide,
            language=row.language,
            step=row.step,
            title=written.guide.title if written is not None else row.guide,
            words=row.words,
            voice=Media(row.path, row.words) if row.path else None,
            seconds=row.seconds,
            author=cadres.name_of(self._connection, row.author_id),
            state=row.state,
            fits=words is not None and overlay.digest(words) == row.base,
            mine=row.author_id == self._cadre,
            aac=bool(row.aac) or not row.path.endswith(".ogg"),
        )


def carriers_of(capabilities: Iterable[Capabilities]) -> tuple[Carrier, ...]:
    """What a guide has to fit: these channels, and the narrowest that may come."""
    return (
        NARROWEST,
        *(
            Carrier(row.channel, row.text_limit, row.buttons, row.label_limit, row.caption_limit)
            for row in capabilities
        ),
    )


def faults(
    content: Overlaid,
    id: str,
    language: str,
    place: str,
    words: str,
    today: date,
    carriers: Sequence[Carrier],
) -> Sequence[str]:
    """What is wrong with a guide that says ``words`` at ``place``, and was not wrong before."""
    library = content.library
    written = library.manuscripts[id][language]
    text = words
    if place != rewrite.WHOLE:
        before = overlay.text_of(content, id, language)
        text = rewrite.rewrite(before, written, place, words, library.facts)
        if figures := rewrite.shared(before, written, place, words, library.facts):
            return [_once(figure) for figure in figures]
    problems: list[Problem] = []
    fresh = overlay.read(library, id, language, text, problems)
    if problems or not fresh.guide.steps:
        return [_told((problem.what, problem.todo)) for problem in problems]
    if place != rewrite.WHOLE and rewrite.words_at(fresh.guide, place) != words:
        return [_plain()]
    now = overlay.text_of(content, id, language)
    known = set(_problems(library, written, now, today, carriers))
    return [
        _told(one) for one in _problems(library, fresh, text, today, carriers) if one not in known
    ]


def _problems(
    library: Library, written: Manuscript, text: str, today: date, carriers: Sequence[Carrier]
) -> list[tuple[str, str]]:
    """What the check finds in one guide (it reads figures in the file as it is written)."""
    guide = written.guide
    with TemporaryDirectory(prefix="kheo-") as folder:
        file = Path(folder) / f"{guide.language}.md"
        file.write_text(text, "utf-8")
        versions = {
            **library.manuscripts[guide.id],
            guide.language: replace(written, file=str(file)),
        }
        # Only this guide: it is quicker, and what is amiss elsewhere is nobody's fault here.
        only = replace(library, manuscripts={guide.id: versions})
        return [(one.what, one.todo) for one in check.check(only, today, carriers)]


def _told(problem: tuple[str, str]) -> str:
    return " ".join(problem).rstrip()


def _once(figure: str) -> str:
    return _(
        "“{figure}” stands in several guides and is written once for all of them (facts.yaml): "
        "please ask the technician to change it there."
    ).format(figure=figure)


def _plain() -> str:
    return _("Write plain words: no “#”, no pictures, no figures in braces.")


def _name(connection: Connection, cadre: int | None) -> str:
    return "" if cadre is None else cadres.name_of(connection, cadre)
