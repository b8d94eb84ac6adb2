"""The conversations about unanswered questions, as the resident and the cadre go through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.deeds import GiveConsent
from bot.deeds_questions import (
    JudgeAnswer,
    JudgeProposal,
    KeepQuestion,
    ProposeAnswer,
    SetAside,
)
from bot.ports import Finding, Granted, Me, Place, Shelf, Step
from bot.ports_questions import Answered, Held, Wondered
from bot.talk.flow import Flow
from bot.talk.message import Begin, Button, Outgoing
from handlers import answered, answers, unanswered, vetting, wondered
from tests.support import commune as town
from tests.support.conversation import Chat

RESIDENT = town.RESIDENT
AGREED = replace(RESIDENT, consents=frozenset({"serve", "improve"}))
CADRE = Me(cadre=7, handle="front", grants=(Granted(1, "cadre", town.TOP),))
GROUP = Wondered(5, "open", 3, ("Chợ họp ngày nào", "cho hop bua mo"), ("Thôn A", "Thôn B"), ())
ANSWER = Answered(
    12, 5, "words", "Chợ họp ngày nào?\nphiên chợ", "Ngày rằm.", "UBND xã", "", town.TOP,
    date(2027, 5, 20), "approved", "Front", "Chair", date(2026, 11, 1),
)  # fmt: skip
GUIDE = town.guide(
    "cho", "Đi chợ", steps=(Step("mot", "Bước một", "Làm."), Step("hai", "Bước hai", "Làm."))
)
EVERYWHERE = frozenset({1, 11, 12, 13})


@dataclass
class Kept:
    """The port Questions over plain lists."""

    asked: Held | None = None
    groups: Sequence[Wondered] = (GROUP,)
    live: Sequence[Answered] = ()
    proposals: Sequence[Answered] = ()
    where: Sequence[Place] = (town.TOP,)
    back: Answered | None = None
    desk: str = "Mặt trận xã"

    def held(self, number: int) -> Held | None:
        return self.asked if number == 3 else None

    def answer(self, number: int) -> Answered | None:
        return next((one for one in self.live if one.number == number), None)

    def pending(self, *, aside: bool = False) -> Sequence[Wondered]:
        return [one for one in self.groups if (one.state == "aside") == aside]

    def group(self, number: int) -> Wondered | None:
        return next((one for one in self.groups if one.number == number), None)

    def places(self, number: int) -> Sequence[Place]:
        return self.where

    def office(self) -> str:
        return self.desk

    def returned(self, group: int) -> Answered | None:
        return self.back

    def waiting(self) -> Sequence[Answered]:
        return self.proposals

    def in_force(self) -> Sequence[Answered]:
        return self.live

    def kept(self, number: int) -> Answered | None:
        return self.answer(number)


@dataclass
class Reach:
    """The port Offices: what the cadre may do where."""

    acts: dict[str, frozenset[int]] = field(default_factory=dict)

    def reach(self, act: str) -> frozenset[int]:
        return self.acts.get(act, frozenset())


def chat(name: str, run, me: Me, kept: Kept, *acts: str) -> Chat:  # type: ignore[no-untyped-def]
    shelves = town.Shelves((Shelf("nha", "Việc nhà", (GUIDE,)),))
    ports = {
        "me": me,
        "questions": kept,
        "commune": town.COMMUNE,
        "guides": shelves,
        "answers": town.Knows(Finding("", ("cho",), 0.4)),
        "offices": Reach(dict.fromkeys(acts, EVERYWHERE)),
    }
    return Chat(Flow(name, run), ports=ports)


def asks(me: Me, held: Held | None) -> Chat:
    return chat("unanswered", unanswered.unanswered, me, Kept(held))


HELD = Held("chợ họp ngày nào", "", False)


def test_the_first_yes_gives_the_consent_too() -> None:
    person = asks(RESIDENT, HELD)
    person.opens("unanswered", "3")
    person.hears("May Khéo keep this question", "“chợ họp ngày nào”", "12 months")
    person.presses("Yes, and tell me the answer")
    person.does(GiveConsent("improve", "3"), KeepQuestion(3, tell=True))


@pytest.mark.parametrize(("words", "tell"), [("1", True), ("không cần báo", False)])
def test_who_agreed_before_is_asked_only_whether_to_tell(words: str, tell: bool) -> None:
    person = asks(AGREED, HELD)
    person.opens("unanswered", "3")
    person.hears_nothing_of("months")
    person.says(words)
    person.does(KeepQuestion(3, tell=tell))


def test_a_no_keeps_nothing() -> None:
    person = asks(RESIDENT, HELD)
    person.opens("unanswered", "3")
    person.says("không")
    person.hears("it is not kept")
    person.does()


def test_what_is_kept_already_needs_one_press_to_be_told() -> None:
    person = asks(AGREED, replace(HELD, kept=True))
    person.opens("unanswered", "3")
    person.hears("as soon as it is answered")
    person.does(KeepQuestion(3, tell=True))


@pytest.mark.parametrize("argument", ["4", "", "x", "9" * 12])
def test_a_question_that_is_gone_is_asked_for_again(argument: str) -> None:
    person = asks(RESIDENT, HELD)
    person.opens("unanswered", argument)
    person.hears("Please write it again")
    person.does()


@pytest.mark.parametrize(
    ("argument", "deeds", "said"),
    [
        ("yes:3", (JudgeAnswer(3, "yes"),), "Thank you"),
        ("no:3", (JudgeAnswer(3, "no"),), "not what you meant"),
        ("no:4", (), "not what you meant"),
        ("yes:4", (), "Thank you"),
    ],
)
def test_what_people_think_of_an_answer(
    argument: str, deeds: tuple[object, ...], said: str
) -> None:
    person = chat("feedback", unanswered.feedback, RESIDENT, Kept(HELD))
    person.opens("feedback", argument)
    person.hears(said)
    person.does(*deeds)
    assert ("📝 Let a cadre answer" in person.labels) == (argument == "no:3")


def test_the_words_of_an_old_button_name_it_only_where_it_stands() -> None:
    screen = [["b|feedback|yes:3", "Yes"], ["b|menu|", "Menu"], ["a|feedback|x|yes", "Other"]]
    found = unanswered.named(screen)
    assert "đúng rồi" in found[0]
    assert found[1:] == [("Menu",), ("Other",)]


def test_the_question_whether_it_was_meant_stands_before_the_ways_out() -> None:
    officer, step = Button("☎", Begin("officer")), Button("Step", Begin("guide", "x"))
    shown = unanswered.with_question(Outgoing("Words", buttons=(step, officer)), 3)
    assert [button.label for button in shown.buttons][0::3] == ["Step", "☎"]


def test_an_answer_says_whose_word_it_is_and_in_which_language() -> None:
    kept = Kept(live=(ANSWER, replace(ANSWER, number=13, kind="guide", guide="cho:hai")))
    person = chat("answered", answered.answered, RESIDENT, kept)
    person.opens("answered", "12")
    person.hears("Vietnamese only", "Ngày rằm.", "UBND xã")
    person.opens("answered", "13")
    person.hears("There is a guide about this", options=["Đi chợ", "☰ Menu"])
    person.presses("Đi chợ")
    assert person.led_to == Begin("guide", "cho:hai")
    person.opens("answered", "14")
    person.hears("not given any more")
    lost = replace(ANSWER, kind="guide", guide="gone", text="")
    assert "UBND xã" in answered.screen(lost, town.Shelves()).text
    assert "Answered" not in answered.origin(replace(ANSWER, answered_on=None))


def desk(kept: Kept | None = None) -> Chat:
    person = chat("questions", wondered.wondered, CADRE, kept or Kept(), "answer")
    person.opens("questions")
    return person


def test_for_a_resident_there_is_no_such_desk() -> None:
    for name, run in (
        ("questions", wondered.wondered),
        ("vetting", vetting.vetting),
        ("answers", answers.answers),
    ):
        person = chat(name, run, RESIDENT, Kept())
        person.opens(name, "5")
        person.hears("do not know that command")


def test_the_list_has_pages() -> None:
    many = [
        replace(GROUP, number=n, texts=(f"Câu hỏi số {n} " + "dài " * 20,)) for n in range(1, 20)
    ]
    person = desk(Kept(groups=many))
    assert len([label for label in person.labels if "Câu hỏi" in label]) == wondered.PAGE
    person.presses("More …")
    assert any("số 9" in label for label in person.labels)
    person.opens("questions", "from-x")
    assert any("số 1 " in label for label in person.labels)


def test_an_answer_in_words_goes_to_the_second_person() -> None:
    person = desk(Kept(where=(town.TOP, town.DONG_TAM)))
    person.presses("Chợ họp ngày nào (3)")
    person.hears("3 people asked", "• cho hop bua mo", "From: Thôn A, Thôn B")
    person.presses("✏ Answer in words")
    person.says("Chợ họp ngày nào?\nphiên chợ bữa nào")
    person.says("Ngày rằm. Hỏi 0912 345 678.")
    person.hears("Whose word is it?")
    person.presses("Công an xã")
    person.presses("Thôn Đồng Tâm")
    person.says("1")
    person.hears("Ngày rằm. Hỏi 0912 345 678.", "Công an xã", "Thôn Đồng Tâm")
    person.presses("Send it for approval")
    person.does(
        ProposeAnswer(
            5,
            "words",
            11,
            date(2027, 2, 21),
            "Chợ họp ngày nào?\nphiên chợ bữa nào",
            "Ngày rằm. Hỏi 0912 345 678.",
            "Công an xã",
        )
    )


def test_nothing_is_handed_in_without_a_yes() -> None:
    person = desk()
    person.presses("Chợ họp ngày nào (3)")
    for words in ("1", "Chợ họp?", "Ngày rằm.", "1", "1"):
        person.says(words)
    person.presses("Do not send it")
    person.does()


def test_what_was_returned_is_there_to_be_mended() -> None:
    person = desk(Kept(back=replace(ANSWER, note="Ghi giờ"), where=(town.DONG_TAM,)))
    person.presses("Chợ họp ngày nào (3)")
    person.hears("An answer was returned: Ghi giờ")
    person.says("1")
    person.hears("Now it says:\nChợ họp ngày nào?")
    person.presses("Leave it as it is")
    person.says("Ngày rằm, 5 giờ.")
    person.presses("UBND xã")
    person.presses("Xã Sen Hồng")
    person.says("1")
    person.says("1")
    assert person.turn is not None
    (deed,) = person.turn.deeds
    assert isinstance(deed, ProposeAnswer)
    assert (deed.question, deed.text, deed.place) == (ANSWER.question, "Ngày rằm, 5 giờ.", 1)


@pytest.mark.parametrize("near", [True, False])
def test_a_guide_that_has_the_answer_is_pointed_at(near: bool) -> None:
    person = desk()
    if not near:
        person.ports["answers"] = town.Knows(Finding("", (), 0.0))
    person.presses("Chợ họp ngày nào (3)")
    person.presses("📖 There is a guide for this")
    person.says("1" if near else "Việc nhà")
    if not near:
        person.says("1")
    person.presses("Bước hai")
    person.says("Chợ họp ngày nào?")
    person.says("1")
    assert person.turn is not None
    (deed,) = person.turn.deeds
    assert isinstance(deed, ProposeAnswer)
    assert (deed.kind, deed.guide) == ("guide", "cho:hai")


def test_another_guide_than_the_nearest_is_found_by_its_shelf() -> None:
    person = desk()
    person.presses("Chợ họp ngày nào (3)")
    person.says("2")
    person.presses("Another guide")
    for words in ("1", "1", "1"):
        person.says(words)
    person.hears("Write the question")


def test_what_had_been_shown_is_told() -> None:
    shown = ("guide:cho", "answer:12", "guide:x")
    person = desk(Kept(groups=(replace(GROUP, askers=1, shown=shown),)))
    person.presses("Chợ họp ngày nào (1)")
    person.hears("1 person asked", "Khéo had shown “Đi chợ”", "Khéo had shown an approved answer")


@pytest.mark.parametrize(
    ("words", "why"),
    [(("1",), "not-ours"), (("2",), "no-question"), (("3",), "person"), (("4", "Khác"), "Khác")],
)
def test_a_group_is_set_aside_with_a_reason(words: tuple[str, ...], why: str) -> None:
    person = desk()
    person.presses("Chợ họp ngày nào (3)")
    person.presses("🗂 Set it aside")
    for word in words:
        person.says(word)
    person.does(SetAside(5, why))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("not-ours", "not the commune's business"),
        ("no-question", "It is no question"),
        ("person", "answered in person"),
        ("Việc riêng", "Việc riêng"),
    ],
)
def test_what_was_set_aside_can_be_taken_up(why: str, said: str) -> None:
    person = desk(Kept(groups=(replace(GROUP, state="aside", why=why),)))
    person.hears("Nothing waits for an answer.")
    person.presses("🗂 Set aside")
    person.presses("Chợ họp ngày nào (3)")
    person.hears(said)
    person.presses("Take it up again")
    person.does(SetAside(5, ""))


def test_later_leaves_it_and_what_somebody_else_has_is_left_to_them() -> None:
    person = desk()
    person.presses("Chợ họp ngày nào (3)")
    person.presses("Later")
    person.does()
    for groups in ((), (replace(GROUP, state="waiting"),)):
        person = desk(Kept(groups=groups))
        person.opens("questions", "5")
        person.hears("Somebody else is answering this already")


WAITING = replace(ANSWER, number=20, state="waiting", approver="", answered_on=None)


def vets(*proposals: Answered) -> Chat:
    person = chat("vetting", vetting.vetting, CADRE, Kept(proposals=proposals), "approve")
    person.opens("vetting")
    return person


def test_the_second_person_reads_it_as_residents_will_and_approves() -> None:
    person = vets(WAITING)
    person.presses("Chợ họp ngày nào?")
    person.hears("Ngày rằm.", "Written by: Front", "For: Xã Sen Hồng", "Also asked as: phiên chợ")
    person.presses("✅ Approve")
    person.does(JudgeProposal(20, "approve"))


def test_it_is_returned_with_a_word_or_left_waiting() -> None:
    person = vets(replace(WAITING, question="Chợ?", replaces=3))
    person.presses("Chợ?")
    person.hears("takes the place of an earlier answer")
    person.presses("↩ Return it with a word")
    person.says("Ghi giờ")
    person.does(JudgeProposal(20, "return", "Ghi giờ"))
    person = vets(WAITING)
    person.presses("Chợ họp ngày nào?")
    person.presses("Later")
    person.does()


def test_taking_back_is_judged_by_its_reason() -> None:
    person = vets(replace(WAITING, kind="withdraw", text="Chợ đã dời"))
    person.presses("Chợ họp ngày nào?")
    person.hears("not to give this answer any more", "Reason: Chợ đã dời")
    person.presses("✅ Approve")
    person.does(JudgeProposal(20, "approve"))


def test_nothing_waits_or_not_any_more() -> None:
    person = vets()
    person.hears("Nothing waits for you.")
    person.opens("vetting", "20")
    person.hears("does not wait for you")


def keeps(*live: Answered, acts: tuple[str, ...] = ("answer",)) -> Chat:
    person = chat("answers", answers.answers, CADRE, Kept(live=live), *acts)
    person.opens("answers")
    return person


def test_an_answer_in_force_is_changed_by_a_new_proposal() -> None:
    person = keeps(ANSWER)
    person.presses("Chợ họp ngày nào?")
    person.hears("Ngày rằm.", "Written by Front, approved by Chair.")
    person.presses("✏ Change it, or say that it still holds")
    person.presses("Leave it as it is")
    person.presses("Leave it as it is")
    for words in ("1", "3", "1"):
        person.says(words)
    assert person.turn is not None
    (deed,) = person.turn.deeds
    assert isinstance(deed, ProposeAnswer)
    assert (deed.replaces, deed.text, deed.review_by) == (12, "Ngày rằm.", date(2027, 11, 21))


def test_an_answer_is_taken_back_with_a_reason_or_left() -> None:
    person = keeps(ANSWER)
    person.presses("Chợ họp ngày nào?")
    person.presses("✖ Take it back")
    person.says("Chợ đã dời")
    assert person.turn is not None
    (deed,) = person.turn.deeds
    assert isinstance(deed, ProposeAnswer)
    assert (deed.kind, deed.text, deed.replaces) == ("withdraw", "Chợ đã dời", 12)
    person = keeps(replace(ANSWER, kind="guide", guide="cho"))
    person.presses("Chợ họp ngày nào?")
    person.hears(options=["✖ Take it back", "Leave it"])
    person.presses("Leave it")
    person.does()


def test_who_only_approves_looks_and_a_change_under_way_is_waited_for() -> None:
    person = keeps(replace(ANSWER, review_by=date(2026, 11, 1)), acts=("approve",))
    person.presses("Chợ họp ngày nào?")
    person.hears("That day has passed", options=["Approved answers", "Cadre's work"])
    person = keeps(replace(ANSWER, changing=True))
    person.presses("Chợ họp ngày nào?")
    person.hears("A change of it waits for approval.")


def test_the_answers_have_pages_and_old_ones_are_gone() -> None:
    person = keeps(*(replace(ANSWER, number=n, question=f"Câu {n}") for n in range(1, 12)))
    assert "Câu 8" in person.labels
    assert "Câu 9" not in person.labels
    person.presses("More …")
    assert "Câu 9" in person.labels
    person = keeps()
    person.hears("There are none yet.")
    person.opens("answers", "12")
    person.hears("not given any more")
