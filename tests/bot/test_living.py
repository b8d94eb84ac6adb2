"""The house of each edition: what was agreed is read again when its number moves, and only then."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot import demo
from bot.living import Living, living_library
from bot.lookups import House
from content.answers.answers import Answers
from content.library import BUILT_IN, load
from content.overlay import digest
from store import cadres, corrections
from store.editions import edition
from store.engine import Store
from tests.support.town import NOW, FixedAnswers

TODAY = date(2026, 11, 21)
LIBRARY = load([BUILT_IN])
ID = "emergency-numbers"


def step_with_a_figure() -> tuple[str, str]:
    """A step of a guide whose first figure a question finds."""
    for step in LIBRARY.manuscripts["waste-fee"]["vi"].guide.steps:
        if step.key == "tien":
            return step.key, step.text
    raise LookupError


def correct(connection: Connection, guide: str, place: str, old: str, new: str) -> int:
    """A correction that both persons have agreed on."""
    demo.load(connection, NOW)
    by = [cadres.by_handle(connection, name) for name in ("demo-police", "demo-chairman")]
    number = corrections.propose(
        connection,
        guide=guide,
        language="vi",
        place=place,
        base=digest(old),
        before=old,
        text=new,
        reason="r",
        author=by[0].id,  # type: ignore[union-attr]
        now=NOW,
    )
    corrections.approve(connection, number, by=by[1].id, now=NOW)  # type: ignore[union-attr]
    return number


def house(answers: object) -> House:
    return House(LIBRARY, answers, lambda: "t", lambda c, p: f"{c}/{p}")  # type: ignore[arg-type]


def test_nothing_is_read_while_the_edition_stands(store: Store) -> None:
    first = house(FixedAnswers())
    living = Living(first)
    assert store.call(lambda c: living.house(c, 0)) is first
    assert store.call(lambda c: living_library(c, LIBRARY)) is LIBRARY
    text = LIBRARY.manuscripts[ID]["vi"].guide.steps[0].text
    store.call(
        lambda c: correct(c, ID, LIBRARY.manuscripts[ID]["vi"].guide.steps[0].key, text, "Gọi.")
    )
    number = store.call(edition)
    assert number == 1
    second = store.call(lambda c: living.house(c, number))
    assert second.library.get(ID, "vi", TODAY).steps[0].text == "Gọi."  # type: ignore[union-attr]
    assert store.call(lambda c: living.house(c, number)) is second
    assert store.call(lambda c: living.house(c, 0)).library is not second.library


def test_a_question_for_a_figure_is_answered_with_the_corrected_words(sqlite_store: Store) -> None:
    answers = Answers(LIBRARY.guides("vi", TODAY))
    key, text = step_with_a_figure()
    question = "tiền rác mỗi tháng bao nhiêu tiền"
    before = answers.find(question)
    new = "Xã mình thu 31.000 đồng mỗi người một tháng tiền rác."
    sqlite_store.call(lambda c: correct(c, "waste-fee", key, text, new))
    living = Living(house(answers))
    renewed = sqlite_store.call(lambda c: living.house(c, 1)).answers
    after = renewed.find(question)
    assert before.guide == after.guide == "waste-fee"
    assert before.passage != new
    assert after.passage == new
    assert answers.find(question) == before


def test_a_correction_of_an_english_text_leaves_the_finder_alone(sqlite_store: Store) -> None:
    answers = FixedAnswers()
    first = house(answers)
    living = Living(first)
    sqlite_store.call(lambda c: correct(c, ID, "khong-co", "a", "b"))
    after = sqlite_store.call(lambda c: living.house(c, 1))
    assert after.answers is answers
    assert after.content is not None
    assert set(after.content.standings.values()) == {"lost"}
