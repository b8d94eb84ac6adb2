"""Which hamlet: chosen from a list where it is short, else by writing its name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.locale import _
from bot.ports import Place, Places
from bot.talk.fields import Option, Plain, Rejected, Withdrawn
from bot.talk.fold import fold
from bot.talk.message import Content, Words
from bot.talk.talk import Talk

#: Longer lists are asked for by name first: twelve buttons fill two screens of an old phone.
LISTED = 12
#: At most so many names are offered when what was written fits several.
OFFERED = 6
ELSEWHERE = "elsewhere"

# What people write before a hamlet's name, folded; a merger often changes it ("xóm 5" → "thôn 5").
_KINDS = ("thon", "xom", "ban", "lang", "buon", "ap", "khoi", "khu", "tdp", "to", "to dan pho")
_KIND = re.compile(rf"^(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))}) (?=\w)")
_LEAD = re.compile(r"^(?:(?:toi|minh|nha|o|em|chau|con|bac|di|la|i|live|in|at|my|hamlet|is) )+")


def ask_hamlet(
    talk: Talk, places: Places, text: str, *, title: str = "", elsewhere: str
) -> Place | None:
    """The hamlet the person names, or None for the last option, labelled ``elsewhere``."""
    hamlets = in_order(places.hamlets())
    chosen: Sequence[Place] = hamlets
    if len(hamlets) > LISTED:
        invitation = _("Please write the name of your hamlet, or choose “Show the list”.")
        found = talk.ask_optional(
            "named",
            HamletName(tuple(hamlets)),
            f"{text}\n\n{invitation}",
            skip=_("Show the list"),
            title=title,
        )
        title = ""
        if found is not None:
            chosen, text = found, _("Which of these is it?")
            if len(found) == 1:
                return found[0]
    options: list[Option[Place | None]] = [
        Option(one.key, one.label, one.value, one.aliases) for one in hamlet_options(chosen)
    ]
    options.append(Option(ELSEWHERE, elsewhere, None))
    return talk.choose("hamlet", options, text, title=title)


def in_order(hamlets: Sequence[Place]) -> list[Place]:
    """Hamlets as they are listed: numbered ones by their number, then the others by name."""
    return sorted(hamlets, key=_order)


def hamlet_options(hamlets: Sequence[Place]) -> list[Option[Place]]:
    """One option a hamlet, each with every way people write its name that is no other's."""
    ways = {hamlet.id: ways_to_write(hamlet) for hamlet in hamlets}
    counted = Counter(way for names in ways.values() for way in names)
    return [
        Option(
            str(hamlet.id),
            _label(hamlet, hamlets),
            hamlet,
            tuple(sorted(way for way in ways[hamlet.id] if counted[way] == 1)),
        )
        for hamlet in hamlets
    ]


def ways_to_write(hamlet: Place) -> set[str]:
    """The folded names of a hamlet: its own, its old ones, its code, with any word for its kind.

    A bare number is none of them: where a list stands on the screen it means a place in the list.
    """
    ways = {fold(hamlet.code)}
    for name in (hamlet.name, *hamlet.aliases):
        whole = fold(name)
        bare = _KIND.sub("", whole)
        ways |= {whole, *(f"{kind} {bare}" for kind in _KINDS)}
        if bare.isdigit():
            ways |= {f"{kind}{bare}" for kind in (*_KINDS, "t", "x", "k")}
        else:
            ways.add(bare)
    return {way for way in ways if not way.isdigit()}


@dataclass(frozen=True, slots=True)
class HamletName:
    """A hamlet's name in the writer's own spelling: the one or the few that it may mean."""

    hamlets: tuple[Place, ...]
    kind: str = "hamlets"

    def read(self, content: Content) -> tuple[Place, ...] | Rejected:
        """The hamlets that fit best, at most OFFERED."""
        if not isinstance(content, Words):
            return Rejected(_("Please write the name of your hamlet."))
        found = self._find(fold(content.text))
        if not found:
            return Rejected(_("No hamlet of that name is on the list. Please check the spelling."))
        return found

    def dump(self, value: tuple[Place, ...]) -> Plain:
        """Their numbers."""
        return [hamlet.id for hamlet in value]

    def load(self, stored: Plain) -> tuple[Place, ...]:
        """Those that still stand."""
        known = {hamlet.id: hamlet for hamlet in self.hamlets}
        ids = stored if isinstance(stored, list) else []
        left = tuple(known[id] for id in ids if isinstance(id, int) and id in known)
        if not left:
            raise Withdrawn
        return left

    def _find(self, said: str) -> tuple[Place, ...]:
        said = _LEAD.sub("", said)
        bare = _KIND.sub("", said)
        ways = {hamlet.id: ways_to_write(hamlet) for hamlet in self.hamlets}
        for fits in (
            lambda way: way == said or (bare.isdigit() and way == f"thon {bare}"),
            lambda way: len(bare) > 1 and f" {bare} " in f" {way} ",
            lambda way: len(bare) > 2 and way.startswith(bare),
            lambda way: len(way) > 3 and not way.isdigit() and f" {way} " in f" {said} ",
        ):
            found = [hamlet for hamlet in self.hamlets if any(map(fits, ways[hamlet.id]))]
            if found:
                return tuple(found[:OFFERED])
        near = difflib.get_close_matches(
            bare, {way for names in ways.values() for way in names}, OFFERED, 0.78
        )
        return tuple(h for h in self.hamlets if ways[h.id] & set(near))[:OFFERED]


def _order(hamlet: Place) -> tuple[int, int, str]:
    # Numbered hamlets first and in their order, so that "5" typed at a full list is hamlet 5.
    bare = _KIND.sub("", fold(hamlet.name))
    return (0, int(bare), "") if bare.isdigit() else (1, 0, fold(hamlet.name))


def _label(hamlet: Place, among: Sequence[Place]) -> str:
    # Communes were merged from several: two of their hamlets may bear the same name.
    if sum(fold(other.name) == fold(hamlet.name) for other in among) < 2:
        return hamlet.name
    return f"{hamlet.name} ({hamlet.aliases[0] if hamlet.aliases else hamlet.code})"
