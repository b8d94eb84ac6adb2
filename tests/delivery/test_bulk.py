"""The bulk lane: everybody once, in their language, in the right order, and it adds up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select, update

from bot.channels.base import Gone, Later, Sent
from store import announcements_runs
from store.announcements import Audience, Wording
from store.chats import chats
from store.engine import Store
from store.outbox import outbox
from store.residents import consents
from tests.support.office import EVERYBODY, Office
from tests.support.town import CAPABILITIES, RecordingChannel


async def test_everybody_who_agreed_hears_it_once(store: Store):
    async with Office(store) as office:
        number = office.announces("Mời bà con họp lúc 19 giờ")
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert sorted(office.heard) == EVERYBODY
        assert all("họp lúc 19 giờ" in piece.text for _chat, piece in office.channel.sent)
        assert office.state(number) == "finished"
        assert all(row.payload == "" for row in office.rows() if row.run_id)


async def test_words_in_the_language_of_the_chat(store: Store):
    async with Office(store, people=4) as office:
        office.do(
            lambda c: c.execute(update(chats).where(chats.c.chat == "1001").values(language="en"))
        )
        office.announces("Mời họp", en=Wording("There is a meeting"))
        await office.rests()
        said = {chat: piece.text for chat, piece in office.channel.sent}
        assert "There is a meeting" in said["1001"]
        assert "Mời họp" in said["1000"]


async def test_too_long_for_the_channel_goes_in_parts_and_in_their_order(store: Store):
    channel = RecordingChannel(replace(CAPABILITIES, text_limit=60))
    async with Office(store, people=8, channel=channel) as office:
        office.announces("Phần một của thông báo. " * 2 + "Phần hai của thông báo. " * 2)
        await office.rests()
        said = [piece.text for chat, piece in channel.sent if chat == "1003"]
        assert len(said) > 1
        assert " ".join(said).index("Phần một") < " ".join(said).index("Phần hai")
        assert len(channel.sent) == 8 * len(said)


async def test_parts_keep_a_second_between_them_in_one_chat(store: Store):
    channel = RecordingChannel(replace(CAPABILITIES, text_limit=60, per_chat=1))
    async with Office(store, people=2, channel=channel) as office:
        number = office.announces("Phần một của thông báo. " * 2 + "Phần hai của thông báo. " * 2)
        await office.until(lambda: len(channel.sent) == 2)
        await office.until(lambda: ("wait", "") in office.counts(number))
        while office.state(number) != "finished":
            office.clock.goes(seconds=1)
            await office.until(lambda: not office.bulk.busy)
            await asyncio.sleep(0.01)
            office.bulk.wake()
        assert len(office.counts(number)) == 1


async def test_who_withdrew_stopped_or_blocked_since_the_freezing_gets_nothing(store: Store):
    async with Office(store, people=200) as office:
        office.channel.outcomes.append(Later(timedelta(hours=1), "down", whole=True))
        number = office.announces()
        await office.until(lambda: ("wait", "down") in office.counts(number))
        await office.until(lambda: office.runs(number)[0].frozen_at is not None)

        def change(c):
            ids = dict(c.execute(select(chats.c.chat, chats.c.resident_id)).all())
            for chat, values in (
                ("1190", {"state": "blocked"}),
                ("1191", {"stopped_at": office.clock()}),
            ):
                c.execute(update(chats).where(chats.c.chat == chat).values(**values))
            c.execute(delete(consents).where(consents.c.resident_id == ids["1192"]))

        office.do(change)
        office.clock.goes(hours=1, minutes=1)
        await office.rests()
        assert office.counts(number) == {
            ("sent", ""): 197,
            ("skipped", "blocked"): 1,
            ("skipped", "stopped"): 1,
            ("skipped", "no consent"): 1,
        }
        assert {"1190", "1191", "1192"}.isdisjoint(office.heard)


async def test_a_tenth_of_the_chats_blocked_holds_up_nobody(store: Store):
    async with Office(store, people=100) as office:
        office.channel.outcomes.extend(
            [Gone("blocked") if n % 10 == 0 else Sent(str(n)) for n in range(100)]
        )
        number = office.announces()
        await office.rests()
        assert office.counts(number) == {("sent", ""): 90, ("failed", "blocked"): 10}
        left = office.do(
            lambda c: c.execute(select(chats.c.chat).where(chats.c.state == "blocked")).all()
        )
        assert len(left) == 10


async def test_overlapping_hamlets_are_sent_once(store: Store):
    async with Office(store) as office:
        commune, hamlet = office.place("MAU"), office.place("MAU-01")
        office.announces(audience=Audience((commune, hamlet)), by="demo-front")
        await office.rests()
        assert sorted(office.heard) == EVERYBODY


async def test_a_run_that_does_not_add_up_is_noticed(store: Store):
    async with Office(store, people=200) as office:
        office.channel.outcomes.append(Later(timedelta(minutes=5), "down", whole=True))
        number = office.announces()
        await office.until(lambda: ("wait", "down") in office.counts(number))
        await office.until(lambda: office.runs(number)[0].frozen_at is not None)
        office.do(
            lambda c: c.execute(
                delete(outbox).where(outbox.c.state == "planned", outbox.c.id % 2 == 0)
            )
        )
        office.clock.goes(minutes=6)
        await office.rests()
        (run,) = office.runs(number)
        assert run.why.endswith(" of 200")
        assert run.state == "finished"


async def test_the_tallies_agree_with_the_rows(store: Store):
    async with Office(store, people=60) as office:
        office.channel.outcomes.extend([Gone("blocked")] * 6)
        number = office.announces()
        await office.rests()
        (run,) = office.runs(number)
        tallied = office.do(lambda c: announcements_runs.tally(c, run.id))
        assert {(s, r): n for s, r, n in tallied} == office.counts(number)
