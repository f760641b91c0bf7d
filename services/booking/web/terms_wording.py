# SPDX-License-Identifier: MPL-2.0
"""Rules about people, purposes, money and terms, as the policy page says them: one short sentence for each demand."""

from collections.abc import Callable

from services.booking.rules.absence import Absence
from services.booking.rules.cancellation_notice import CancellationNotice
from services.booking.rules.complaint_guidance import ComplaintGuidance
from services.booking.rules.divisible import Divisible
from services.booking.rules.duty import Duty
from services.booking.rules.fee import Fee
from services.booking.rules.municipal_notice import MunicipalNotice
from services.booking.rules.priority import Priority
from services.booking.rules.release import Release
from services.booking.rules.rule import Rule
from services.booking.rules.terms import Terms
from services.booking.web import notice_parts, people_parts, room_parts
from services.booking.web.written import readable
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

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


_PARTS = people_parts.PARTS | room_parts.PARTS | notice_parts.PARTS


def _told(rule: Rule, say: Say, language: Language) -> str:
    sentences = [
        say(f"rule.{key}", **readable(mentioned, say, language)) for key, mentioned in _PARTS[type(rule)](rule)
    ]
    return " ".join(sentences)


SENTENCES: dict[type[Rule], Callable[[Rule, Say, Language], str]] = dict.fromkeys(_PARTS, _told)
"""What the policy page says of each kind."""
