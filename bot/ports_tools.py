"""What the small tools inside guides know: figures, papers to bring, and which tools there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, get_args

#: “percent” is of another figure; “working-days” leave out Saturday and Sunday.
Unit = Literal["dong", "percent", "permille", "days", "working-days", "years"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure to reckon with, and where it comes from.

    ``words`` are the figure as guides say it. ``verified`` False: whoever is told what follows
    from it is also told to ask the commune.
    """

    key: str
    value: int
    unit: Unit
    words: str
    source: str
    url: str = ""
    since: date | None = None
    verified: bool = False


class Figures(Protocol):
    """The figures that the content holds, in the reader's language. Port name: ``figures``."""

    def get(self, key: str) -> Figure | None:
        """The figure, or None when the content has none of that name."""
        ...


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to bring: ``key`` is what is kept of it when it is ticked."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that a step offers: its name and topic (“term”, “birth”), and the button's words."""

    name: str
    topic: str
    label: str


@dataclass(frozen=True, slots=True)
class Kit:
    """What a tool can be asked about, and the figures without which it cannot answer."""

    topics: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


#: Every tool by the name of its conversation; content may refer to these and to no others.
KITS: Mapping[str, Kit] = {
    "household-insurance": Kit(
        figures=(
            "base-salary",
            "health-rate",
            "health-share-2",
            "health-share-3",
            "health-share-4",
            "health-share-5",
        )
    ),
    "allowance": Kit(
        figures=(
            "social-pension",
            "social-standard",
            "pension-age",
            "pension-age-poor",
            "times-severe",
            "times-severe-young-old",
            "times-extreme",
            "times-extreme-young-old",
            "times-carer",
            "times-orphan-small",
            "times-orphan",
            "times-funeral",
            "times-funeral-disaster",
        )
    ),
    "term": Kit(
        ("birth", "child-residence", "temporary", "temporary-end", "housing-list"),
        (
            "birth-days",
            "child-residence-days",
            "temporary-days",
            "temporary-years",
            "posting-days",
        ),
    ),
    "late-file": Kit(
        (
            "birth",
            "temporary",
            "vneid",
            "vneid-card",
            "pension",
            "land-first",
            "land-transfer",
            "land-mend",
            "poverty",
        ),
        (
            "birth-result",
            "temporary-result",
            "vneid-result",
            "vneid-card-result",
            "pension-result",
            "land-first-result",
            "land-transfer-result",
            "land-mend-result",
            "poverty-result",
        ),
    ),
}


class Ticks(Protocol):
    """Which papers the person in the chat has ready. Port name: ``ticks``."""

    def of(self, list: str) -> frozenset[str]:
        """The keys of the papers ticked on one list (“guide:step”)."""
        ...

    def lists(self) -> Sequence[str]:
        """The lists with a tick, the one touched last first."""
        ...


class Links(Protocol):
    """Addresses that can be passed on to others. Port name: ``links``."""

    def guide(self, id: str) -> str:
        """The address that opens a guide in the web chat; empty where there is none."""
        ...
