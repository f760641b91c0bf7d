# SPDX-License-Identifier: MPL-2.0
"""The section about what people can move, and what becomes of it."""

from services.dialogue.model import Influence, InfluenceStatement, Session
from services.dialogue.web.staff.sessions.form.sheet import Sheet

LEVELS = tuple(one.value for one in Influence)
_TEXTS = ("purpose", "open_to_influence", "settled", "feeds_decision", "decided_by")


def read_influence(sheet: Sheet) -> InfluenceStatement:
    """A draft may lack any of it."""
    level = sheet.text("level", 40)
    return InfluenceStatement(
        **{name: sheet.text(name, 2000) for name in _TEXTS},
        level=Influence(level) if level in LEVELS else None,
        decided_on=sheet.day("decided_on"),
        answer_by=sheet.day("answer_by"),
    )


def write_influence(session: Session) -> dict[str, str]:
    """The fields that `read_influence` reads back."""
    statement = session.influence
    days = {"decided_on": statement.decided_on, "answer_by": statement.answer_by}
    return {
        **{name: getattr(statement, name) for name in _TEXTS},
        "level": statement.level.value if statement.level else "",
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }
