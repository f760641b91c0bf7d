# SPDX-License-Identifier: MPL-2.0
"""Rules about who may come and what for, in parts of sentences: a key under `rule.` and what it mentions."""

from collections.abc import Callable, Iterator
from typing import Any

from services.booking.rules.details_stated import DetailsStated
from services.booking.rules.documents_filed import DocumentsFiled
from services.booking.rules.eligible import Eligible
from services.booking.rules.minimum_attendance import MinimumAttendance
from services.booking.rules.minimum_members import MinimumMembers
from services.booking.rules.priority import Priority
from services.booking.rules.purpose_allowed import PurposeAllowed
from services.booking.rules.reserved import Reserved
from services.booking.rules.rule import Rule
from services.booking.web.written import Part


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


def _reserved(rule: Reserved) -> Iterator[Part]:
    yield "reserved", {"holder": rule.holder.words}
    if rule.released is not None:
        yield "reserved.released", {"released": rule.released}


def _priority(rule: Priority) -> Iterator[Part]:
    yield "priority", {}
    for number, one in enumerate(rule.order, 1):
        yield "priority.step", {"number": number, "name": one.name.words}


def _shared(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in Rule.model_fields}


PARTS: dict[type[Rule], Callable[[Any], Iterator[Part]]] = {
    Eligible: _eligible,
    PurposeAllowed: _purpose_allowed,
    DocumentsFiled: _documents_filed,
    MinimumMembers: _minimum_members,
    MinimumAttendance: _minimum_attendance,
    DetailsStated: _details_stated,
    Reserved: _reserved,
    Priority: _priority,
}
