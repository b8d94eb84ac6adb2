"""Several things of a list in one answer, by number and by name."""

from __future__ import annotations

import pytest

from bot.locale import use
from bot.talk.fields import Rejected, Withdrawn
from bot.talk.message import Photo, Words
from handlers.several import Entry, Several, numbered

HAMLETS = Several(
    tuple(
        Entry(10 + place, name, frozenset(ways))
        for place, (name, ways) in enumerate(
            (
                ("Thôn Bờ Tre", ("thon bo tre", "bo tre")),
                ("Thôn Vạn Và Lộc", ("thon van va loc", "van va loc")),
                ("Xóm Chợ", ("xom cho", "cho")),
                ("Xóm Chợ Mới", ("xom cho moi", "cho moi")),
            )
        )
    )
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1", (10,)),
        ("1, 3", (10, 12)),
        ("3 1", (10, 12)),
        ("1-3", (10, 11, 12)),
        ("2 – 4", (11, 12, 13)),
        ("1 và 4", (10, 13)),
        ("Bờ Tre, xóm chợ mới", (10, 13)),
        ("bo tre va cho moi", (10, 13)),
        ("Vạn Và Lộc", (11,)),
        ("Xóm Chợ", (12,)),
        ("moi", (13,)),
        ("1;\n2.", (10, 11)),
        ("1,,1", (10,)),
    ],
)
def test_numbers_and_names_are_understood(said: str, meant: tuple[int, ...]) -> None:
    assert HAMLETS.read(Words(said)) == meant


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("5", "There is no number {name} on the list."),
        ("0", "There is no number {name} on the list."),
        ("3-1", "There is no number {name} on the list."),
        ("xom", "“{name}” could be more than one. Please write its number."),
        ("Cầu Ngói", "“{name}” is not on the list. Please look once more."),
        ("1, Cầu Ngói", "“{name}” is not on the list. Please look once more."),
        (",", "Please write names or numbers, with commas between them."),
    ],
)
def test_what_is_not_on_the_list_is_told(said: str, why: str) -> None:
    with use("en"):
        read = HAMLETS.read(Words(said))
    assert isinstance(read, Rejected)
    assert read.reason == why


def test_only_words_name_anything() -> None:
    assert isinstance(HAMLETS.read(Photo("x")), Rejected)


def test_an_answer_is_kept_until_one_of_it_is_gone() -> None:
    assert HAMLETS.load(HAMLETS.dump((10, 12))) == (10, 12)
    for stored in ([99], [], "x", None):
        with pytest.raises(Withdrawn):
            HAMLETS.load(stored)


def test_the_list_stands_on_the_screen_with_its_numbers() -> None:
    assert numbered(HAMLETS.entries[:2]) == "1. Thôn Bờ Tre\n2. Thôn Vạn Và Lộc"


def test_what_is_not_on_the_screen_is_meant_by_name_only() -> None:
    unlisted = Several(HAMLETS.entries, unlisted=True)
    assert unlisted.read(Words("bo tre va cho moi")) == (10, 13)
    for said in ("1", "1, 2", "1-3", "bo tre, 2"):
        assert isinstance(unlisted.read(Words(said)), Rejected)
