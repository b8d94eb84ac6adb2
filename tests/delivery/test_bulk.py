"""The bulk lane: everybody once, whatever happens on the way."""

from __future__ import annotations

from store.engine import Store
from tests.support.office import Office


async def test_everybody_who_agreed_hears_it_once(store: Store):
    async with Office(store) as office:
        number = office.announces("Mời bà con họp lúc 19 giờ")
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert sorted(office.heard) == sorted(str(n) for n in range(1000, 1040))
        assert all("họp lúc 19 giờ" in piece.text for _chat, piece in office.channel.sent)
        assert office.state(number) == "finished"
