"""What an answer may be, read as people write it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.fields import Choice, Number, Option, Rejected, Text, Withdrawn, pick, place_of
from bot.talk.message import Contact, Location, Photo, Unsupported, Voice, Words
from bot.talk.talk import Talk
from tests.support.small_talks import start

LONG = "đường " * 834  # 5,004 characters
NOT_WORDS = [Photo("r", "Park"), Voice("r"), Location(), Contact(own=True), Unsupported("sticker")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Bưởi"), "Nguyễn Thị Bưởi"),
        ("  hai \t khoảng  trắng ", "hai khoảng trắng"),
        ("không\u200bthấy\ufeff gì", "khôngthấy gì"),
        ("\u202eđảo\u202c ngược", "đảo ngược"),
        ("dòng một\r\ndòng hai\rba", "dòng một\ndòng hai\nba"),
        ("12/4 👍", "12/4 👍"),
        ("\x00a\x07", "a"),
    ],
)
def test_words_are_kept_tidy(typed: str, kept: str) -> None:
    assert Text().read(Words(typed)) == kept


@pytest.mark.parametrize("typed", ["", "  \n", "\u200b\u200e", "👍", "👨‍👩‍👧", "???", "—"])
def test_what_holds_no_word_is_no_text(typed: str) -> None:
    assert Text().read(Words(typed)) == Rejected("Please answer this one in words.")


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        (Text(least=3), "ab", "Please write a little more."),
        (Text(), LONG, "That is too long: please keep it under {most} letters."),
        (Text(most=3), "abcd", "That is too long: please keep it under {most} letters."),
    ],
)
def test_too_short_and_too_long_say_so(field: Text, typed: str, reason: str) -> None:
    read = field.read(Words(typed))
    assert isinstance(read, Rejected)
    assert read.reason.format(**dict(read.values)) == reason.format(most=field.most)


def test_a_text_that_may_be_empty_may_be() -> None:
    assert Text(least=0).read(Words(" ")) == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("12.", 12),
        ("007", 7),
        ("１２", 12),
        ("1.000", 1000),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u00a0000\u00a0000", 1_000_000),
        ("1.000.000", 1_000_000),
        ("hai", 2),
        ("Mười", 10),
        ("nam", 5),
        ("\u200e5\u200f", 5),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, value: int) -> None:
    assert Number().read(Words(typed)) == value


NO_NUMBERS = ["", "lots", "-5", "1,5", "1.000,500", "0.500", "1.00", "12 người", "nằm", "thứ hai"]


@pytest.mark.parametrize("typed", [*NO_NUMBERS, "👍", LONG, "9" * 400])
def test_what_is_no_whole_number_is_not_guessed(typed: str) -> None:
    assert Number().read(Words(typed)) == Rejected("Please write a number.")


def test_a_number_out_of_bounds_says_the_bounds() -> None:
    assert Number(1, 9).read(Words("10")) == Rejected(
        "Please write a number from {least} to {most}.", (("least", 1), ("most", 9))
    )


@pytest.mark.parametrize("content", NOT_WORDS)
@pytest.mark.parametrize("field", [Text(), Number(), Choice((Option("a", "A", 1),))])
def test_what_is_not_words_is_refused_kindly(
    field: Text | Number | Choice[int], content: Photo
) -> None:
    read = field.read(content)
    assert isinstance(read, Rejected)
    assert read.reason.startswith("Please ")


@pytest.mark.parametrize(
    ("field", "stored"),
    [
        (Text(), ""),
        (Text(most=3), "abcd"),
        (Text(), 3),
        (Number(), "3"),
        (Number(), True),
        (Number(1, 9), 10),
        (Number(), None),
        (Choice((Option("a", "A", 1),)), "b"),
    ],
)
def test_a_stored_answer_that_no_longer_fits_is_withdrawn(
    field: Text | Number | Choice[int], stored: str | int | None
) -> None:
    with pytest.raises(Withdrawn):
        field.load(stored)


@given(st.text(), st.integers(0, 20), st.integers(20, 40))
def test_a_text_that_was_read_can_be_kept(typed: str, least: int, most: int) -> None:
    field = Text(least, most)
    read = field.read(Words(typed))
    assert isinstance(read, Rejected) or field.load(field.dump(read)) == read


@given(st.text("0123456789., haibạ"), st.integers(-9, 9), st.integers(10, 10**7))
def test_a_number_that_was_read_can_be_kept(typed: str, least: int, most: int) -> None:
    field = Number(least, most)
    read = field.read(Words(typed))
    assert isinstance(read, Rejected) or field.load(field.dump(read)) == read


LABELS = [("Công viên",), ("Trường học", "trường"), ("Đường liên thôn",), ("Khác",)]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Trường học", 1),
        ("truong hoc", 1),
        ("TRƯỜNG  HỌC!", 1),
        (unicodedata.normalize("NFD", "trường học"), 1),
        ("tr\u200bường học", 1),
        ("\u202btrường học\u202c", 1),
        ("trường", 1),
        ("Dạ trường học ạ", 1),
        ("công", 0),
        ("đườn", 2),
        ("liên thôn", 2),
        ("2", 1),
        ("2.", 1),
        ("２", 1),
        ("②", 1),
        ("2️⃣", 1),
        ("số 2", 1),
        ("so 2 a", 1),
        ("câu số 2 nhé", 1),
        ("hai", 1),
        ("thứ hai", 1),
        ("thu hai", 1),
        ("cái thứ hai ạ", 1),
        ("cái đầu", 0),
        ("cai dau tien", 0),
        ("the second one", 1),
        ("option three", 2),
        ("tư", 3),
        ("cuối cùng", 3),
        ("last", 3),
        # Nothing, or more than one thing
        ("", None),
        ("👍", None),
        ("0", None),
        ("5", None),
        ("2 3", None),
        ("đâu?", None),
        ("năm", None),
        ("từ", None),
        ("thôi", None),
        ("ng", None),
        (LONG, None),
        ("số " * 2000, None),
    ],
)
def test_one_of_several_is_named_in_many_ways(typed: str, place: int | None) -> None:
    assert pick(typed, LABELS) == place


@pytest.mark.parametrize(
    ("typed", "labels", "place"),
    [
        # An ambiguous beginning names nothing; more words make it plain.
        ("thôn", ["Thôn Đông", "Thôn Đoài"], None),
        ("thôn đ", ["Thôn Đông", "Thôn Tây"], 0),
        ("thôn đo", ["Thôn Đông", "Thôn Đoài"], None),
        ("đoài", ["Thôn Đông", "Thôn Đoài"], 1),
        # A word that is a number in letters and part of another label names nothing.
        ("hai", ["Thôn Hai", "Thôn Một"], None),
        ("nam", ["A", "B", "C", "Nam Hà", "E"], None),
        ("năm", ["A", "B", "C", "D", "E"], 4),
        ("nhất", ["A", "Thống Nhất"], None),
        ("thứ nhất", ["A", "Thống Nhất"], 0),
        ("thôn hai", ["Thôn Hai", "Thôn Một"], 0),
        ("hai", ["Một lần", "Hai lần"], 1),
        # A bare number is a place on the screen; a whole label wins over it.
        ("2", ["Thôn 1", "Thôn 2"], 1),
        ("thôn 2", ["Thôn 2", "Thôn 1"], 0),
        ("20", ["10", "20"], 1),
        ("2", ["10", "2", "5"], 1),
        ("thứ 3", ["Thứ 2 hằng tuần", "Thứ 3 hằng tuần", "Thứ 4 hằng tuần"], None),
        # The same label twice can only be told apart by its number.
        ("Bình", ["Bình", "Bình"], None),
        ("2", ["Bình", "Bình"], 1),
        # A word of two labels' insides.
        ("bắc", ["Thôn Bắc Sơn", "Xóm Bắc Hà"], None),
        ("x", [], None),
    ],
)
def test_what_could_mean_two_things_names_none(
    typed: str, labels: list[str], place: int | None
) -> None:
    assert pick(typed, [(label,) for label in labels]) == place


def test_a_place_is_counted_from_nought() -> None:
    assert [place_of(text, 3) for text in ("1", "thứ ba", "4", "park")] == [0, 2, None, None]


@given(st.text(), st.lists(st.text(max_size=6), max_size=6))
def test_what_is_picked_is_there(typed: str, labels: list[str]) -> None:
    place = pick(typed, [(label,) for label in labels])
    assert place is None or 0 <= place < len(labels)


@given(st.sets(st.sampled_from(["Đông", "Đoài", "Nam", "Bắc", "Hai", "2"])))
def test_every_label_names_itself_and_every_number_its_place(labels: set[str]) -> None:
    names = [(f"Thôn {label}",) for label in sorted(labels)]
    for place, (label,) in enumerate(names):
        assert pick(label, names) == pick(f"{place + 1}", names) == place


def test_a_choice_names_what_was_shown_not_what_is_offered_now() -> None:
    park, school = Option("p", "Park", 1), Option("s", "School", 2)
    assert Choice((school, park), shown=("p", "s")).read(Words("1")) == park
    assert Choice((school,), shown=("p", "s")).read(Words("1")) == Rejected(
        "That one is no longer offered."
    )
    assert Choice((school,), shown=("p", "s")).read(Words("Park")) == Rejected(
        "I did not understand which one you mean."
    )


def test_an_alias_answers_as_the_label_does() -> None:
    road = Option("r", "Road", "road", ("đường", "street"))

    def choose(talk: Talk) -> None:
        talk.do(talk.choose("which", (Option("p", "Park", "park"), road), "Which?"))

    chat = start(choose)
    chat.says("duong")
    chat.does("road")


def test_what_names_no_option_is_read_by_the_field_beside_them() -> None:
    options = (Option("few", "a few", 0), Option("many", "many of them", 100))
    field = Choice(options, also=Number())
    assert field.read(Words("many")) == options[1]
    written = field.read(Words("57"))
    assert not isinstance(written, Rejected)
    assert (written.value, field.dump(written)) == (57, ["also", 57])
    assert field.load(["also", 57]) == written
    assert field.load(field.dump(options[0])) == options[0]
    assert field.read(Words("no number")) == Rejected("I did not understand which one you mean.")
    for stored in ([], ["also", "x"], ["also", -1]):
        with pytest.raises(Withdrawn):
            field.load(list(stored))
    with pytest.raises(Withdrawn):
        Choice(options).load(["also", 57])
