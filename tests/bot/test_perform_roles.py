"""Deeds about roles, from the invitation to its end, with rights read again at every deed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert, select

from bot import demo
from bot.deeds import AcceptInvitation, Invite, Revoke
from bot.errors import NotAllowed
from bot.perform import Scene, perform
from bot.ports import Commune, Me
from bot.talk.message import Begin, Outgoing
from store import cadres, places
from store.audit import audit
from store.chats import chats
from store.engine import Store

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


class House:
    """The made-up commune, and who acts from which chat in it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tokens = itertools.count(1)
        store.call(lambda c: demo.load(c, NOW))
        tree = store.call(lambda c: places.load(c, NOW.date()))
        top = tree.commune()
        assert top is not None
        self.commune, self.hamlet = top.id, tree.hamlets()[0].id

    def chat(self, number: str) -> int:
        """A new chat."""

        def make(connection: Connection) -> int:
            row = {"channel": "telegram", "chat": number, "is_group": False, "screen": []}
            query = insert(chats).values(**row, created_at=NOW, seen_at=NOW)
            return int(connection.execute(query.returning(chats.c.id)).scalar_one())

        return self.store.call(make)

    def cadre(self, handle: str) -> int:
        """The number of a made-up cadre."""
        holder = self.store.call(lambda c: cadres.by_handle(c, handle))
        assert holder is not None
        return holder.id

    def does(
        self, deed: object, cadre: int = 0, chat: int = 0, address: str = "https://t.me/x?start="
    ) -> Sequence[Outgoing]:
        """What comes of a deed of that cadre in that chat."""

        def work(connection: Connection) -> Sequence[Outgoing]:
            scene = Scene(
                connection,
                chat,
                Me(cadre=cadre),
                NOW,
                Commune("Xã", "Tỉnh", "Ủy ban", ()),
                lambda: f"token{next(self.tokens)}",
                lambda payload: address and f"{address}{payload}",
            )
            return perform(deed, scene)

        return self.store.call(work)


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


def test_from_the_invitation_to_the_role_and_to_its_end(house: House) -> None:
    chair, chat = house.cadre("demo-chairman"), house.chat("1")
    (link,) = house.does(Invite("hamlet_head", house.hamlet), chair)
    assert "https://t.me/x?start=j_token1" in link.text
    assert "Trưởng thôn" in link.text
    (thanks,) = house.does(AcceptInvitation("token1", "Đỗ Thị Ơn"), 0, chat)
    assert "Trưởng thôn" in thanks.text
    assert thanks.buttons[0].press == Begin("work")
    holder = house.store.call(lambda c: cadres.by_chat(c, chat))
    assert holder is not None
    assert holder.handle == "do-thi-on"
    spoken = select(chats.c.language).where(chats.c.id == chat)
    assert house.store.call(lambda c: c.execute(spoken).scalar_one()) == "vi"
    (ended,) = house.does(Revoke(holder.grants[0].id), chair)
    assert ended.text == "Dạ, vai trò này đã kết thúc."
    (again,) = house.does(Revoke(holder.grants[0].id), chair)
    assert again.text == "Dạ, vai trò này đã kết thúc từ trước."
    assert house.store.call(lambda c: cadres.by_chat(c, chat)) is None
    acts = house.store.call(
        lambda c: c.execute(select(audit.c.act, audit.c.cadre_id).order_by(audit.c.id)).all()
    )
    assert [tuple(row) for row in acts][-5:] == [
        ("invite", chair),
        ("link", holder.id),
        ("grant", chair),
        ("accept", holder.id),
        ("revoke", chair),
    ]


def test_a_channel_without_links_gets_words_to_write(house: House) -> None:
    (link,) = house.does(Invite("editor", house.commune), house.cadre("demo-front"), address="")
    assert "/start j_token1" in link.text


def test_a_resident_cannot_run_a_cadres_deeds(house: House) -> None:
    chair = house.store.call(lambda c: cadres.by_handle(c, "demo-chairman"))
    assert chair is not None
    before = house.store.call(lambda c: len(c.execute(select(audit.c.id)).all()))
    for deed in (Invite("cadre", house.commune), Revoke(chair.grants[0].id)):
        with pytest.raises(NotAllowed, match="vai trò"):
            house.does(deed)
    assert house.store.call(lambda c: len(c.execute(select(audit.c.id)).all())) == before


def test_a_hamlet_head_cannot_either(house: House) -> None:
    head = house.cadre("demo-head-1")
    chair = house.store.call(lambda c: cadres.by_handle(c, "demo-chairman"))
    assert chair is not None
    for deed in (Invite("hamlet_head", house.hamlet), Revoke(chair.grants[0].id)):
        with pytest.raises(NotAllowed):
            house.does(deed, head)


def test_an_invitation_that_is_used_up_is_refused_and_changes_nothing(house: House) -> None:
    house.does(Invite("editor", house.commune), house.cadre("demo-front"))
    one, two = house.chat("1"), house.chat("2")
    house.does(AcceptInvitation("token1", "Lan"), 0, one)
    with pytest.raises(NotAllowed, match="không dùng được nữa"):
        house.does(AcceptInvitation("token1", "Mai"), 0, two)
    assert house.store.call(lambda c: cadres.by_chat(c, two)) is None
