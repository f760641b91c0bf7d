# SPDX-License-Identifier: MPL-2.0
"""The association has handed in what the municipality asks of it."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Codes


class DocumentsFiled(Rule):
    """`documents`: all of them, in codes, e.g. "statutes", "accounts", "member_report", "board_list".

    Staff note a document on the association when it has come; the document itself is not kept here.

    Source: folkeoplysningsloven § 21 stk. 7: what is needed to judge the use may be demanded.
    """

    rule: Literal["documents_filed"] = "documents_filed"
    documents: Annotated[Codes, Field(min_length=1)]


def documents_filed(_wish: Wish, facts: Facts, parameters: DocumentsFiled) -> Verdict | None:
    """Tell which are missing."""
    if facts.association is None:
        return None
    missing = tuple(code for code in sorted(set(parameters.documents)) if code not in facts.association.documents)
    return Verdict(parameters.rule, parameters.effect, "documents_missing", {"documents": missing}) if missing else None
