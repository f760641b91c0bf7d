# SPDX-License-Identifier: MPL-2.0
"""What is seen to change rises in SEQUENCE and stamp; what is not, does not."""

from dataclasses import replace
from datetime import timedelta

from services.notify.rules.revision import revised
from tests.calendars.sample import NOW, feed, training

LATER = NOW + timedelta(hours=1)


def test_a_new_date_is_shown_as_it_comes() -> None:
    assert revised(training(), None) == training()


def test_a_move_takes_bookings_sequence_and_the_time_of_the_change() -> None:
    moved = training(told_sequence=1, starts_at=training().starts_at + timedelta(minutes=30), revised_at=LATER)
    after = revised(moved, training())
    assert after == moved


def test_the_same_again_changes_nothing() -> None:
    assert revised(training(revised_at=LATER), training()) is None


def test_another_name_raises_the_sequence_though_booking_did_not() -> None:
    after = revised(training(room_name="Hal 1", revised_at=LATER), training())
    assert after is not None
    assert (after.sequence, after.revised_at) == (1, LATER)


def test_a_move_after_a_rename_still_rises() -> None:
    renamed = revised(training(room_name="Hal 1", revised_at=LATER), training())
    assert renamed is not None
    cancelled = replace(renamed, status="cancelled", told_sequence=1, described_sequence=0, revised_at=LATER)
    after = revised(cancelled, renamed)
    assert after is not None
    assert after.sequence == 2
    assert after.revised_at == LATER + timedelta(seconds=1)


def test_two_changes_within_a_second_have_two_stamps() -> None:
    first = training(revised_at=NOW)
    second = revised(training(status="cancelled", told_sequence=1, revised_at=NOW), first)
    assert second is not None
    assert second.revised_at == NOW + timedelta(seconds=1)


def test_bytes_depend_on_nothing_but_the_entry() -> None:
    assert feed(training()) == feed(training())
    assert feed(training()) != feed(training(told_sequence=1))
