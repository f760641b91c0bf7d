# SPDX-License-Identifier: MPL-2.0
"""Rooms are assigned to associations the municipality has approved."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule
from services.shared.wall_clock import local


class AssociationApproved(Rule):
    """No parameters: the approval and its last day are the association's own.

    Source: folkeoplysningsloven § 21 stk. 5, with the conditions of § 4 stk. 2-3.
    """

    rule: Literal["association_approved"] = "association_approved"


def association_approved(wish: Wish, facts: Facts, parameters: AssociationApproved) -> Verdict | None:
    """Tell that there is no approval, or that it ends before the day of the wish."""
    association = facts.association
    if association is None:
        return None
    if association.approved_on is None:
        return Verdict(parameters.rule, parameters.effect, "not_approved", {"association": association.name})
    until = association.approved_until
    if until is not None and until < local(wish.span.start).date():
        return Verdict(parameters.rule, parameters.effect, "approval_ends", {"until": until})
    return None
