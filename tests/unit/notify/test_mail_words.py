# SPDX-License-Identifier: MPL-2.0
"""What letters say, in text and in HTML alike."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.notify.channels.contract import Kind
from services.notify.channels.email import sentences
from services.notify.channels.email.letter import Letter
from services.shared.contracts.portal import Language
from tests.unit.notify.notices import ABOUT_BOOKINGS, KINDS, PUBLIC_URL, booking, letter, notice, state
from tests.unit.notify.samples import sample

LANGUAGES: tuple[Language, ...] = ("da", "en")


class _Reader(HTMLParser):
    """What a person sees of a page, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._skipping += tag in {"style", "title"}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.words += data.split()


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(kind: Kind, language: Language) -> None:
    assert_text_and_html_say_the_same(letter(sample(kind, language)))


def assert_text_and_html_say_the_same(written: Letter) -> None:
    html = read(written.html)
    text = [word for word in written.text.split() if word not in {"-", "--"} and not word.startswith("http")]
    assert _bare(html.words) == _bare(text)
    assert html.links == re.findall(r"^https?://\S+$", written.text, re.MULTILINE)


def _bare(words: list[str]) -> list[str]:
    """In text a title ends with a colon."""
    return [word.removesuffix(":") for word in words]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ABOUT_BOOKINGS)
def test_a_letter_about_a_booking_names_it_and_links_to_its_page(kind: Kind, language: Language) -> None:
    written = letter(sample(kind, language))
    about = booking()
    for fact in (about.number, about.purpose, about.association_name, "Fløjby Idrætscenter", "Ærøvej 12, 2750 Fløjby"):
        assert fact in written.text
    prefix = "" if language == "da" else "/en"
    assert f"{PUBLIC_URL}{prefix}/bookinger/{about.booking_id}" in written.text


def test_times_are_written_as_danes_write_them() -> None:
    written = letter(sample("confirmed"))
    assert written.subject == "Bekræftet: Hal A, bane 2, tirsdag den 24. november 2026 kl. 18.00-19.30"
    assert "tirsdag den 24. november 2026 kl. 18.00-19.30" in written.text


def test_english_is_english() -> None:
    written = letter(sample("confirmed", "en"))
    assert written.subject == "Confirmed: Hal A, bane 2, Tuesday 24 November 2026, 18:00-19:30"
    assert '<html lang="en">' in written.html


def test_the_reason_of_a_refusal_comes_before_everything_else_about_it() -> None:
    text = letter(sample("declined")).text
    places = [text.index(part) for part in ("Hallen er lejet ud", "§ 21", "I havde ønsket", "Et andet lokale")]
    assert places == sorted(places)
    assert f"{PUBLIC_URL}/lokaler" in text


def test_a_move_tells_the_new_and_the_old_time() -> None:
    text = letter(sample("moved")).text
    assert text.index("tirsdag den 24. november") < text.index("Før:") < text.index("mandag den 23. november")


def test_a_cancellation_says_who_made_it() -> None:
    theirs = letter(sample("cancelled")).text
    own = letter(notice("cancelled", booking(version=2, occurrences=(state(status="cancelled"),)))).text
    assert "Kommunen har aflyst" in theirs and "§ 21" in theirs
    assert "som I bad om" in own and "Kommunen har aflyst" not in own


def test_a_moved_booking_that_must_be_approved_says_so() -> None:
    moved = booking(version=3, occurrences=(state(status="requested", sequence=1),), previous=(state(),))
    assert "Kommunen skal først sige ja" in letter(notice("moved", moved)).text


def test_a_sign_in_gives_code_and_deadline_and_warns() -> None:
    text = letter(sample("sign_in")).text
    for part in ("482913", "10 minutter, til kl. 10.40", "ringer eller skriver aldrig", "se bort fra mailen"):
        assert part in text
    assert "482913" not in letter(sample("sign_in")).subject, "subjects are shown on locked phones"


def test_what_people_typed_is_never_markup() -> None:
    nasty = booking(
        purpose="<script>alert(1)</script>",
        reason='"><img src=x onerror=y>',
        occurrences=(state(room_name="<b>Hal</b>"),),
    )
    written = letter(notice("confirmed", nasty, name="<i>Eva</i>"))
    assert {"script", "img", "b", "i"}.isdisjoint(read(written.html).tags)
    assert "<script>alert(1)</script>" in written.text


def test_somebody_without_a_name_is_greeted_all_the_same() -> None:
    assert "\nHej\n" in letter(notice("confirmed", name="")).text


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_shows_the_reader_no_third_party(kind: Kind) -> None:
    assert not re.search(r"@", letter(sample(kind)).text + letter(sample(kind)).html.split("</style>")[1])


def test_a_municipality_can_word_a_sentence_its_own_way(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[da]\n"mail.greeting" = "Kære {name}"\n', encoding="utf-8")
    assert sentences(own).say("da")("mail.greeting", name="Eva") == "Kære Eva"
    assert sentences(own).say("en")("mail.greeting", name="Eva") == "Hello Eva"
