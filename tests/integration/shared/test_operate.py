# SPDX-License-Identifier: MPL-2.0
"""What an operator types, and what is said to it."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.shared import dead_letters, operate, streams
from services.shared.service import Parts
from services.shared.settings import Settings
from tests.faults.village import NOW, TOWER, Rung, Village, envelope, eventually, listening


@pytest.fixture
def parts(place: Village) -> Parts:
    return Parts(Settings(), place.listener, place.bus, lambda: NOW)


@pytest.fixture
async def letter(place: Village) -> dead_letters.DeadLetter:
    await streams.ensure_streams(place.bus, [TOWER])
    await place.bus.publish(Rung.TYPE, b"torn \xff", message_id=uuid4())
    stop = place.let_consume()

    async def buried() -> bool:
        return bool(await dead_letters.list_open(place.listener))

    await eventually(buried)
    stop.set()
    [found] = await dead_letters.list_open(place.listener)
    return found


async def run(parts: Parts, *words: str) -> None:
    await operate.commands([listening()])["dead-letters"](parts, words)


async def test_dead_letters_are_listed_shown_mended_and_replayed(
    place: Village,
    parts: Parts,
    letter: dead_letters.DeadLetter,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    await run(parts)
    assert f"{letter.id}" in (listed := capsys.readouterr().out)
    assert "open  listener-bells  tower.bell.rung.v1" in listed
    assert "Invalid JSON" in listed
    await run(parts, "show", str(letter.id))
    assert "torn \\xff" in capsys.readouterr().out
    await run(parts, "replay", "all")
    assert "not replayed: Poison" in capsys.readouterr().out
    mended, bell = tmp_path / "mended.json", uuid4()
    mended.write_bytes(envelope(Rung(bell_id=bell, version=1)))
    await run(parts, "replay", str(letter.id), str(mended))
    assert capsys.readouterr().out == f"{letter.id}  handled\n"
    assert await place.heard() == [(bell, 1)]
    await run(parts, "list")
    assert capsys.readouterr().out == ""
    await run(parts, "replay", str(letter.id))
    assert "not replayed: NoSuchLetter" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["burn"], ["show"], ["replay", "a", "b", "c"]])
async def test_other_words_are_answered_with_the_right_ones(parts: Parts, words: list[str]) -> None:
    with pytest.raises(SystemExit, match=re.escape(operate.USAGE)):
        await run(parts, *words)


async def test_events_of_a_time_span_go_out_again(place: Village, capsys: pytest.CaptureFixture[str]) -> None:
    tower = Parts(Settings(), place.tower, place.bus, lambda: NOW)
    bell: UUID = await place.ring()
    await place.tower.execute("UPDATE outbox SET published_at = now()")
    again = operate.commands([])["publish-again"]
    await again(tower, ["2026-11-24T10:01+01:00", "2026-11-25T00:00+01:00"])
    assert capsys.readouterr().out == "0 events go out again\n"
    await again(tower, ["2026-11-24T10:00+01:00", "2026-11-25T00:00+01:00"])
    assert capsys.readouterr().out == "1 events go out again\n"
    place.let_relay()
    await place.wait_stored(1)
    assert await place.published() == [(bell, 1)]


@pytest.mark.parametrize("words", [[], ["yesterday", "today"], ["2026-11-24T10:00", "2026-11-25T00:00"]])
async def test_a_time_span_needs_two_times_with_offsets(place: Village, words: list[str]) -> None:
    with pytest.raises(SystemExit):
        await operate.publish_again(Parts(Settings(), place.tower, place.bus), words)
