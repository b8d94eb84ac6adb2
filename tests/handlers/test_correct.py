"""Correcting a guide, by transcript: every state is told in words, every look-up may say no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.deeds import Correct, JudgeCorrection, JudgeReading
from bot.ports import Guide, Me, Shelf
from bot.ports_corrections import Correction, Reading
from bot.talk.message import Media
from handlers import FLOWS
from handlers.corrections import state_words
from handlers.difference import changed, instead, marked, sentences
from handlers.readings import state_words as reading_words
from tests.support.conversation import NOW, Chat
from tests.support.town import small_guide

FLOW = {flow.name: flow for flow in FLOWS}
GUIDE = small_guide()
ONE = Correction(
    7, "small", "vi", "mot", "Việc nhỏ", "Làm một.", "Làm hai.", "nhầm", "Lan", NOW, "waiting",
    "live", "", None, "", "", False, False,
)  # fmt: skip
HEARD = Reading(
    3, "small", "vi", "mot", "Việc nhỏ", "Làm một.", Media("kept/a.ogg", "Làm một."), 5, "Lan",
    "live", True, False, True,
)  # fmt: skip


@dataclass
class Desk:
    """Both ports over one guide."""

    mine: Sequence[Guide] = (GUIDE,)
    there: Guide | None = GUIDE
    marks: list[int] = field(default_factory=lambda: [1])
    wrong: Sequence[str] = ()
    one: Correction | None = ONE
    wait: Sequence[Correction] = ()
    heard: Reading | None = HEARD
    judge: bool = True

    def guides(self) -> Sequence[Guide]:
        return self.mine

    def shelves(self) -> Sequence[Shelf]:
        return (Shelf("vneid", "VNeID", (GUIDE,)), Shelf("khac", "Khác", ()))

    def languages(self, id: str) -> Sequence[str]:
        return ("vi",)

    def guide(self, id: str, language: str) -> Guide | None:
        return self.there

    def mark(self, id: str, language: str) -> int:
        return self.marks[-1]

    def faults(self, id: str, language: str, place: str, words: str) -> Sequence[str]:
        return self.wrong

    def judges(self) -> bool:
        return self.judge

    def hears(self) -> bool:
        return True

    def waiting(self) -> Sequence[Correction]:
        return self.wait

    def listed(self) -> Sequence[Correction]:
        return ()


@dataclass
class Corrections(Desk):
    def get(self, number: int) -> Correction | None:
        return self.one


@dataclass
class Readings(Desk):
    def get(self, number: int) -> Reading | None:
        return self.heard


def chat(flow: str, argument: str = "", *, desk: Desk | None = None, **more: object) -> Chat:
    given = desk or Corrections(**more)  # type: ignore[arg-type]
    opened = Chat(
        FLOW[flow],
        ports={
            "me": Me(),
            "guides": given,
            "corrections": given,
            "readings": Readings(),
        },
    )
    opened.opens(flow, argument)
    return opened


def test_with_one_guide_on_one_shelf_nothing_is_asked_that_is_clear() -> None:
    talk = chat("correct")
    talk.hears("Which guide?")
    talk.says("1")
    talk.hears("Which words are to be corrected?")
    talk.presses("Bước một")
    talk.hears("The old words:", "Làm một.")
    talk.says("Làm xong một.")
    talk.hears("Old: Làm một.", "New: Làm «xong» một.")
    talk.presses("✅ Right, hand it in")
    talk.says("cho rõ")
    talk.does(Correct("small", "vi", "mot", "Làm một.", "Làm xong một.", "cho rõ"))


@pytest.mark.parametrize("flow", ["correct", "reading"])
def test_a_guide_that_is_gone_is_told(flow: str) -> None:
    talk = chat(flow, "small", there=None)
    talk.hears("This guide is not there (any more).")
    talk.ended()


@pytest.mark.parametrize("flow", ["correct", "corrections", "reading", "readings"])
def test_who_keeps_nothing_learns_of_nothing(flow: str) -> None:
    talk = chat(flow, mine=(), judge=False)
    talk.ended()
    talk.hears_nothing_of("correction", "recording")


def test_a_guide_that_changes_meanwhile_is_begun_anew() -> None:
    desk = Corrections()
    talk = chat("correct", "small", desk=desk)
    desk.marks.append(2)
    talk.says("1")
    talk.hears("The guide was changed meanwhile.")
    talk.ended()


def test_taking_a_sentence_out_may_be_wrong_and_is_told_before_it_is_handed_in() -> None:
    talk = chat("correct", "small", wrong=("The step has no words.",))
    talk.presses("Bước một")
    talk.presses("Take this sentence out")
    talk.hears("New: (nothing)", "The step has no words.")
    talk.hears_nothing_of("hand it in")
    talk.presses("Leave it as it was")
    talk.hears("nothing was changed")
    talk.ended()


@pytest.mark.parametrize(
    ("state", "standing", "back", "said"),
    [
        ("waiting", "live", "", "waits for a second person"),
        ("waiting", "lost", "", "waits, but does not fit any more"),
        ("live", "live", "", "in force"),
        ("live", "live", "Hoa", "in force; to be taken back"),
        ("live", "lost", "", "does not fit any more"),
        ("live", "inside", "", "the guide itself says it by now"),
        ("live", "passed", "", "corrected again since"),
        ("rejected", "", "", "turned down"),
        ("dropped", "", "", "taken back by its author"),
        ("withdrawn", "", "", "withdrawn"),
    ],
)
def test_every_state_of_a_correction_is_told(state: str, standing: str, back: str, said: str):
    one = replace(ONE, state=state, standing=standing, taken_back_by=back)
    talk = chat("corrections", "7", one=one, mine=(), judge=True)
    talk.hears(f"Correction #7: {said}")


@pytest.mark.parametrize(
    ("state", "fits", "said"),
    [
        ("waiting", True, "waits for a second person"),
        ("waiting", False, "the words have changed, to be read anew"),
        ("live", True, "people hear it"),
        ("replaced", True, "read anew since"),
        ("rejected", True, "not played"),
    ],
)
def test_every_state_of_a_recording_is_told(state: str, fits: bool, said: str) -> None:
    talk = chat("corrections")
    assert state_words(ONE)
    desk = Readings(heard=replace(HEARD, state=state, fits=fits))
    talk.ports |= {"readings": desk}
    talk.opens(FLOW["readings"], "3")
    talk.hears(f"Recording #3: {said}")
    assert reading_words(HEARD)


def test_a_live_one_is_taken_back_with_a_reason() -> None:
    talk = chat("corrections", "7", one=replace(ONE, state="live"))
    talk.presses("Take it back")
    talk.says("sai")
    talk.does(JudgeCorrection(7, "withdraw", "sai"))


def test_a_recording_is_taken_away() -> None:
    talk = chat("readings", "3")
    talk.presses("Do not play it any more")
    talk.does(JudgeReading(3, "remove", ""))


def test_differences_are_told_by_sentence_and_by_word() -> None:
    assert sentences("Một. Hai!\nBa") == ["Một.", "Hai!", "Ba"]
    assert changed("Một. Hai.", "Một. Ba.") == (["Hai."], ["Ba."])
    assert changed("Một. Hai.", "Một. Mới. Hai.") == (["Một."], ["Một.", "Mới."])
    assert changed("Một.", "Mới. Một.") == ([], ["Mới."])
    assert marked("mang hai ảnh", "mang ba ảnh màu") == ("mang «hai» ảnh", "mang «ba» ảnh «màu»")
    assert instead("Một. Hai. Ba.", "Hai.", "") == "Một. Ba."
    assert instead("Một. Hai.", "Hai.", "") == "Một."
    assert instead("Một. Hai.", "Một.", "") == "Hai."
