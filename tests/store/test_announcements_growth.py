"""What a report and a second announcement cost the database: twice the people, twice the work.

They once went through the whole run, or all answers, for each household: with six thousand
recipients the report took so long that the cadre read “vừa bị trục trặc”.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from delivery import report
from delivery.freeze import freeze
from scheduler.clock import utc_now
from store import announcements_reach, announcements_reports, announcements_runs
from store.announcements import Audience, Wording
from store.announcements_acks import acks
from store.announcements_recipients import Way, resolve
from store.engine import Store, open_engine
from store.migrate import upgrade
from store.outbox import outbox
from store.residents import residents
from tests.support.office import Office
from tests.support.town import CAPABILITIES

TODAY = utc_now().date()
WAYS = [Way("test")]


def sent_and_answered(office: Office) -> int:
    """An announcement that everybody got and every second household answered."""
    number = office.composes()
    now = office.clock()

    def work(connection: Connection) -> None:
        words = {"vi": Wording("Mời họp")}
        run = announcements_runs.start(connection, number, "send", now, Audience(), words, now)
        while freeze(connection, run, {"test": CAPABILITIES}, now):
            pass
        connection.execute(update(outbox).values(state="sent", settled_at=now))
        homes = connection.scalars(select(residents.c.household_id).distinct()).all()
        connection.execute(
            insert(acks),
            [
                {
                    "announcement_id": number,
                    "key": f"h{home}",
                    "answer": "seen",
                    "household_id": home,
                    "at": now,
                    "by_hand": 0,
                }
                for home in homes
                if home % 2
            ],
        )

    office.do(work)
    return number


async def steps(folder: Path, people: int) -> dict[str, int]:
    """Hundreds of steps of SQLite's machine for each of the questions."""
    engine = open_engine(f"sqlite:///{folder / f'{people}.db'}")
    upgrade(engine)
    async with Office(Store(engine), people=people) as office:
        number = sent_and_answered(office)

        def count(work: Callable[[Connection], object]) -> int:
            done = 0

            def tick() -> None:
                nonlocal done
                done += 1

            def look(connection: Connection) -> None:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.set_progress_handler(tick, 100)
                work(connection)
                raw.set_progress_handler(None, 0)

            office.do(look)
            return done

        def reach(audience: Audience) -> int:
            return count(lambda c: announcements_reach.reach(c, resolve(c, audience, TODAY), WAYS))

        return {
            "report": count(lambda c: report.report(c, number, TODAY)),
            "doors": count(lambda c: announcements_reports.doors(c, number)),
            "missed": reach(Audience(missed=number)),
            "silent": reach(Audience(silent=number)),
        }


async def test_four_times_the_people_are_four_times_the_work(tmp_path: Path) -> None:
    # Households without anybody make the first commune larger: six times, not sixteen, was square.
    few, many = await steps(tmp_path, 300), await steps(tmp_path, 1200)
    assert all(many[what] < 5 * few[what] for what in few), (few, many)
