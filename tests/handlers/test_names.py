"""Names and household codes that were stored are taken again only if they would be taken today."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.fields import Plain, Rejected, Withdrawn
from bot.talk.message import Words
from handlers.hamlets import HamletName, ways_to_write
from handlers.names import NAME_LETTERS, HouseholdCode, PersonName
from tests.support import commune as town


@pytest.mark.parametrize("stored", [None, 7, "", "0912345678", "a" * 41, " Hoa", "Ho\u0300a"])
def test_a_name_that_would_be_refused_today_is_asked_again(stored: Plain) -> None:
    with pytest.raises(Withdrawn):
        PersonName().load(stored)


@pytest.mark.parametrize("stored", [None, 7, "", "040085001234", "sh-1", "SH 1"])
def test_a_code_that_would_be_refused_today_is_asked_again(stored: Plain) -> None:
    with pytest.raises(Withdrawn):
        HouseholdCode().load(stored)


@pytest.mark.parametrize("stored", [None, "11", [], ["11"], [99], {}])
def test_hamlets_that_stand_no_more_are_asked_again(stored: Plain) -> None:
    with pytest.raises(Withdrawn):
        HamletName((town.DONG_TAM,)).load(stored)


@given(st.text(max_size=80))
def test_whatever_is_written_is_a_name_that_stays_or_is_refused(text: str) -> None:
    field = PersonName()
    name = field.read(Words(text))
    if not isinstance(name, Rejected):
        assert field.load(field.dump(name)) == name
        assert 0 < len(name) <= NAME_LETTERS
        assert "\n" not in name
        assert sum(letter.isnumeric() for letter in name) <= 2


@given(st.text(alphabet="abAB09-/. _đ", max_size=40))
def test_whatever_is_written_is_a_code_that_stays_or_is_refused(text: str) -> None:
    field = HouseholdCode()
    code = field.read(Words(text))
    if not isinstance(code, Rejected):
        assert field.load(field.dump(code)) == code


@given(st.text(max_size=60))
def test_whatever_is_written_finds_hamlets_or_is_refused(text: str) -> None:
    field = HamletName((*town.many_hamlets(20), town.DONG_TAM, town.XOM_5))
    found = field.read(Words(text))
    if not isinstance(found, Rejected):
        assert 1 <= len(found) <= 6
        assert field.load(field.dump(found)) == found


def test_a_bare_number_is_no_way_to_write_a_hamlet() -> None:
    ways = ways_to_write(town.XOM_5)
    assert {"xom 5", "thon 5", "xom5", "x5", "t5"} <= ways
    assert "5" not in ways
