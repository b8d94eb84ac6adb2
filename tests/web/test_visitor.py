"""Who is at the page: the signed cookie, and the ticket in a form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from web.visitor import FRESH, LIFE, Signer, Visitor, newcomer

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SIGNER = Signer("a secret of the tests")


def test_a_signed_cookie_says_who_it_is() -> None:
    somebody = newcomer()
    assert SIGNER.visitor(SIGNER.cookie(somebody, NOW), NOW) == Visitor(somebody.id)


def test_newcomers_are_all_different_and_cannot_be_guessed() -> None:
    assert len({newcomer().id for _number in range(100)}) == 100
    assert len(newcomer().id) == 22  # 128 bits


def test_a_cookie_is_renewed_after_a_month_and_dies_after_a_year() -> None:
    cookie = SIGNER.cookie(newcomer(), NOW)
    second = timedelta(seconds=1)
    for age, stale in ((FRESH, False), (FRESH + second, True), (LIFE, True)):
        visitor = SIGNER.visitor(cookie, NOW + age)
        assert visitor is not None
        assert visitor.stale is stale
    assert SIGNER.visitor(cookie, NOW + LIFE + second) is None


def test_a_forged_cookie_is_nobody() -> None:
    good = SIGNER.cookie(newcomer(), NOW)
    id_, issued, mark = good.split(".")
    forged = [
        "",
        "x",
        f"{newcomer().id}.{issued}.{mark}",
        f"{id_}.{int(issued) + 1}.{mark}",
        f"{id_}.{issued}.{mark[:-1]}",
        f"{id_}.{issued}.{'A' * 43}",
        Signer("another secret").cookie(Visitor(id_), NOW),
        f"{id_}.٣.{mark}",
        f"{id_}.{issued}.{'é' * 43}",
    ]
    assert [SIGNER.visitor(cookie, NOW) for cookie in forged] == [None] * len(forged)
    # A ticket of a form is signed with the same secret, for another purpose.
    assert SIGNER.visitor(f"{id_}.{issued}.{SIGNER._mark('form', id_ + issued)}", NOW) is None


def test_a_cookie_of_the_far_future_breaks_nothing() -> None:
    cookie = SIGNER.cookie(newcomer(), NOW).split(".")
    body = f"{cookie[0]}.{'9' * 12}"
    assert SIGNER.visitor(f"{body}.{SIGNER._mark('visitor', body)}", NOW) is None


def test_a_ticket_is_for_one_visitor_only() -> None:
    mine, other = newcomer(), newcomer()
    ticket = SIGNER.ticket(mine)
    assert SIGNER.nonce(mine, ticket) == ticket.partition(".")[0]
    assert SIGNER.nonce(other, ticket) == ""
    assert ticket != SIGNER.ticket(mine)


@pytest.mark.parametrize("ticket", ["", ".", "x.y", "é.ô", "abc", "a.b.c"])
def test_a_made_up_ticket_is_worth_nothing(ticket: str) -> None:
    assert SIGNER.nonce(newcomer(), ticket) == ""


def test_the_tag_tells_visitors_apart_and_not_who_they_are() -> None:
    mine = newcomer()
    assert mine.tag != newcomer().tag
    assert mine.tag not in mine.id
