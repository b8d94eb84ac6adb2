"""The bulk lane: everybody once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.channels.base import Gone, Later, Outcome, Piece, Refused, Sent, Unknown
from bot.errors import StoreError
from delivery import announcement as drafts
from delivery import run as acts
from delivery.bulk import Bulk
from store import announcements_runs
from store.announcements import Audience, Wording
from store.announcements_paces import paces
from store.chats import chats
from store.engine import Store
from store.outbox import outbox
from store.residents import consents
from tests.support.office import Office
from tests.support.town import CAPABILITIES, RecordingChannel

EVERYBODY = [str(number) for number in range(1000, 1040)]


class SlowChannel(RecordingChannel):
    """Holds every call until the gate is opened; ``under`` is how many are under way."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.under = self.most = 0

    async def send(self, chat: str, piece: Piece, row: int) -> Outcome:
        self.under += 1
        self.most = max(self.most, self.under)
        await self.gate.wait()
        self.under -= 1
        return await super().send(chat, piece, row)


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


async def test_a_storm_of_refusals_holds_all_bulk_and_loses_nothing(store: Store):
    channel = RecordingChannel(replace(CAPABILITIES, per_second=30))
    async with Office(store, channel=channel) as office:
        channel.outcomes.extend([Later(timedelta(seconds=7), "429", True, True)] * 3)
        number = office.announces()
        for _look in range(400):
            office.clock.goes(seconds=1)
            office.bulk.wake()
            await asyncio.sleep(0.005)
            if office.state(number) == "finished":
                break
        assert office.counts(number) == {("sent", ""): 40}
        pace = office.do(lambda c: c.execute(select(paces)).one())
        assert pace.rate < 30 * 0.9


async def test_replies_go_out_while_all_bulk_is_held(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.append(Later(timedelta(hours=1), "429", True, True))
        number = office.announces()
        await office.until(lambda: ("wait", "429") in office.counts(number))
        before = len(office.channel.sent)
        await office.town.says("/help", "1005")
        assert [chat for chat, _piece in office.channel.sent[before:]] == ["1005"]


async def test_an_hour_without_the_platform_in_mid_run(store: Store):
    async with Office(store, people=200) as office:
        down = Later(timedelta(seconds=5), "unreachable", whole=True)
        office.channel.outcomes.extend([Sent(str(n)) for n in range(50)] + [down] * 5000)
        number = office.announces()
        await office.until(lambda: office.channel.attempts > 50)
        for _minute in range(60):
            office.clock.goes(minutes=1)
            office.bulk.wake()
            await asyncio.sleep(0.01)
        tried = office.channel.attempts
        assert tried < 50 + 64 + 150  # some dozens of probes, not thousands of calls
        office.channel.outcomes.clear()
        # The last refusal may be noted only now, so the clock has to go on.
        for _look in range(500):
            office.clock.goes(seconds=20)
            office.bulk.wake()
            await asyncio.sleep(0.01)
            if office.state(number) == "finished":
                break
        assert office.counts(number) == {("sent", ""): 200}
        assert len(office.heard) == 200


async def test_cut_before_acceptance_is_sent_again_and_nobody_gets_it_twice(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.extend([Later(timedelta(seconds=1), "refused")] * 5)
        number = office.announces()
        await office.until(lambda: len(office.heard) == 35)
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert sorted(office.heard) == EVERYBODY


async def test_cut_after_acceptance_is_sent_once_more_and_is_on_the_list(store: Store):
    async with Office(store) as office:
        office.channel.outcomes.extend([Unknown("cut"), Unknown("cut")])
        number = office.announces()
        await office.until(lambda: len(office.heard) == 38)
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 40}
        assert office.attempts().count("unknown") == 2


async def test_twice_undecidable_is_left_to_a_person(store: Store):
    async with Office(store, people=1) as office:
        office.channel.outcomes.extend([Unknown("cut"), Unknown("cut")])
        number = office.announces()
        await office.until(lambda: ("wait", "cut") in office.counts(number))
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("unknown", "cut"): 1}


async def test_errors_that_pile_up_pause_the_run_and_the_author_is_told(store: Store):
    async with Office(store, people=300) as office:
        author = office.cadre("demo-front")
        office.town.clock.goes(seconds=1)
        await office.town.says("/help", "500")
        chat = office.do(
            lambda c: c.execute(select(chats.c.id).where(chats.c.chat == "500")).scalar_one()
        )
        office.do(lambda c: drafts.cadres.link(c, author, chat, office.clock()))
        office.channel.outcomes.extend([Sent("1")] + [Refused("chat_id is wrong")] * 127)
        number = office.announces()
        await office.until(lambda: office.state(number) == "paused")
        await office.until(lambda: not office.bulk.busy)
        counted = office.counts(number)
        assert 20 <= counted["failed", "chat_id is wrong"] <= 127
        office.channel.outcomes.clear()
        await office.until(
            lambda: any("tạm dừng" in piece.text for piece in office.town.said("500"))
        )
        office.do(lambda c: acts.resume(c, number, by=author, now=office.clock()))
        await office.rests()
        assert sum(office.counts(number).values()) == 300
        assert office.state(number) == "finished"


async def test_paused_within_a_second_and_resumed_without_a_loss(store: Store):
    channel = SlowChannel()
    async with Office(store, people=500, channel=channel) as office:
        number = office.announces()
        author = office.cadre("demo-front")
        await office.until(lambda: channel.under > 10)
        began = datetime.now(UTC)
        office.do(lambda c: acts.pause(c, number, by=author, now=office.clock()))
        channel.gate.set()
        await office.until(
            lambda: not office.bulk.busy and ("leased", "") not in office.counts(number)
        )
        assert datetime.now(UTC) - began < timedelta(seconds=5)
        heard = len(office.heard)
        assert heard <= channel.most + 64
        await asyncio.sleep(0.05)
        assert len(office.heard) == heard
        assert office.state(number) == "paused"
        office.do(lambda c: acts.resume(c, number, by=author, now=office.clock()))
        await office.rests()
        assert sorted(office.heard) == sorted(set(office.heard))
        assert office.counts(number) == {("sent", ""): 500}


async def test_cancelled_in_the_middle(store: Store):
    channel = SlowChannel()
    async with Office(store, people=300, channel=channel) as office:
        number = office.announces()
        author = office.cadre("demo-front")
        await office.until(lambda: channel.under > 10)
        office.do(lambda c: drafts.cancel(c, number, by=author, now=office.clock()))
        channel.gate.set()
        await office.rests()
        counted = office.counts(number)
        assert counted["sent", ""] == len(office.heard) < 200
        assert counted["sent", ""] + counted["skipped", "cancelled"] == 300
        assert office.state(number) == "cancelled"
        assert [run.state for run in office.runs(number)] == ["cancelled"]


async def test_rows_of_a_process_that_died_are_sent_by_another(store: Store):
    channel = SlowChannel()
    office = Office(store, people=120, channel=channel)
    async with office:
        number = office.announces()
        await office.until(lambda: channel.under > 10)
        # It dies: whatever it had leased stays leased to a name that nobody bears any more.
        office.bulk._looking.cancel()
        for line in office.bulk._lines.values():
            line._pouring.cancel()
            for task in list(line._calls):
                task.cancel()
        leased = office.counts(number)["leased", ""]
        office.clock.goes(minutes=2)
        other = RecordingChannel()
        async with Office(
            store, people=0, channel=other, clock=office.clock, owner="second"
        ) as next_:
            await next_.rests()
            assert next_.counts(number) == {("sent", ""): 120}
            assert len(other.sent) == 120
            assert next_.attempts().count("lost") == leased


async def test_a_database_that_is_away_for_a_while_loses_no_verdict(sqlite_store: Store):
    class Away:
        sqlite = True
        away = False

        async def run(self, work):
            if self.away:
                raise StoreError("gone")
            return await sqlite_store.run(work)

    away = Away()
    channel = SlowChannel()
    async with Office(sqlite_store, people=30, channel=channel) as office:
        await office.bulk.stop()
        office.bulk = Bulk(away, {"test": channel}, office.clock, owner="office")
        await office.bulk.start()
        number = office.announces()
        await office.until(lambda: channel.under > 5)
        away.away = True
        channel.gate.set()
        await office.until(lambda: not channel.under)
        await asyncio.sleep(0.05)
        away.away = False
        await office.rests()
        assert office.counts(number) == {("sent", ""): 30}
        assert len(channel.sent) == 30


async def test_what_a_channel_raises_loses_no_row(store: Store):
    async with Office(store, people=3) as office:
        office.channel.outcomes.append(RuntimeError("a bug"))
        number = office.announces()
        await office.until(lambda: len(office.heard) == 2)
        office.clock.goes(seconds=5)
        await office.rests()
        assert office.counts(number) == {("sent", ""): 3}


async def test_nothing_goes_out_in_quiet_hours_but_disasters(store: Store):
    async with Office(store, people=10) as office:
        office.channel.outcomes.extend([Later(timedelta(hours=12), "down", whole=True)] * 10)
        number = office.announces()  # 09:00 in Vietnam
        await office.until(lambda: ("wait", "down") in office.counts(number))
        office.clock.goes(hours=13, minutes=1)  # 22:01
        office.bulk.wake()
        await asyncio.sleep(0.05)
        assert office.heard == []
        disaster = office.announces("Bão đổ bộ", kind="disaster")
        await office.until(lambda: len(office.heard) == 10)
        assert all("Bão" in piece.text for _chat, piece in office.channel.sent)
        await office.until(lambda: office.state(disaster) == "finished")
        office.clock.goes(hours=8)  # 06:01
        await office.rests()
        assert len(office.heard) == 20


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


async def test_a_verdict_that_cannot_be_written_spoils_no_other(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
):
    class Refusing:
        sqlite = True
        refuses = True

        async def run(self, work):
            noted = getattr(work, "args", ((),))[0]
            if self.refuses and any(isinstance(one.outcome, Gone) for one in noted):
                raise ValueError("a row that the database does not take")
            return await sqlite_store.run(work)

    refusing = Refusing()
    async with Office(sqlite_store, people=10) as office:
        await office.bulk.stop()
        office.bulk = Bulk(refusing, {"test": office.channel}, office.clock, owner="office")
        await office.bulk.start()
        office.channel.outcomes.append(Gone("blocked"))
        number = office.announces()
        await office.until(lambda: office.counts(number).get(("sent", "")) == 9)
        assert any(getattr(r, "action", "") == "bulk.verdict.lost" for r in caplog.records)
        refusing.refuses = False
        office.clock.goes(minutes=2)
        office.town.sender.wake()
        await office.rests()
        assert office.counts(number) == {("sent", ""): 10}


async def test_stopping_gives_back_what_has_not_begun(store: Store):
    channel = SlowChannel()
    async with Office(store, people=300, channel=channel) as office:
        number = office.announces()
        await office.until(lambda: channel.under > 10)
        channel.gate.set()
        await office.bulk.stop()
        counted = office.counts(number)
        assert ("leased", "") not in counted
        assert counted["sent", ""] == len(office.heard) < 300
        assert counted["planned", ""] + counted["sent", ""] == 300
