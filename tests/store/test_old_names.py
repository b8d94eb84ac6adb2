"""A hamlet bears the names of those that were merged into it: people go on using them."""

from __future__ import annotations

from datetime import date

from bot.ports import Place
from store.places import Row, Tree

TODAY = date(2026, 11, 21)
TOP = Place(1, "SH", "Xã Sen Hồng", "commune")
NEW = Place(2, "N", "Thôn Sen", "hamlet", ("Sen",))
OLD = Place(3, "O", "Xóm Cồn", "hamlet", ("Cồn", "Sen"))
OLDER = Place(4, "P", "Làng Trước", "hamlet")
GONE = Place(5, "Q", "Bản Xa", "hamlet")


def hamlets() -> list[Place]:
    rows = [
        Row(TOP, None),
        Row(NEW, 1),
        Row(OLD, 1, merged_into=2),
        Row(OLDER, 1, merged_into=3),
        Row(GONE, 1, valid_to=date(2026, 1, 1)),
    ]
    return list(Tree(rows, TODAY).hamlets())


def test_old_names_are_aliases_of_what_they_became() -> None:
    (sen,) = hamlets()
    assert (sen.id, sen.name) == (2, "Thôn Sen")
    assert sen.aliases == ("Sen", "Xóm Cồn", "Cồn", "Làng Trước")
