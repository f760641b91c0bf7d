# SPDX-License-Identifier: MPL-2.0
"""Rules about duties, notices and what is not used, in parts of sentences: a key under `rule.` and what it mentions."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.booking.rules.absence import Absence
from services.booking.rules.cancellation_notice import CancellationNotice
from services.booking.rules.complaint_guidance import ComplaintGuidance
from services.booking.rules.duty import Duty
from services.booking.rules.municipal_notice import MunicipalNotice
from services.booking.rules.period import CalendarPeriod
from services.booking.rules.release import Release
from services.booking.rules.rule import Rule
from services.booking.rules.terms import Terms
from services.booking.web.written import Part


def _duty(rule: Duty) -> Iterator[Part]:
    yield f"duty.{rule.who}", {"duty": rule.duty.words}


def _terms(rule: Terms) -> Iterator[Part]:
    yield "terms", {"about": rule.about, "terms": rule.terms.words}


def _complaint_guidance(rule: ComplaintGuidance) -> Iterator[Part]:
    yield f"complaint_guidance.{'final' if rule.final else 'to'}", {"to": rule.to.words}
    if rule.deadline is not None:
        yield "complaint_guidance.deadline", {"deadline": rule.deadline}
    if rule.by is not None:
        yield "complaint_guidance.by", {"by": rule.by}
    if rule.ground is not None:
        yield "own_words", {"words": rule.ground.words}
    if rule.legal_reference is not None:
        yield "complaint_guidance.law", {"law": rule.legal_reference}


def _cancellation_notice(rule: CancellationNotice) -> Iterator[Part]:
    what = "series" if rule.whole else "date"
    if not rule.allowed:
        yield f"cancellation_notice.{what}.never", {}
    elif rule.minimum is None and rule.by_day is None:
        yield f"cancellation_notice.{what}.soon", {}
    if rule.allowed and rule.minimum is not None:
        yield f"cancellation_notice.{what}.by", {"minimum": rule.minimum}
    if rule.allowed and rule.by_day is not None:
        yield f"cancellation_notice.{what}.by_day", {"day": rule.by_day}
    if rule.consequence != "none":
        yield f"cancellation_notice.late.{rule.consequence}", {}


def _municipal_notice(rule: MunicipalNotice) -> Iterator[Part]:
    promised: Mapping[str, CalendarPeriod] = {"minimum": rule.minimum} if rule.minimum else {}
    key = "municipal_notice.promised" if rule.minimum else "municipal_notice.any_time"
    yield key, promised
    if rule.reasons:
        yield "municipal_notice.reasons", {"reasons": rule.reasons}
    if rule.instead is not None:
        yield "own_words", {"words": rule.instead.words}


def _absence(rule: Absence) -> Iterator[Part]:
    yield "absence", {"percent": rule.over_percent, "dates": rule.over_dates, "period": rule.period}
    if rule.late_counts:
        yield "absence.late_counts", {}
    if rule.consequence != "none":
        yield f"absence.{rule.consequence}", {}


def _release(rule: Release) -> Iterator[Part]:
    if rule.day is not None:
        yield "release.day", {"day": rule.day}
    if rule.before is not None:
        yield "release.before", {"before": rule.before}
    if rule.day is None and rule.before is None:
        yield "release.unused", {}
    if rule.to is not None:
        yield "release.to", {"to": rule.to.words}
    if rule.report:
        yield "release.report", {}
    if rule.how is not None:
        yield "own_words", {"words": rule.how.words}


PARTS: dict[type[Rule], Callable[[Any], Iterator[Part]]] = {
    Duty: _duty,
    Terms: _terms,
    ComplaintGuidance: _complaint_guidance,
    CancellationNotice: _cancellation_notice,
    MunicipalNotice: _municipal_notice,
    Absence: _absence,
    Release: _release,
}
