# SPDX-License-Identifier: MPL-2.0
"""Rules about people, purposes, money and terms, as the policy page says them: one short sentence for each demand."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from services.booking.rules.absence import Absence
from services.booking.rules.cancellation_notice import CancellationNotice
from services.booking.rules.capacity import Capacity
from services.booking.rules.complaint_guidance import ComplaintGuidance
from services.booking.rules.details_stated import DetailsStated
from services.booking.rules.divisible import Divisible
from services.booking.rules.documents_filed import DocumentsFiled
from services.booking.rules.duty import Duty
from services.booking.rules.eligible import Eligible
from services.booking.rules.entrance_fee import EntranceFee
from services.booking.rules.equipment_in_room import EquipmentInRoom
from services.booking.rules.fee import Fee
from services.booking.rules.minimum_attendance import MinimumAttendance
from services.booking.rules.minimum_members import MinimumMembers
from services.booking.rules.municipal_notice import MunicipalNotice
from services.booking.rules.period import CalendarPeriod
from services.booking.rules.priority import Priority
from services.booking.rules.purpose_allowed import PurposeAllowed
from services.booking.rules.release import Release
from services.booking.rules.reserved import Reserved
from services.booking.rules.rule import Rule
from services.booking.rules.terms import Terms
from services.booking.web.written import Readable, readable
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

type Part = tuple[str, Mapping[str, Readable]]
"""A key under `rule.` and what it mentions."""

INFORMING = (
    Absence,
    CancellationNotice,
    ComplaintGuidance,
    Divisible,
    Duty,
    Fee,
    MunicipalNotice,
    Priority,
    Release,
    Terms,
)
"""Kinds that tell more than they demand: no word of what happens otherwise."""


def _eligible(rule: Eligible) -> Iterator[Part]:
    if named := (*rule.types, *rule.groups):
        yield "eligible.any", {"groups": named}
    if rule.all_groups:
        yield "eligible.all", {"registered": rule.all_groups}
    if excluded := (*rule.not_types, *rule.not_groups):
        yield "eligible.not", {"groups": excluded}
    for name in ("local_percent", "age_from", "age_under"):
        if (figure := getattr(rule, name)) is not None:
            yield f"eligible.{name}", {"figure": figure}
    if rule == Eligible(**_shared(rule)):
        yield "eligible.anyone", {}


def _purpose_allowed(rule: PurposeAllowed) -> Iterator[Part]:
    for only in (rule.occasions, rule.activities, rule.traits):
        if only:
            yield "purpose_allowed.only", {"purposes": only}
    if forbidden := (*rule.not_occasions, *rule.not_activities, *rule.not_traits):
        yield "purpose_allowed.not", {"purposes": forbidden}
    if rule.public is not None:
        yield f"purpose_allowed.{'public' if rule.public else 'closed'}", {}
    if rule == PurposeAllowed(**_shared(rule)):
        yield "purpose_allowed.any", {}


def _documents_filed(rule: DocumentsFiled) -> Iterator[Part]:
    yield "documents_filed", {"documents": rule.documents}


def _minimum_members(rule: MinimumMembers) -> Iterator[Part]:
    yield f"minimum_members.{'young' if rule.under_25 else 'all'}", {"minimum": rule.minimum}
    if rule.under_25_percent is not None:
        yield "minimum_members.share", {"percent": rule.under_25_percent}


def _minimum_attendance(rule: MinimumAttendance) -> Iterator[Part]:
    yield "minimum_attendance", {"minimum": rule.minimum}


def _details_stated(rule: DetailsStated) -> Iterator[Part]:
    yield "details_stated", {"details": rule.details}


def _entrance_fee(rule: EntranceFee) -> Iterator[Part]:
    if rule.allowed and rule.maximum_ore is not None:
        yield "entrance_fee.maximum", {"maximum_ore": rule.maximum_ore}
    else:
        yield f"entrance_fee.{'allowed' if rule.allowed else 'none'}", {}


def _fee(rule: Fee) -> Iterator[Part]:
    about = {"item": rule.item}
    if rule.percent is not None:
        yield f"fee.{'less' if rule.percent < 0 else 'more'}", {**about, "percent": abs(rule.percent)}
    elif rule.amount_ore is None:
        yield "fee.by_bill", about
    elif rule.amount_ore == 0:
        yield "fee.free", about
    elif rule.per == "hour" and rule.hours > 1:
        yield "fee.hours", {**about, "amount_ore": rule.amount_ore, "length": timedelta(hours=rule.hours)}
    else:
        yield "fee.amount", {**about, "amount_ore": rule.amount_ore, "unit": rule.per}
    yield from _fee_conditions(rule)


def _fee_conditions(rule: Fee) -> Iterator[Part]:
    if rule.counted_in:
        yield "fee.counted_in", {"length": timedelta(minutes=rule.counted_in)}
    if rule.clock:
        yield "fee.clock", {"begins": f"{rule.clock[0]:%H.%M}", "ends": f"{rule.clock[1]:%H.%M}"}
    if rule.longer_than is not None:
        yield "fee.longer_than", {"length": rule.longer_than}
    if rule.up_to is not None:
        yield "fee.up_to", {"length": rule.up_to}
    if rule.day_cap_ore is not None:
        yield "fee.day_cap", {"amount_ore": rule.day_cap_ore}
    if rule.on_breach:
        yield "fee.on_breach", {}


def _reserved(rule: Reserved) -> Iterator[Part]:
    yield "reserved", {"holder": rule.holder.words}
    if rule.released is not None:
        yield "reserved.released", {"released": rule.released}


def _divisible(rule: Divisible) -> Iterator[Part]:
    yield "divisible", {}
    for part in rule.parts:
        yield "divisible.part", {"name": part.name.words}
    if rule.whole_from is not None:
        yield "divisible.whole_from", {"minimum": rule.whole_from}


def _equipment_in_room(rule: EquipmentInRoom) -> Iterator[Part]:
    yield "equipment_in_room", {}
    if rule.on_request:
        yield "equipment_in_room.on_request", {"equipment": rule.on_request}


def _capacity(rule: Capacity) -> Iterator[Part]:
    yield "capacity", {}
    if rule.maximum is not None:
        yield "capacity.maximum", {"maximum": rule.maximum}


def _duty(rule: Duty) -> Iterator[Part]:
    yield f"duty.{rule.who}", {"duty": rule.duty.words}


def _terms(rule: Terms) -> Iterator[Part]:
    yield "terms", {"about": rule.about, "terms": rule.terms.words}


def _priority(rule: Priority) -> Iterator[Part]:
    yield "priority", {}
    for number, one in enumerate(rule.order, 1):
        yield "priority.step", {"number": number, "name": one.name.words}


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


_PARTS: dict[type[Rule], Callable[[Any], Iterator[Part]]] = {
    Eligible: _eligible,
    PurposeAllowed: _purpose_allowed,
    DocumentsFiled: _documents_filed,
    MinimumMembers: _minimum_members,
    MinimumAttendance: _minimum_attendance,
    DetailsStated: _details_stated,
    EntranceFee: _entrance_fee,
    Fee: _fee,
    Reserved: _reserved,
    Divisible: _divisible,
    EquipmentInRoom: _equipment_in_room,
    Capacity: _capacity,
    Duty: _duty,
    Terms: _terms,
    Priority: _priority,
    ComplaintGuidance: _complaint_guidance,
    CancellationNotice: _cancellation_notice,
    MunicipalNotice: _municipal_notice,
    Absence: _absence,
    Release: _release,
}


def _told(rule: Rule, say: Say, language: Language) -> str:
    sentences = [
        say(f"rule.{key}", **readable(mentioned, say, language)) for key, mentioned in _PARTS[type(rule)](rule)
    ]
    return " ".join(sentences)


SENTENCES: dict[type[Rule], Callable[[Rule, Say, Language], str]] = dict.fromkeys(_PARTS, _told)
"""What the policy page says of each kind."""


def _shared(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in Rule.model_fields}
