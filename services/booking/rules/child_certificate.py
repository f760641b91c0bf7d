# SPDX-License-Identifier: MPL-2.0
"""The board has declared that it obtains child certificates (børneattester)."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.period import Period
from services.booking.rules.rule import Rule
from services.shared.wall_clock import local, start_of_day


class ChildCertificate(Rule):
    """`valid_for`: how long a declaration holds. Only the declaration is kept, never the certificates.

    Source: folkeoplysningsloven § 4 stk. 4: with every application for premises.
    """

    rule: Literal["child_certificate"] = "child_certificate"
    valid_for: Period


def child_certificate(_wish: Wish, facts: Facts, parameters: ChildCertificate) -> Verdict | None:
    """Tell that the declaration is missing or too old today."""
    if facts.association is None:
        return None
    declared = facts.association.child_certificate_declared_on
    if declared is None:
        return Verdict(parameters.rule, parameters.effect, "certificate_missing")
    last = local(parameters.valid_for.after(start_of_day(declared))).date()
    if local(facts.now).date() <= last:
        return None
    return Verdict(parameters.rule, parameters.effect, "certificate_too_old", {"declared": declared, "until": last})
