# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's rooms: all of them, once each, made of cells, and honest about what is not known."""

import re
from collections import Counter
from datetime import date

from services.booking.demo.opening import demo_hours
from services.booking.demo.place_rows import place_rows, room_id
from services.booking.demo.places import DemoRoom, DemoSite, cell_keys, demo_rooms, demo_sites, room_slug
from services.booking.demo.policies import demo_policies
from services.booking.store.rows.places import CellRow, RoomCellRow, RoomRow, SiteRow

SITES = demo_sites()
ROOMS = [(site, room) for site in SITES for room in site.rooms]
REAL = [(site, room) for site, room in ROOMS if room.source_id]


def part(site: DemoSite, key: str | None) -> DemoRoom:
    return next(room for room in site.rooms if room.key == key)


def cells(path: str) -> set[str]:
    return set(cell_keys(*demo_rooms()[path]))


def test_every_real_room_stands_in_exactly_one_site() -> None:
    assert [room.source_id for _, room in REAL] == sorted(f"room-{number:03}" for number in range(1, 156))
    assert len(SITES) == 80


def test_a_room_is_either_real_or_derived() -> None:
    assert all(bool(room.source_id) != room.derived for _, room in ROOMS)


def test_every_room_says_where_it_was_read() -> None:
    assert all(re.fullmatch(r"https?://\S+", room.source_url) for _, room in ROOMS)


def test_keys_slugs_and_ids_are_unique() -> None:
    assert len({site.key for site in SITES}) == len(SITES)
    assert len({room_slug(site, room) for site, room in ROOMS}) == len(ROOMS)
    assert len({room_id(site, room) for site, room in ROOMS}) == len(ROOMS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", room_slug(site, room)) for site, room in ROOMS)


def test_every_room_has_cells_and_no_cell_twice() -> None:
    assert all(room.cells and len(set(room.cells)) == len(room.cells) for _, room in ROOMS)


def test_a_part_lies_inside_its_whole_and_is_less_than_it() -> None:
    parts = [(site, room) for site, room in ROOMS if room.part_of]
    assert len(parts) > 100
    for site, room in parts:
        assert set(room.cells) < set(part(site, room.part_of).cells)


def test_the_halves_of_a_hall_share_nothing_and_are_the_whole_hall() -> None:
    halved = [(site, room) for site, room in ROOMS if any(other.key == f"{room.key}-halvdel-1" for other in site.rooms)]
    assert len(halved) > 30
    for site, hall in halved:
        one, two = (set(part(site, f"{hall.key}-halvdel-{number}").cells) for number in (1, 2))
        assert one & two == set()
        assert one | two == set(hall.cells)


def test_only_rooms_told_to_be_parts_or_unions_share_cells() -> None:
    for site in SITES:
        held = Counter(cell for room in site.rooms if not room.derived for cell in room.cells)
        assert max(held.values()) == 1, site.name


def test_the_middle_badminton_court_lies_in_both_halves_of_the_hall() -> None:
    middle = cells("slagelsehallen/idraetshallen-badmintonbane-3")
    for half in (1, 2):
        assert len(middle & cells(f"slagelsehallen/idraetshallen-halvdel-{half}")) == 1
        assert not cells("slagelsehallen/idraetshallen-badmintonbane-2") & middle


def test_the_two_rooms_in_herlev_share_nothing_and_a_third_is_both() -> None:
    small, large = cells("herlev-medborgerhus/lille-sal"), cells("herlev-medborgerhus/store-sal")
    assert not small & large
    assert small | large == cells("herlev-medborgerhus/begge-sale")


def test_the_folding_door_makes_two_rooms_of_one() -> None:
    door = [room for site, room in ROOMS if site.key == "alleroed-bibliotek" and room.part_of == "salen"]
    assert [len(room.cells) for room in door] == [1, 1]
    assert [bool(room.equipment) for room in door] == [True, False]


def test_the_groups_of_kronen_hold_ten_each() -> None:
    assert [room.capacity for _, room in ROOMS if room.part_of == "kronen"] == [10, 10]


def test_a_capacity_nobody_has_published_is_not_guessed() -> None:
    guessed = [room for _, room in ROOMS if room.derived and room.capacity is not None and room.part_of != "kronen"]
    assert guessed == []
    assert demo_rooms()["karens-minde-kulturhus/loftet"][1].capacity is None
    assert demo_rooms()["dokk1/store-sal"][1].capacity == 260


def test_access_facts_are_only_those_that_are_published() -> None:
    hearing_loop = {room.source_id for _, room in ROOMS if room.hearing_loop is not None}
    step_free = {(room.source_id, room.step_free) for _, room in ROOMS if room.step_free is not None}
    assert hearing_loop == {"room-001", "room-119"}
    assert step_free == {("room-021", False)}
    assert all(room.accessible_toilet is None and room.quiet_room is None for _, room in ROOMS)


def test_equipment_comes_in_codes_with_the_words_kept() -> None:
    for _, room in REAL:
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in room.equipment)
        assert not room.equipment or room.equipment_text
        assert (room.hearing_loop is True) == ("hearing_loop" in room.equipment)


def test_hours_and_policies_that_rooms_name_are_there_and_all_are_used() -> None:
    assert {room.hours for _, room in ROOMS} == set(demo_hours())
    assert {room.policy for _, room in ROOMS} == set(demo_policies())


def test_places_lie_in_denmark_and_a_published_address_is_not_called_approximate() -> None:
    for site in SITES:
        assert 54.5 < site.latitude < 57.8
        assert 8.0 < site.longitude < 12.8
        assert re.fullmatch(r"\d{4}", site.postcode)
    assert demo_rooms()["hvalsoe-kulturhus/kultursalen"][0].address == "Skolevej 12, 4330 Hvalsø"
    assert [site.approximate for site in SITES if site.key in ("hvalsoe-kulturhus", "dokk1")] == [False, True]


def test_danish_texts_are_whole_sentences_without_placeholders() -> None:
    for site, room in ROOMS:
        for text in (site.note, room.full_note):
            assert text is None or re.fullmatch(r"[A-ZÆØÅ0-9][^{}%<>_]*\.", text), text
        for text in (site.name, room.name, room.equipment_text):
            assert text is None or re.fullmatch(r"[^{}%<>_]+", text), text


def test_the_rows_stand_in_an_order_that_foreign_keys_allow() -> None:
    tables = place_rows(date(2026, 11, 24))
    rooms = [row for table in tables for row in table if isinstance(row, RoomRow)]
    assert len(rooms) == len(ROOMS)
    made = set[object]()
    for room in rooms:
        assert room.part_of is None or room.part_of in made
        made.add(room.id)
    known = {row.id for table in tables for row in table if isinstance(row, SiteRow | CellRow)} | made
    for row in (row for table in tables for row in table if isinstance(row, RoomCellRow)):
        assert {row.room_id, row.cell_id} <= known
