"""What Khéo knows: the guides, the facts in them and the commune's card, read from folders.

A folder holds ``commune.yaml``, ``facts.yaml``, ``guides/shelves.yaml`` and, for each guide,
``guides/<id>/<language>.md`` with its pictures. Folders that come later add to the earlier ones or
override them: a guide's file by file, facts and shelves key by key, the commune's card as a whole.
To read again is to load again: a Library never changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import ContentError
from bot.locale import DEFAULT, _
from bot.ports import Commune, Counter, Guide, Shelf
from bot.talk.when_quiet import Quiet, read_quiet
from content import facts as figures
from content import manuscript, recordings
from content.facts import Fact
from content.manuscript import Manuscript
from content.problem import Problem
from content.reckoned import reckon
from content.sheet import Sheet

BUILT_IN = Path(__file__).resolve().parent
_ID = re.compile(r"[a-z0-9-]{1,32}")
_MEDIA = (".png", ".jpg", ".jpeg", ".ogg", ".aac", ".m4a")


@dataclass(frozen=True, slots=True)
class Library:
    """All content of one load. ``manuscripts`` by guide and language, in the shelves' order."""

    manuscripts: Mapping[str, Mapping[str, Manuscript]]
    facts: Mapping[str, Fact]
    titles: Mapping[str, Mapping[str, str]]
    commune: Commune
    media: Mapping[str, Path]

    def get(self, id: str, language: str, today: date) -> Guide | None:
        """The guide in ``language``, else in Vietnamese; None when unknown or not valid today."""
        versions = self.manuscripts.get(id)
        if versions is None:
            return None
        guide = versions.get(language, versions[DEFAULT]).guide
        if guide.valid_from and today < guide.valid_from:
            return None
        if guide.valid_until and today > guide.valid_until:
            return None
        return guide

    def guides(self, language: str, today: date) -> tuple[Guide, ...]:
        """All guides valid today, in the shelves' order."""
        found = (self.get(id, language, today) for id in self.manuscripts)
        return tuple(guide for guide in found if guide is not None)

    def taught(self, today: date) -> tuple[Guide, ...]:
        """All guides valid today in Vietnamese, then in every other language they are in: people
        ask in each."""
        guides = self.guides(DEFAULT, today)
        others = (
            version.guide
            for guide in guides
            for language, version in self.manuscripts[guide.id].items()
            if language != DEFAULT
        )
        return (*guides, *others)

    def shelves(self, language: str, today: date) -> tuple[Shelf, ...]:
        """The shelves that hold a guide today, each with its guides."""
        guides = self.guides(language, today)
        shelves = (
            Shelf(
                key,
                words.get(language) or words[DEFAULT],
                tuple(guide for guide in guides if guide.shelf == key),
            )
            for key, words in self.titles.items()
        )
        return tuple(shelf for shelf in shelves if shelf.guides)

    def reader(self, language: str, today: date) -> Reader:
        """The library as one reader sees it on one day (the port ``guides``)."""
        return Reader(self, language, today)

    def read_media(self, path: str) -> bytes:
        """A picture or recording by the path that a Media names; ContentError when unknown."""
        if path not in self.media:
            raise ContentError([_("There is no picture or recording “{path}”.").format(path=path)])
        return self.media[path].read_bytes()


@dataclass(frozen=True, slots=True)
class Reader:
    """The library bound to a language and a day; fulfils ``bot.ports.Guides``."""

    library: Library
    language: str
    today: date

    def get(self, id: str) -> Guide | None:
        """The guide, or None when it is unknown or not valid today."""
        return self.library.get(id, self.language, self.today)

    def shelves(self) -> Sequence[Shelf]:
        """All guides valid today, grouped for the menu, in the library's order."""
        return self.library.shelves(self.language, self.today)


def load(folders: Sequence[Path] = (BUILT_IN,)) -> Library:
    """Read ``folders``, later ones over earlier ones; raises ContentError with all problems."""
    problems: list[Problem] = []
    facts: dict[str, Fact] = {}
    titles: dict[str, dict[str, str]] = {}
    files: dict[str, dict[str, Path]] = {}
    media: dict[str, Path] = {}
    commune: Commune | None = None
    for folder in folders:
        if not folder.is_dir():
            problems.append(Problem(str(folder), 0, _("This folder does not exist.")))
            continue
        if text := _read(folder / "facts.yaml", problems):
            facts |= figures.parse(str(folder / "facts.yaml"), text, problems)
        if text := _read(folder / "guides" / "shelves.yaml", problems):
            titles |= _shelves(str(folder / "guides" / "shelves.yaml"), text, problems)
        if text := _read(folder / "commune.yaml", problems):
            commune = _commune(str(folder / "commune.yaml"), text, problems)
        _collect(folder / "guides", files, media, problems)
    facts = reckon(facts, problems)
    manuscripts = _manuscripts(files, facts, titles, media, problems)
    if commune is None:
        place = str(folders[-1] / "commune.yaml") if folders else "commune.yaml"
        problems.append(Problem(place, 0, _("The commune's card is missing.")))
    if problems or commune is None:
        raise ContentError([str(problem) for problem in sorted(problems)])
    order = list(titles)
    ids = sorted(manuscripts, key=lambda id: order.index(manuscripts[id][DEFAULT].guide.shelf))
    return Library({id: manuscripts[id] for id in ids}, facts, titles, commune, media)


def _read(path: Path, problems: list[Problem]) -> str:
    """The text of a file, "" when there is none or it cannot be read."""
    if not path.exists():
        return ""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = _("This file cannot be read: {why}.").format(why=error)
        problems.append(Problem(str(path), 0, what, _("Save it as text in UTF-8.")))
        return ""


def _collect(
    folder: Path,
    files: dict[str, dict[str, Path]],
    media: dict[str, Path],
    problems: list[Problem],
) -> None:
    """Add the guides' files and pictures in ``folder`` to ``files`` and ``media``."""
    for path in sorted(folder.glob("*/*")):
        id = path.parent.name
        if not _ID.fullmatch(id):
            todo = _("Name it with 1 to 32 letters a-z, digits or hyphens.")
            problems.append(Problem(str(path.parent), 0, _("This folder's name is no id."), todo))
        elif path.suffix == ".md":
            files.setdefault(id, {})[path.stem] = path
        elif path.suffix.lower() in _MEDIA:
            media[f"{id}/{path.name}"] = path


def _manuscripts(
    files: Mapping[str, Mapping[str, Path]],
    facts: Mapping[str, Fact],
    titles: Mapping[str, Mapping[str, str]],
    media: Mapping[str, Path],
    problems: list[Problem],
) -> dict[str, dict[str, Manuscript]]:
    found: dict[str, dict[str, Manuscript]] = {}
    for id, versions in sorted(files.items()):
        if DEFAULT not in versions:
            folder = str(next(iter(versions.values())).parent)
            problems.append(Problem(folder, 0, _("The Vietnamese text (vi.md) is missing.")))
            continue
        base: Guide | None = None
        for language, path in sorted(versions.items(), key=lambda item: item[0] != DEFAULT):
            file = str(path)
            text = _read(path, problems)
            text = figures.fill(text, language, facts, file, problems)
            written = manuscript.parse(id, language, file, text, problems, base)
            written = recordings.attach(written, media)
            base = base or written.guide
            found.setdefault(id, {})[language] = written
            if written.guide.shelf and written.guide.shelf not in titles:
                what = _("The shelf “{key}” is not in shelves.yaml.")
                at = written.line("@shelf")
                problems.append(Problem(file, at, what.format(key=written.guide.shelf)))
            for step in written.guide.steps:
                for piece in (step.photo, step.voice):
                    if piece and piece.path not in media:
                        what = _("The file “{path}” does not exist.").format(path=piece.path)
                        problems.append(Problem(file, written.line(step.key), what))
    return found


def _shelves(file: str, text: str, problems: list[Problem]) -> dict[str, dict[str, str]]:
    """Key → title by language."""
    sheet = Sheet.parse(file, text, problems)
    titles = {}
    for key in sheet.keys:
        entry = sheet.sheet(key)
        entry.text(DEFAULT, needed=True)
        titles[key] = {language: entry.text(language) for language in entry.keys}
    return titles


def _commune(file: str, text: str, problems: list[Problem]) -> Commune:
    sheet = Sheet.parse(file, text, problems)
    sheet.only(
        "name",
        "province",
        "controller",
        "counters",
        "updated_on",
        "demo",
        "notice_version",
        "keep_months",
        "quiet_hours",
    )
    counters = []
    for entry in sheet.sheets("counters"):
        entry.only("name", "phone", "hours", "address")
        name = entry.text("name", needed=True)
        phone, hours, address = (entry.text(key) for key in ("phone", "hours", "address"))
        counters.append(Counter(name, phone, hours, address))
    return Commune(
        name=sheet.text("name", needed=True),
        province=sheet.text("province", needed=True),
        controller=sheet.text("controller", needed=True),
        counters=tuple(counters),
        updated_on=sheet.day("updated_on"),
        demo=sheet.flag("demo"),
        notice_version=sheet.text("notice_version") or "1",
        keep_months=sheet.number("keep_months", 24),
        quiet=_quiet(sheet),
    )


def _quiet(sheet: Sheet) -> Quiet:
    said = sheet.text("quiet_hours")
    quiet = read_quiet(said) if said else Quiet()
    if quiet is None:
        sheet.wrong(
            "quiet_hours",
            _(
                "quiet_hours is not a stretch of hours around the night. Write for example "
                '"21:00-06:00"; 23:00 to 04:00 has to lie within it, so that at night only a '
                "disaster, approved by a second person, rings anybody's phone."
            ),
        )
    return quiet or Quiet()
