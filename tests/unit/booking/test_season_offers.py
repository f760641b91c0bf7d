# SPDX-License-Identifier: MPL-2.0
"""Which rooms and hours are told for a whole season, and which fill its gaps."""

from uuid import UUID

from services.booking.rules.season_offers import OfferKind, SeasonOffer, best_for_all, fill

ALL = frozenset(range(14))


def offer(number: int, kind: OfferKind = "other_room", **changes: object) -> SeasonOffer:
    fine: dict[str, object] = {
        "kind": kind,
        "room_id": UUID(int=number),
        "room_slug": f"hal-{number}",
        "room_name": f"Hal {number}",
        "site_name": "Hallen",
        "same_site": True,
        "shift": 0,
        "places": ALL,
    }
    return SeasonOffer(**fine | changes)  # pyright: ignore[reportArgumentType]


def test_hours_in_the_same_hall_leave_room_for_other_halls_and_days() -> None:
    hours = [offer(1, "other_time", shift=shift) for shift in (30, 60, 90, 120, 150, 180)]
    others = [offer(2), offer(3, "part"), offer(1, "other_day", shift=1440)]
    told = best_for_all([*hours, *others], frozenset())
    assert [one.kind for one in told] == ["other_time", "other_time", "part", "other_room", "other_day"]
    assert [one.shift for one in told[:2]] == [30, 60]
    assert len(best_for_all(hours, frozenset())) == 5, "when there is nothing else, they are told"


def test_more_dates_go_first_and_fewer_than_the_wish_gives_are_no_offer() -> None:
    told = best_for_all(
        [offer(1, places=frozenset(range(9))), offer(2, places=frozenset(range(12)))], ALL - {13, 12, 11}
    )
    assert [one.room_name for one in told] == ["Hal 2"]


def test_a_hall_of_the_same_size_goes_before_one_of_its_courts() -> None:
    told = best_for_all([offer(1, size_apart=3), offer(2, size_apart=0)], frozenset())
    assert [one.room_name for one in told] == ["Hal 2", "Hal 1"]


def test_gaps_are_filled_from_as_few_rooms_as_will_do() -> None:
    missing = frozenset({2, 5, 9})
    both, one, other = (
        offer(3, places=frozenset({2, 5, 7})),
        offer(1, places=frozenset({2})),
        offer(2, places=frozenset({9})),
    )
    told = fill([one, other, both], missing)
    assert [(found.room_name, found.places) for found in told] == [
        ("Hal 3", frozenset({2, 5})),
        ("Hal 2", frozenset({9})),
    ]
