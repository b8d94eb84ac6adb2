"""All guides as one printed book for the commune's desk: cover, contents, a chapter for each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from bot.book import ACCENT, EDGE, FOOT, INK, LINE, ROOM, SOFT, TINT, Book
from bot.locale import _, short_day
from bot.page import HEIGHT, POINT, WIDTH, dark
from bot.paper import printable, wrapped
from bot.ports import Counter, Guide, Shelf, Step, Way
from bot.talk.fold import fold
from content.library import Library

#: A picture in the book, in millimetres: the guides' pictures are four to three.
PICTURE = (64.0, 48.0)


def booklet(library: Library, language: str, today: date, address: str = "") -> bytes:
    """The book as a PDF, in the language in use; guides not written in ``language`` are left out.

    ``address``: what a code on the cover leads to. Page numbers are known when the book has been
    set once, so it is set until they stay.
    """
    pages: dict[str, int] = {}
    while True:
        press = _Press(library, language, today, pages)
        data = press.print(address)
        if press.found == pages:
            return data
        pages = press.found


class _Press:
    """Sets the book once; ``found`` are the pages on which guides and shelves begin."""

    def __init__(self, library: Library, language: str, today: date, pages: dict[str, int]) -> None:
        self.library = library
        self.today = today
        self.pages = pages
        self.found: dict[str, int] = {}
        self.shelves = _written(library, language, today)
        self.titles = {guide.id: guide.title for one in self.shelves for guide in one.guides}
        self.pdf = Book(format="A4")

    def print(self, address: str) -> bytes:
        """Cover, contents, guides."""
        pdf, title = self.pdf, _("Guides for everyday matters")
        pdf.set_margins(EDGE, 14, EDGE)
        pdf.set_auto_page_break(True, FOOT)
        pdf.set_title(f"{title} – {self.library.commune.name}")
        pdf.set_creation_date(datetime.combine(self.today, time(), UTC))
        with pdf.letters():
            self._cover(title, address)
            self._contents()
            for shelf in self.shelves:
                self._shelf(shelf)
            return bytes(pdf.output())

    def _cover(self, title: str, address: str) -> None:
        pdf, commune = self.pdf, self.library.commune
        pdf.add_page()
        pdf.set_y(52)
        self.pdf.say(commune.name, 20, bold=True, align="C")
        self.pdf.say(commune.province, 13, color=SOFT, align="C", gap=22)
        self.pdf.say(title, 32, bold=True, color=ACCENT, align="C", gap=6)
        self.pdf.say(_("As of {day}").format(day=short_day(self.today)), 14, align="C", gap=18)
        if commune.demo:
            words = _("This is a sample commune, made up for trying Khéo out.")
            self.pdf.say(words, 12, color=SOFT, align="C", gap=8)
        if commune.counters:
            self.pdf.say(_("You can ask here:"), 13, bold=True)
            for counter in commune.counters:
                self.pdf.say(_card(counter), 12)
        if address:
            self._code(address)

    def _code(self, address: str) -> None:
        size, left, top = 40.0, WIDTH / 2 - 20, HEIGHT - 70
        self.pdf.set_fill_color(0)
        for x, y, length, height in dark(address):
            box = (left + x * size, top + y * size, length * size, height * size)
            self.pdf.rect(*box, style="F")
        self.pdf.set_y(top + size)
        self.pdf.say(_("Questions? Scan the code and ask Khéo."), 11, align="C")

    def _contents(self) -> None:
        self.pdf.add_page()  # its foot is set now: a page gets its foot when the next one begins
        self.pdf.foot = _("Contents")
        self.pdf.start_section(self.pdf.foot)
        self.pdf.say(self.pdf.foot, 20, bold=True, gap=4)
        for shelf in self.shelves:
            self.pdf.keep(24)
            self.pdf.ln(2)
            self.pdf.say(printable(shelf.title), 12.5, bold=True, color=ACCENT, gap=0.5)
            for guide in shelf.guides:
                self._entry(guide)

    def _entry(self, guide: Guide) -> None:
        page = self.pages.get(guide.id, 0)
        link = self.pdf.add_link(page=page) if page else None
        self.pdf.font(11.5)
        title = f"{guide.title} "
        wide = min(self.pdf.get_string_width(title) + 2, ROOM - 14)
        self.pdf.cell(wide, 6.2, title, link=link)
        self.pdf.font(11.5, color=SOFT)
        dots = int((ROOM - 14 - wide) / self.pdf.get_string_width("."))
        self.pdf.cell(ROOM - 14 - wide, 6.2, "." * max(dots - 2, 0))
        self.pdf.font(11.5)
        where = str(page) if page else ""
        self.pdf.cell(14, 6.2, where, align="R", link=link, new_x="LMARGIN", new_y="NEXT")

    def _shelf(self, shelf: Shelf) -> None:
        for place, guide in enumerate(shelf.guides):
            self._begin(guide, shelf, first=place == 0)
            self._guide(guide)

    def _begin(self, guide: Guide, shelf: Shelf, *, first: bool) -> None:
        self.pdf.add_page()
        self.pdf.foot = guide.title
        self.found[guide.id] = self.pdf.page_no()
        if first:
            self.pdf.start_section(printable(shelf.title).strip())
        self.pdf.start_section(guide.title, 1)
        self.pdf.say(printable(shelf.title), 10, color=SOFT)
        self.pdf.say(guide.title, 20, bold=True, gap=3)

    def _guide(self, guide: Guide) -> None:
        self.pdf.font(12)
        self.pdf.set_fill_color(*TINT)
        self.pdf.multi_cell(
            ROOM, 12 * POINT * LINE, printable(guide.summary), align="L", fill=True, padding=4,
            new_x="LMARGIN", new_y="NEXT",
        )  # fmt: skip
        self.pdf.ln(3)
        numbers = {step.key: place for place, step in enumerate(guide.steps, 1)}
        for step in guide.steps:
            self._step(guide, step, numbers)
        self.pdf.keep(30)
        self.pdf.heading(_("Where to ask"))
        for counter in _counters(self.library.commune.counters, guide.owner):
            self.pdf.say(_card(counter), 11)
        self.pdf.heading(_("Based on"))
        for source in guide.sources:
            day = f" ({short_day(source.date)})" if source.date else ""
            self.pdf.say(f"• {printable(source.name)}{day}", 10)
            if source.url:
                self.pdf.say(source.url, 9, color=ACCENT, indent=4, link=source.url)
        checked = _("Checked on {day}. To be checked again by {due}.")
        days = {"day": guide.reviewed_on, "due": guide.review_by}
        said = {name: short_day(day) for name, day in days.items()}
        self.pdf.say(checked.format(**said), 10, color=SOFT)

    def _step(self, guide: Guide, step: Step, numbers: dict[str, int]) -> None:
        lines = len(wrapped(printable(step.text), 11.5, ROOM))
        self.pdf.keep(16 + 6.5 * lines + (PICTURE[1] if step.photo else 0))
        self.pdf.heading(f"{numbers[step.key]}. {printable(step.title)}")
        self._text(step)
        if step.photo:
            self._picture(self.library.read_media(step.photo.path), step.photo.words)
        for way in step.ways:
            self._way(guide, way, numbers, fork=step.fork)
        if not step.fork and step.to != "next":
            self.pdf.say(self._target(guide, step.to, numbers), 10.5, color=ACCENT)

    def _text(self, step: Step) -> None:
        """The words of a step; a paper to bring has a box for a pen instead of a dot."""
        papers = {paper.words.rstrip(".") for paper in step.papers}
        plain: list[str] = []
        for line in [*printable(step.text).split("\n"), ""]:
            words = line.removeprefix("• ")
            if line and words.rstrip(".") not in papers:
                plain.append(line)
                continue
            if plain:
                self.pdf.say("\n".join(plain), 11.5)
                plain = []
            if line:
                self._tick(words)

    def _tick(self, words: str) -> None:
        self.pdf.set_draw_color(*INK)
        self.pdf.rect(EDGE + 1, self.pdf.get_y() + 1.4, 3.6, 3.6)
        self.pdf.say(words, 11.5, indent=8)

    def _picture(self, data: bytes, words: str) -> None:
        wide, high = PICTURE
        self.pdf.keep(high + 4)
        top = self.pdf.get_y() + 1
        self.pdf.image(
            io.BytesIO(data), EDGE, top, wide, high, keep_aspect_ratio=True, alt_text=words
        )
        self.pdf.set_y(top + high + 2)

    def _way(self, guide: Guide, way: Way, numbers: dict[str, int], *, fork: bool) -> None:
        label = printable(way.label)
        target = self._target(guide, way.to, numbers)
        head = "• " + (label if fork else _("If: {label}").format(label=label))
        self.pdf.keep(12)
        self.pdf.say(
            f"{head}  {target}".rstrip() if not way.text else head,
            11,
            bold=bool(way.text),
            indent=4,
        )
        if way.text:
            self.pdf.say(f"{printable(way.text)} {target}".rstrip(), 10.5, indent=8)

    def _target(self, guide: Guide, to: str, numbers: dict[str, int]) -> str:
        """Where an arrow leads, as a reader of paper is told."""
        id = to.removeprefix("guide:")
        if id != to and id in self.titles:
            words = _("» guide “{title}”, page {page}")
            return words.format(title=self.titles[id], page=self.pages.get(id, 0))
        if id != to:
            return _("» ask at the desk about this")
        if to == "officer":
            return _("» ask an officer")
        if to == "end":
            return _("» done")
        place = numbers.get(to)
        return _("» step {number}").format(number=place) if place else ""


def _written(library: Library, language: str, today: date) -> tuple[Shelf, ...]:
    """The shelves with the guides that are written in ``language``."""
    shelves = (
        Shelf(
            shelf.key, shelf.title, tuple(one for one in shelf.guides if one.language == language)
        )
        for shelf in library.shelves(language, today)
    )
    return tuple(shelf for shelf in shelves if shelf.guides)


def _counters(counters: Sequence[Counter], owner: str) -> Sequence[Counter]:
    """The counter that a guide belongs to, else all of the commune."""
    own = [counter for counter in counters if fold(counter.name) == fold(owner)]
    return own or counters


def _card(counter: Counter) -> str:
    known = " · ".join(part for part in (counter.phone, counter.hours, counter.address) if part)
    return f"• {counter.name}: {known}" if known else f"• {counter.name}"
