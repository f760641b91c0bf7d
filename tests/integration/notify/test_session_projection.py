# SPDX-License-Identifier: MPL-2.0
"""What calendars show as sessions are published, moved, cancelled, taken off the programme and handed over."""

from datetime import timedelta

import pytest

from services.shared.db import Pool
from tests.calendars.sessions import SessionTold
from tests.calendars.told import NOW
from tests.integration.notify.calendar_of import IDA, OMAR, body, seen, tell
from tests.integration.notify.test_projection import values

LATER = NOW + timedelta(hours=1)
BOTH = ("programme", "ida")


@pytest.fixture
def session() -> SessionTold:
    return SessionTold(facilitator_ids=(IDA,))


async def changes(pool: Pool, kind: str) -> int:
    return await pool.fetchval("SELECT sum(changes) FROM calendars WHERE kind = $1", kind) or 0


async def test_a_published_session_is_in_the_programme_and_with_who_runs_it(pool: Pool, session: SessionTold) -> None:
    await tell(pool, session.published())
    for place in BOTH:
        [event] = await seen(pool, place)
        assert event.uid == f"{session.session_id}@aaben-kommune"
        assert event.starts == int(session.starts_at.timestamp())
    assert await seen(pool, "omar") == []


async def test_a_move_keeps_the_identity_and_raises_sequence_and_stamps(pool: Pool, session: SessionTold) -> None:
    await tell(pool, session.published())
    before = await body(pool, "programme")
    await tell(pool, session.moved(LATER, starts_at=session.starts_at + timedelta(days=1), place="Biblioteket"))
    after = await body(pool, "programme")
    assert values(before, "UID") == values(after, "UID")
    assert [values(each, "SEQUENCE") for each in (before, after)] == [["0"], ["1"]]
    for stamp in ("DTSTAMP", "LAST-MODIFIED"):
        assert values(before, stamp) < values(after, stamp)
    assert "Biblioteket" in values(after, "LOCATION")[0]


async def test_other_words_are_a_new_revision_and_the_move_after_it_rises_above(
    pool: Pool, session: SessionTold
) -> None:
    await tell(pool, session.published(), session.changed(LATER, title="Trafik: tre forslag"))
    [event] = await seen(pool, "programme")
    assert (event.summary, event.sequence) == ("Trafik: tre forslag", 1)
    await tell(pool, session.moved(LATER, starts_at=session.starts_at + timedelta(hours=1)))
    assert [event.sequence for event in await seen(pool, "programme")] == [2]


async def test_a_change_that_is_not_shown_leaves_the_body_as_it_was(pool: Pool, session: SessionTold) -> None:
    await tell(pool, session.published())
    before, count = await body(pool, "programme"), await changes(pool, "programme")
    await tell(pool, session.changed(LATER))
    assert await body(pool, "programme") == before
    assert await changes(pool, "programme") == count


async def test_a_session_handed_over_moves_from_one_calendar_to_another_and_changes_nothing_else(
    pool: Pool, session: SessionTold
) -> None:
    await tell(pool, session.published())
    before, count = await body(pool, "programme"), await changes(pool, "programme")
    own = await changes(pool, "facilitator")
    await tell(pool, session.changed(LATER, facilitator_ids=(OMAR,)))
    assert await seen(pool, "ida") == []
    assert [event.uid for event in await seen(pool, "omar")] == [f"{session.session_id}@aaben-kommune"]
    assert await body(pool, "programme") == before
    assert (await changes(pool, "programme"), await changes(pool, "facilitator")) == (count, own + 2)


async def test_one_that_is_moved_and_handed_over_at_once_tells_all_of_them(pool: Pool, session: SessionTold) -> None:
    await tell(pool, session.published())
    later = session.starts_at + timedelta(hours=1)
    await tell(pool, session.moved(LATER, starts_at=later, facilitator_ids=(IDA, OMAR)))
    for place in ("programme", "ida", "omar"):
        assert [(event.starts, event.sequence) for event in await seen(pool, place)] == [(int(later.timestamp()), 1)]


@pytest.mark.parametrize("place", BOTH)
async def test_a_cancelled_session_stays_as_a_tombstone_and_says_why(
    pool: Pool, session: SessionTold, place: str
) -> None:
    await tell(pool, session.published(), session.cancelled(LATER, "Storm."))
    [event] = await seen(pool, place)
    assert (event.status, event.sequence) == ("CANCELLED", 1)
    assert event.summary == "AFLYST: Trafik ved Ærø Skole"
    assert event.description.startswith("Aflyst: Storm.")
    assert len(await seen(pool, place, now=session.starts_at + timedelta(days=30))) == 1
    assert await seen(pool, place, now=session.starts_at + timedelta(days=32)) == []


@pytest.mark.parametrize("place", BOTH)
async def test_one_taken_off_the_programme_is_a_tombstone_and_the_same_when_it_comes_back(
    pool: Pool, session: SessionTold, place: str
) -> None:
    await tell(pool, session.published(), session.withdrawn(LATER))
    [event] = await seen(pool, place)
    assert (event.status, event.sequence) == ("CANCELLED", 1)
    assert event.summary.startswith("TAGET AF PROGRAMMET: ")
    await tell(pool, session.published(LATER))
    [event] = await seen(pool, place)
    assert (event.status, event.sequence) == ("CONFIRMED", 2)


async def test_what_is_written_in_a_draft_is_seen_by_nobody(pool: Pool, session: SessionTold) -> None:
    await tell(pool, session.published(), session.withdrawn(LATER))
    before = await body(pool, "programme")
    await tell(pool, session.changed(LATER, "draft", title="Hemmeligt udkast"))
    await tell(pool, session.moved(LATER, "draft", place="Et sted, ingen må vide"))
    assert await body(pool, "programme") == before
    fresh = SessionTold(facilitator_ids=(IDA,))
    await tell(pool, fresh.changed(LATER, "draft", title="Hemmeligt udkast"), fresh.cancelled(LATER))
    assert [await body(pool, "programme"), len(await seen(pool, "ida"))] == [before, 1]


async def test_sequence_never_falls_through_a_whole_life(pool: Pool, session: SessionTold) -> None:
    life = [
        session.published(),
        session.changed(title="Andet"),
        session.moved(starts_at=session.starts_at + timedelta(hours=1)),
        session.withdrawn(),
        session.published(),
        session.changed(summary="Kom!"),
        session.cancelled(),
    ]
    told: list[tuple[int, str]] = []
    for event in life:
        await tell(pool, event)
        octets = await body(pool, "programme")
        told.append((int(values(octets, "SEQUENCE")[0]), values(octets, "DTSTAMP")[0]))
    assert [sequence for sequence, _ in told] == sorted({sequence for sequence, _ in told})
    assert [stamp for _, stamp in told] == sorted({stamp for _, stamp in told})


async def test_an_older_version_that_comes_late_changes_nothing(pool: Pool, session: SessionTold) -> None:
    made, moved = session.published(), session.moved(starts_at=session.starts_at + timedelta(hours=2))
    assert await tell(pool, moved, made) == ["handled", "stale"]
    [event] = await seen(pool, "programme")
    assert event.starts == int(session.starts_at.timestamp())


async def test_the_programme_is_in_order_of_time_and_without_bookings(pool: Pool) -> None:
    sessions = [SessionTold(starts_at=SessionTold().starts_at + timedelta(days=day)) for day in (3, 1, 2)]
    await tell(pool, *(each.published() for each in sessions))
    starts = [event.starts for event in await seen(pool, "programme")]
    assert starts == sorted(int(each.starts_at.timestamp()) for each in sessions)
    assert await seen(pool, "room") == []
