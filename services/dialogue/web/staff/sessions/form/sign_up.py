# SPDX-License-Identifier: MPL-2.0
"""The section about signing up, and the one about what is kept."""

from datetime import timedelta

from services.dialogue.model import NeedKind, Question, Session, SignUpTerms
from services.dialogue.web.staff.sessions.form.sheet import Sheet, in_known_order, write_moment, write_number

WAITING_LISTS = ("fifo", "lottery", "none")
PROMOTIONS = ("offer", "place")
NEEDS = tuple(one.value for one in NeedKind)


def read_terms(sheet: Sheet, questions: tuple[Question, ...], needs: tuple[NeedKind, ...]) -> SignUpTerms:
    """Numbers that are left empty are as usual. `needs` are those offered before."""
    usual = SignUpTerms()
    waiting_list, promotes_to = sheet.text("waiting_list", 20), sheet.text("promotes_to", 20)
    return SignUpTerms(
        sign_up=sheet.text("sign_up", 10) != "no",
        opens_at=sheet.moment("opens_at"),
        closes_at=sheet.moment("closes_at"),
        max_companions=sheet.count("max_companions", usual.max_companions),
        waiting_list=waiting_list if waiting_list in WAITING_LISTS else usual.waiting_list,
        singles_pass=sheet.ticked("singles_pass"),
        promotes_to=promotes_to if promotes_to in PROMOTIONS else usual.promotes_to,
        hold=timedelta(minutes=sheet.count("hold_minutes", usual.hold // timedelta(minutes=1))),
        offer_hours=sheet.count("offer_hours", usual.offer_hours),
        offer_working_days=sheet.ticked("offer_working_days"),
        draw_at=sheet.moment("draw_at") if waiting_list == "lottery" else None,
        questions=questions,
        needs_offered=in_known_order(tuple(one for one in NeedKind if one.value in sheet.every("need")), needs),
        needs_due=timedelta(days=sheet.count("needs_due_days", usual.needs_due.days)),
        keep=timedelta(days=sheet.count("keep_days", usual.keep.days)),
        evaluate=sheet.ticked("evaluate"),
    )


def write_terms(session: Session) -> dict[str, str | list[str]]:
    """The fields that `read_terms` reads back."""
    terms = session.terms
    ticks = ("singles_pass", "offer_working_days", "evaluate")
    return {
        "sign_up": "yes" if terms.sign_up else "no",
        **{name: write_moment(getattr(terms, name)) for name in ("opens_at", "closes_at", "draw_at")},
        "capacity": write_number(session.seat_plan.capacity),
        "max_companions": write_number(terms.max_companions),
        "waiting_list": terms.waiting_list,
        "promotes_to": terms.promotes_to,
        "hold_minutes": write_number(terms.hold // timedelta(minutes=1)),
        "offer_hours": write_number(terms.offer_hours),
        "need": [one.value for one in terms.needs_offered],
        "needs_due_days": write_number(terms.needs_due),
        "keep_days": write_number(terms.keep),
        **{name: ["1"] if getattr(terms, name) else [] for name in ticks},
    }
