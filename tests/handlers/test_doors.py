"""The doors to knock on, as a hamlet head reads them on a phone and enters whom they have told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.deeds import TellInPerson
from bot.ports import Me
from bot.ports_announcements import Door, Draft, Notice, Outcome
from bot.talk.flow import Flow
from handlers.doors import SHOWN
from handlers.runs import runs
from tests.support.conversation import Chat

RUNS = Flow("runs", runs)
UP = Door(1, "Thôn Thượng", "T-01", "Bác Bảy")
UP_TOO = Door(2, "Thôn Thượng", "T-02", "")
DOWN = Door(3, "Thôn Hạ", "H-01", "Cô Ba")


@dataclass
class Office:
    """Somebody who may see reports of one announcement."""

    state: str = "finished"
    found: Sequence[Door] = (UP, UP_TOO, DOWN)
    reaches: frozenset[int] = frozenset({1})
    asked: list[int] = field(default_factory=list)
    preparing: bool = False

    def reach(self, act: str) -> frozenset[int]:
        return self.reaches if act == "report" else frozenset()

    def get(self, number: int) -> Notice | None:
        draft = Draft(texts=(("vi", "Mời họp"),))
        return Notice(number, 1, self.state, self.state, "Cô Tư", draft, None, False, False)

    def doors(self, number: int) -> Sequence[Door]:
        self.asked.append(number)
        return self.found

    def may_approve(self, number: int) -> bool:
        return False

    def described(self, to: object) -> str:
        return "the whole commune"

    def outcome(self, number: int) -> Outcome:
        return Outcome(9, 6, (), (), preparing=self.preparing)


def chat(office: Office) -> Chat:
    ports: dict[str, Any] = {
        "me": Me(cadre=1),
        "offices": office,
        "announcements": office,
        "guides": None,
        "languages": (("vi", "Tiếng Việt"),),
    }
    return Chat(RUNS, ports=ports)


def test_the_doors_stand_hamlet_by_hamlet() -> None:
    talk = chat(Office())
    talk.opens("runs", "12.doors")
    talk.hears(
        "Doors to knock on: 3", "Thôn Thượng\n• T-01 Bác Bảy\n• T-02\n\nThôn Hạ\n• H-01 Cô Ba"
    )
    talk.hears_nothing_of("still being sent")
    talk.ended()


def test_while_it_is_being_sent_the_list_is_said_to_get_shorter() -> None:
    for state in ("running", "paused"):
        talk = chat(Office(state))
        talk.opens("runs", "12.doors")
        talk.hears("It is still being sent, so this list gets shorter.", "Thôn Thượng")


def test_more_doors_than_fit_on_a_phone_stand_on_the_printed_list() -> None:
    doors = [Door(n, "Thôn Thượng", f"T-{n:03}", "") for n in range(1, SHOWN + 8)]
    talk = chat(Office(found=doors))
    talk.opens("runs", "12.doors")
    talk.hears(f"• T-{SHOWN:03}", "… and 7 more: they stand on the printed list.")
    talk.hears_nothing_of(f"T-{SHOWN + 1:03}")


def test_where_nobody_is_left_there_is_nothing_to_enter() -> None:
    talk = chat(Office(found=()))
    for act in ("doors", "told"):
        talk.opens("runs", f"12.{act}")
        talk.hears("Announcement #12", "State: finished")
        talk.hears_nothing_of("Doors to knock on")
        talk.ended()


def test_doors_are_entered_by_number_code_or_name() -> None:
    for said in ("1, 3", "T-01 và h-01", "bac bay, co ba"):
        talk = chat(Office())
        talk.opens("runs", "12.told")
        talk.hears("Whom have you told at the door?", "1. T-01 Bác Bảy\n2. T-02\n3. H-01 Cô Ba")
        talk.says(said)
        talk.does(TellInPerson(12, (1, 3)))


def test_the_numbers_stay_when_somebody_else_enters_a_door_meanwhile() -> None:
    office = Office()
    talk = chat(office)
    talk.opens("runs", "12.told")
    office.found = (UP_TOO, DOWN)
    talk.says("so many")
    talk.hears("1. (has been told by now)\n2. T-02\n3. H-01 Cô Ba")
    talk.says("3")
    talk.does(TellInPerson(12, (3,)))


def test_while_it_is_put_together_who_gets_it_no_door_is_named_or_entered() -> None:
    talk = chat(Office("running", preparing=True))
    talk.opens("runs", "12.doors")
    talk.hears("the list of doors comes after that")
    talk.hears_nothing_of("T-01", "H-01")
    talk.opens("runs", "12.told")
    talk.hears("Announcement #12", "State: running")
    talk.ended()
