# SPDX-License-Identifier: MPL-2.0
"""What letters about dialogue sessions say."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notify.channels.contract import Kind
from services.shared.contracts.dialogue import SessionFacts, SignUpState
from services.shared.contracts.portal import ContactReply, Language
from tests.unit.notify.notices import ABOUT_SESSIONS, PUBLIC_URL, letter
from tests.unit.notify.samples import sample
from tests.unit.notify.session_notices import (
    CONFIRM,
    EXPIRES,
    OWN,
    SESSION,
    answer,
    links,
    room_answered,
    room_notice,
    session,
    session_notice,
    sign_up,
    sign_up_notice,
)

OWN_PAGE, CONFIRM_PAGE = f"{PUBLIC_URL}{OWN}\n", f"{PUBLIC_URL}{CONFIRM}\n"
WITH_OWN_PAGE = ("confirmed", "offered", "repeated", "changed", "moved", "reminded", "thanked", "need_settled")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", ABOUT_SESSIONS)
def test_a_letter_says_what_it_is_about_where_and_when(kind: Kind, language: Language) -> None:
    written = letter(sample(kind, language))
    when = "2. december 2026 kl. 19.00-21.30" if language == "da" else "2 December 2026, 19:00-21:30"
    for fact in ("Trafik ved Ærø Skole – hvad gør vi?", "Aulaen, Ærø Skole", "Ærøvej 14, 2750 Fløjby", when):
        assert fact in written.text
    assert kind == "links.requested" or "Trafik ved Ærø Skole" in written.subject
    links_there = re.findall(r"^https://booking.*$", written.text, re.MULTILINE)
    prefix = f"{PUBLIC_URL}/dialog" if language == "da" else f"{PUBLIC_URL}/en/dialog"
    assert links_there and all(link.startswith(prefix) for link in links_there)


@pytest.mark.parametrize("kind", [f"sign_up.{kind}" for kind in WITH_OWN_PAGE])
def test_whoever_has_a_sign_up_has_a_way_to_their_own_page(kind: Kind) -> None:
    assert OWN_PAGE in letter(sample(kind)).text


def test_a_held_place_is_confirmed_by_one_link_until_a_time_and_asks_nothing_of_others() -> None:
    written = letter(sample("sign_up.held"))
    for part in (
        CONFIRM_PAGE,
        "indtil fredag den 20. november 2026 kl. 11.30",
        "går den videre til andre",
        "kun denne ene plads",
        "skal du ikke gøre noget",
    ):
        assert part in written.text
    assert OWN_PAGE not in written.text, "one thing to press"
    assert CONFIRM not in written.subject


@pytest.mark.parametrize("kind", ["sign_up.held", "sign_up.queued", "sign_up.repeated"])
def test_an_address_nobody_has_proved_is_told_no_name_that_somebody_typed(kind: Kind) -> None:
    told = sign_up_notice(kind, name="Vind penge på ondt.example", confirm_path=CONFIRM)
    assert told.name == ""
    assert "Vind penge" not in letter(told).text


def test_links_greet_nobody_by_a_name_that_may_be_a_strangers() -> None:
    assert "Vind penge" not in letter(session_notice("links.requested", None, links(name="Vind penge"))).text


def test_who_has_a_place_is_not_asked_to_confirm_it_when_signing_up_again() -> None:
    assert CONFIRM not in letter(sign_up_notice("sign_up.repeated", state="confirmed", confirm_path=CONFIRM)).text
    assert CONFIRM_PAGE in letter(sign_up_notice("sign_up.repeated", state="held", confirm_path=CONFIRM)).text


def test_a_place_in_line_is_told_with_how_it_goes_on() -> None:
    written = letter(sign_up_notice("sign_up.queued", state="waiting", position=7))
    for part in ("nummer 7 på ventelisten", "du skal svare inden", "Forlad ventelisten", OWN_PAGE):
        assert part in written.text
    assert "bekræft" not in written.text.lower()


def test_a_place_in_line_that_must_be_confirmed_says_until_when() -> None:
    written = letter(sample("sign_up.queued"))
    for part in (CONFIRM_PAGE, "senest fredag den 20. november", "nummer 12"):
        assert part in written.text
    assert written.subject.startswith("Bekræft din plads på ventelisten: ")


def test_before_a_draw_nobody_is_told_that_all_is_full_or_where_they_stand() -> None:
    draw = EXPIRES + timedelta(days=3)
    written = letter(sign_up_notice("sign_up.queued", state="waiting", position=None, draw_at=draw))
    assert "lodtrækning mandag den 23. november 2026 kl. 11.30" in written.text
    assert "fyldt" not in written.text and "nummer" not in written.text
    assert written.subject.startswith("Du er med i lodtrækningen: ")


@pytest.mark.parametrize("kind", ["sign_up.moved", "sign_up.confirmed", "sign_up.reminded"])
def test_a_session_that_has_no_place_yet_says_so(kind: Kind) -> None:
    follows = "Stedet er ikke på plads endnu"
    nowhere = sign_up(session=session(place="", address=""))
    assert follows in letter(session_notice(kind, nowhere, answer())).text
    assert follows not in letter(sample(kind)).text


def test_a_confirmed_place_has_its_code_and_the_way_in_online() -> None:
    text = letter(sample("sign_up.confirmed")).text
    for part in ("HK7P2M9QTX4A", "https://video.example/moede/4711?kode=abc", "meld afbud på din egen side"):
        assert part in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "video.example/x", " https://x.example"])
def test_an_online_link_that_is_no_web_address_is_left_out(url: str) -> None:
    written = letter(sign_up_notice("sign_up.confirmed", online_url=url))
    assert url not in written.html and url not in written.text


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("held", "ikke bekræftet endnu"),
        ("waiting", "Du står på ventelisten"),
        ("offered", "venter på dit svar"),
        ("confirmed", "Du er tilmeldt"),
        ("lapsed", "gælder ikke længere"),
    ],
)
def test_whoever_signs_up_again_is_told_where_they_stand(state: SignUpState, says: str) -> None:
    written = letter(sign_up_notice("sign_up.repeated", state=state, position=2, expires_at=EXPIRES))
    assert says in written.text
    assert ("nummer 2" in written.text) is (state == "waiting")
    assert ("Svar senest" in written.text) is (state in {"held", "offered"})


@pytest.mark.parametrize(
    ("kind", "event", "subject"),
    [
        ("sign_up.withdrawn", {"by_staff": True}, "Din tilmelding er slettet: "),
        ("sign_up.withdrawn", {}, "Du har meldt afbud: "),
        ("sign_up.lapsed", {"was": "waiting"}, "Du står ikke længere på ventelisten: "),
        ("sign_up.lapsed", {"was": "held"}, "Pladsen er ikke længere din: "),
        ("sign_up.lapsed", {}, "Pladsen er ikke længere din: "),
    ],
)
def test_an_end_says_which_it_was(kind: Kind, event: dict[str, Any], subject: str) -> None:
    written = letter(sign_up_notice(kind, sign_up(**event)))
    assert written.subject.startswith(subject)
    assert f"{PUBLIC_URL}/dialog/{session().slug}\n" in written.text, "the way back"


def test_a_move_tells_the_new_and_the_old_time_and_why() -> None:
    text = letter(sample("sign_up.moved")).text
    parts = ("onsdag den 2. december", "Før:", "onsdag den 25. november", "Aulaen bliver malet.", "giv pladsen tilbage")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_who_only_waits_is_not_asked_to_give_back_a_place_when_the_session_moves() -> None:
    told = sign_up_notice("sign_up.moved", sign_up(state="waiting"), state="waiting")
    assert "giv pladsen tilbage" not in letter(told).text
    assert told.calendar is None


@pytest.mark.parametrize(("outcome", "says"), [("arranged", "Vi har sørget for"), ("impossible", "ikke lykkedes")])
def test_an_access_need_is_named_in_the_letter_and_never_in_the_subject(outcome: str, says: str) -> None:
    written = letter(sign_up_notice("sign_up.need_settled", need="sign_language", need_outcome=outcome, need_note="Ja"))
    assert says in written.text and "Tegnsprogstolk" in written.text
    assert "tolk" not in written.subject.lower(), "subjects are shown on locked phones"


def test_a_need_without_a_word_is_shown_as_it_is() -> None:
    assert "Allergivenlig mad" in letter(sign_up_notice("sign_up.need_settled", need="Allergivenlig mad")).text


def test_all_links_are_listed_with_where_each_sign_up_stands() -> None:
    text = letter(sample("links.requested")).text
    parts = ("Trafik ved Ærø Skole", "Du er tilmeldt", OWN_PAGE, "Klima i Fløjby", "på ventelisten", f"{OWN}2\n")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_no_links_is_a_letter_too() -> None:
    assert "ikke tilmeldt nogen" in letter(session_notice("links.requested", None, links(links=()))).text


@pytest.mark.parametrize("kind", [kind for kind in ABOUT_SESSIONS if kind.startswith("room.")])
def test_those_who_run_a_session_are_led_to_its_room(kind: Kind) -> None:
    assert f"{PUBLIC_URL}/dialog/styring/{SESSION}/lokale\n" in letter(sample(kind)).text


def test_a_proposed_room_says_by_when_it_must_be_decided() -> None:
    assert "holdt indtil fredag den 20. november 2026 kl. 11.30" in letter(sample("room.proposed")).text
    assert "holdt indtil" not in letter(room_notice("room.proposed")).text


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        ({"mode": "online", "place": "", "address": ""}, ["Online"]),
        ({"place": "", "address": ""}, []),
        ({"place": "Ærøvej 14", "address": "Ærøvej 14"}, ["Ærøvej 14"]),
    ],
)
def test_the_place_is_told_once_and_only_when_it_is_known(where: dict[str, str], lines: list[str]) -> None:
    text = letter(sign_up_notice("sign_up.changed", sign_up(session=session(**where)))).text
    told = text[text.index("Trafik ved") :].split("\n- ")[0].splitlines()[1:]
    assert told == lines


def test_what_people_typed_is_never_markup() -> None:
    nasty = "<script>alert(1)</script>"
    facts: SessionFacts = session(title=nasty, place=nasty, address=nasty)
    for kind in ABOUT_SESSIONS:
        if kind == "links.requested":
            told = session_notice(kind, None, links(links=(links().links[0].model_copy(update={"session": facts}),)))
        elif kind.startswith("room."):
            answered = room_answered(answer=kind.removeprefix("room."), session=facts, reason=nasty)
            told = session_notice(kind, answered, ContactReply(email="a@b.dk", name=nasty))
        else:
            event = sign_up(session=facts, previous=facts, reason=nasty, need_id=UUID(int=1))
            told = sign_up_notice(
                kind, event, need=nasty, need_note=nasty, ticket=nasty, expires_at=EXPIRES, name=nasty
            )
        assert "<script" not in letter(told).html
        assert nasty in letter(told).text


def test_english_has_its_own_pages() -> None:
    written = letter(sample("sign_up.held", "en"))
    assert written.subject == "Confirm your place: Trafik ved Ærø Skole – hvad gør vi?"
    assert f"{PUBLIC_URL}/en{CONFIRM}\n" in written.text
    assert f"until Friday 20 November 2026, {'11:30'}" in written.text
    assert timedelta(hours=1) + sample("sign_up.held", "en").made_at == EXPIRES
