# SPDX-License-Identifier: MPL-2.0
"""How early a date is called off or taken back, and where to complain."""

from datetime import UTC, date, datetime, timedelta

from services.booking.model import Series, Span
from services.booking.rules.cancellation_notice import (
    CancellationNotice,
    cancellation_notice,
    missed_notice,
)
from services.booking.rules.complaint_guidance import ComplaintGuidance, complaint_guidance, guidance_of
from services.booking.rules.municipal_notice import MunicipalNotice, latest_notice, municipal_notice
from services.booking.rules.period import parse_period
from services.booking.rules.scope import Scope
from services.booking.web.terms_wording import SENTENCES
from tests.unit.booking.terms import ENGLISH, code_of
from tests.unit.booking.wishes import EVENING, facts, wish

EIGHT_DAYS, THREE_DAYS = parse_period("P8D"), parse_period("P3D")
SEASON = Series(10, date(2026, 12, 1), date(2027, 2, 1))
EDGE = EVENING.start - timedelta(days=8)


def test_the_last_instant_to_call_off_is_told_while_there_is_one() -> None:
    rule = CancellationNotice(minimum=EIGHT_DAYS)
    verdict = cancellation_notice(wish(), facts(now=EDGE - timedelta(minutes=1)), rule)
    assert code_of(verdict) == "call_off_by"
    assert verdict and verdict.parameters == {"latest": EDGE}
    assert code_of(cancellation_notice(wish(), facts(now=EDGE), rule)) == "call_off_late_already"


def test_days_of_notice_keep_the_wall_clock_over_the_night_the_clocks_change() -> None:
    noon = datetime(2026, 10, 26, 11, tzinfo=UTC)  # Monday 12.00 winter time
    asked = wish(span=Span(noon, noon + timedelta(hours=1)))
    rule, last = CancellationNotice(minimum=parse_period("P2D")), datetime(2026, 10, 24, 10, tzinfo=UTC)
    assert missed_notice([rule], asked, facts(now=last)) is None  # 12.00 summer time
    assert missed_notice([rule], asked, facts(now=last + timedelta(microseconds=1))) is rule


def test_some_dates_cannot_be_called_off_and_some_at_any_time() -> None:
    assert code_of(cancellation_notice(wish(), facts(), CancellationNotice(allowed=False))) == "cannot_be_called_off"
    assert code_of(cancellation_notice(wish(), facts(), CancellationNotice())) == "call_off_soon"


def test_giving_back_a_whole_series_is_another_matter_than_a_date() -> None:
    binding = CancellationNotice(whole=True, allowed=False)
    assert code_of(cancellation_notice(wish(series=SEASON), facts(), binding)) == "series_is_binding"
    assert cancellation_notice(wish(), facts(), binding) is None
    notice = CancellationNotice(whole=True, minimum=EIGHT_DAYS)
    assert cancellation_notice(wish(series=SEASON), facts(), notice) is None
    assert missed_notice([notice], wish(series=SEASON), facts(now=EVENING.end)) is None


def test_a_day_of_the_year_is_the_last_to_call_off_what_comes_after_it() -> None:
    rule = CancellationNotice.model_validate({"by_day": "--06-01"})
    end = datetime(2026, 6, 1, 22, tzinfo=UTC)  # midnight in Denmark
    verdict = cancellation_notice(wish(), facts(now=end - timedelta(minutes=1)), rule)
    assert verdict and verdict.code == "call_off_by" and verdict.parameters == {"latest": end}
    assert code_of(cancellation_notice(wish(), facts(now=end), rule)) == "call_off_late_already"
    on_the_day = wish(span=Span(datetime(2026, 6, 1, 16, tzinfo=UTC), datetime(2026, 6, 1, 18, tzinfo=UTC)))
    earlier = cancellation_notice(on_the_day, facts(now=end - timedelta(days=400)), rule)
    assert earlier and earlier.parameters == {"latest": datetime(2025, 6, 1, 22, tzinfo=UTC)}
    both = CancellationNotice.model_validate({"by_day": "--06-01", "minimum": "P1D"})
    assert missed_notice([both], wish(), facts(now=end + timedelta(minutes=1))) is both, "the earlier of the two"


def test_a_series_is_given_back_by_a_day_of_the_year() -> None:
    rule = CancellationNotice.model_validate({"whole": True, "by_day": "--10-01"})
    verdict = cancellation_notice(wish(series=SEASON), facts(), rule)
    assert verdict and verdict.code == "series_back_by"
    assert verdict.parameters == {"latest": datetime(2026, 10, 1, 22, tzinfo=UTC)}
    assert cancellation_notice(wish(), facts(), rule) is None
    told = SENTENCES[CancellationNotice](rule, ENGLISH, "en")
    assert told == "A fixed time that will not be used is given back by 1 October before it."


def test_the_longest_notice_that_speaks_of_the_wish_counts() -> None:
    rules = [
        CancellationNotice(minimum=THREE_DAYS),
        CancellationNotice(minimum=EIGHT_DAYS),
        CancellationNotice.model_validate({"minimum": "P3M", "when": {"rooms": ["another"]}}),
    ]
    assert missed_notice(rules, wish(), facts(now=EVENING.start)) is rules[1]
    assert missed_notice([], wish(), facts(now=EVENING.start)) is None


def test_late_is_after_the_last_instant_and_not_at_it() -> None:
    rule = CancellationNotice(minimum=EIGHT_DAYS)
    assert missed_notice([rule], wish(), facts(now=EDGE)) is None
    assert missed_notice([rule], wish(), facts(now=EDGE + timedelta(microseconds=1))) is rule
    assert missed_notice([CancellationNotice()], wish(), facts(now=EVENING.end)) is None


def test_the_municipality_keeps_the_notice_of_the_reason_it_gives() -> None:
    rules = [
        MunicipalNotice(reasons=("school_own_use",), minimum=EIGHT_DAYS),
        MunicipalNotice(reasons=("election",)),
    ]
    assert latest_notice(rules, "school_own_use", wish(), facts()) == EDGE
    assert latest_notice(rules, "election", wish(), facts()) == EVENING.start
    assert latest_notice(rules, "whim", wish(), facts()) is None
    any_reason = [*rules, MunicipalNotice(minimum=THREE_DAYS)]
    assert latest_notice(any_reason, "whim", wish(), facts()) == EVENING.start - timedelta(days=3)
    assert latest_notice(any_reason, "school_own_use", wish(), facts()) == EDGE


def test_a_letter_finds_the_guidance_that_speaks_of_its_wish() -> None:
    here = ComplaintGuidance.model_validate({"to": {"da": "Byrådet", "en": "the council"}, "deadline": "P4W"})
    elsewhere = here.model_copy(update={"when": Scope(rooms=("another",))})
    assert guidance_of([here, elsewhere, MunicipalNotice()], wish(), facts()) == (here,)
    assert SENTENCES[ComplaintGuidance](here, ENGLISH, "en") == (
        "Complaints go to the council. The deadline is 28 days after the decision."
    )


def test_guidance_and_the_municipalitys_own_notice_are_no_answers_to_a_wish() -> None:
    here = ComplaintGuidance.model_validate({"to": {"da": "Byrådet", "en": "the council"}})
    assert complaint_guidance(wish(), facts(), here) is None
    assert municipal_notice(wish(), facts(), MunicipalNotice()) is None
