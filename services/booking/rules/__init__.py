# SPDX-License-Identifier: MPL-2.0
"""Why a wish may be refused or must be looked at: one pure function per file.

A policy is data: a list of rules with parameters. The same kind of rule may stand several times, e.g. a lead time that
refuses and a longer one that needs staff. To add a rule, see CONTRIBUTING.
"""

from collections.abc import Callable, Iterable
from typing import Any

from services.booking.model import Facts, Judgement, Verdict, Wish
from services.booking.rules.absence import Absence, absence
from services.booking.rules.application_round import ApplicationRound, application_round
from services.booking.rules.association_approved import AssociationApproved, association_approved
from services.booking.rules.cancellation_notice import CancellationNotice, cancellation_notice
from services.booking.rules.capacity import Capacity, capacity
from services.booking.rules.child_certificate import ChildCertificate, child_certificate
from services.booking.rules.closed import Closed, closed
from services.booking.rules.closing_days import ClosingDays, closing_days
from services.booking.rules.complaint_guidance import ComplaintGuidance, complaint_guidance
from services.booking.rules.details_stated import DetailsStated, details_stated
from services.booking.rules.divisible import Divisible, divisible
from services.booking.rules.documents_filed import DocumentsFiled, documents_filed
from services.booking.rules.duration import Duration, duration
from services.booking.rules.duty import Duty, duty
from services.booking.rules.eligible import Eligible, eligible
from services.booking.rules.entrance_fee import EntranceFee, entrance_fee
from services.booking.rules.equipment_in_room import EquipmentInRoom, equipment_in_room
from services.booking.rules.fee import Fee, fee
from services.booking.rules.horizon import Horizon, horizon
from services.booking.rules.hours_per_week import HoursPerWeek, hours_per_week
from services.booking.rules.lead_time import LeadTime, lead_time
from services.booking.rules.limit import Limit, limit
from services.booking.rules.margins import MarginsKept, margins
from services.booking.rules.minimum_attendance import MinimumAttendance, minimum_attendance
from services.booking.rules.minimum_members import MinimumMembers, minimum_members
from services.booking.rules.municipal_notice import MunicipalNotice, municipal_notice
from services.booking.rules.not_past import not_past
from services.booking.rules.opening_hours import OpeningHours, opening_hours
from services.booking.rules.priority import Priority, priority
from services.booking.rules.purpose_allowed import PurposeAllowed, purpose_allowed
from services.booking.rules.release import Release, release
from services.booking.rules.reserved import Reserved, reserved
from services.booking.rules.role_may_book import RoleMayBook, role_may_book
from services.booking.rules.rule import Rule, facts_about, speaks_of
from services.booking.rules.series_allowed import SeriesAllowed, series_allowed
from services.booking.rules.staff_decides import StaffDecides, staff_decides
from services.booking.rules.start_grid import StartGrid, start_grid
from services.booking.rules.terms import Terms, terms
from services.booking.rules.within_hours import WithinHours, within_hours

ROOM_RULES: dict[type[Rule], Callable[[Wish, Facts, Any], Verdict | None]] = {
    AssociationApproved: association_approved,
    ChildCertificate: child_certificate,
    RoleMayBook: role_may_book,
    Eligible: eligible,
    DocumentsFiled: documents_filed,
    MinimumMembers: minimum_members,
    Absence: absence,
    PurposeAllowed: purpose_allowed,
    DetailsStated: details_stated,
    EntranceFee: entrance_fee,
    ClosingDays: closing_days,
    Closed: closed,
    OpeningHours: opening_hours,
    WithinHours: within_hours,
    LeadTime: lead_time,
    Horizon: horizon,
    ApplicationRound: application_round,
    StartGrid: start_grid,
    Duration: duration,
    SeriesAllowed: series_allowed,
    Reserved: reserved,
    Capacity: capacity,
    MinimumAttendance: minimum_attendance,
    Divisible: divisible,
    EquipmentInRoom: equipment_in_room,
    HoursPerWeek: hours_per_week,
    Limit: limit,
    MarginsKept: margins,
    Priority: priority,
    Fee: fee,
    Terms: terms,
    CancellationNotice: cancellation_notice,
    Release: release,
    MunicipalNotice: municipal_notice,
    ComplaintGuidance: complaint_guidance,
    Duty: duty,
    StaffDecides: staff_decides,
}
"""In the order people are told: who you are, when, how long, how many, how much, who decides."""

_ORDER = {kind: place for place, kind in enumerate(ROOM_RULES)}

AnyRule = (
    AssociationApproved
    | ChildCertificate
    | RoleMayBook
    | ClosingDays
    | OpeningHours
    | LeadTime
    | Horizon
    | StartGrid
    | Duration
    | Capacity
    | HoursPerWeek
    | StaffDecides
    | Eligible
    | DocumentsFiled
    | MinimumMembers
    | Absence
    | PurposeAllowed
    | DetailsStated
    | EntranceFee
    | Reserved
    | MinimumAttendance
    | Divisible
    | EquipmentInRoom
    | Priority
    | Fee
    | Terms
    | Duty
    | CancellationNotice
    | MunicipalNotice
    | Release
    | ComplaintGuidance
    | Closed
    | WithinHours
    | MarginsKept
    | ApplicationRound
    | SeriesAllowed
    | Limit
)


def in_order(rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    """The one order of a policy's rules, whatever order they were written in."""
    return tuple(sorted(rules, key=lambda rule: (_ORDER[type(rule)], rule.model_dump_json())))


def judge(rules: Iterable[AnyRule], wish: Wish, facts: Facts) -> Judgement:
    """Everything the rules say of the wish, all at once. Pure and total; a policy keeps its rules `in_order`."""
    facts = facts_about(wish, facts)
    past = not_past(wish, facts)
    verdicts: list[Verdict] = [past] if past else []
    passed: list[str] = []
    for parameters in rules:
        if not speaks_of(parameters, wish, facts):
            continue
        verdict = ROOM_RULES[type(parameters)](wish, facts, parameters)
        if verdict:
            verdicts.append(_as_published(verdict, parameters))
        elif parameters.rule not in passed:
            passed.append(parameters.rule)
    spoken = {verdict.rule for verdict in verdicts}
    return Judgement(tuple(verdicts), tuple(rule for rule in passed if rule not in spoken))


def _as_published(verdict: Verdict, rule: Rule) -> Verdict:
    """With the municipality's own words and where they stand."""
    if rule.source is None and rule.text is None:
        return verdict
    words = rule.text.words if rule.text else None
    return Verdict(verdict.rule, verdict.effect, verdict.code, verdict.parameters, rule.source or "", words)
