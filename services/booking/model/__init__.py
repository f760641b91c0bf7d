# SPDX-License-Identifier: MPL-2.0
"""The words of booking. Values only: no input, no output, no clock."""

from services.booking.model.booking import Booking, Occurrence, Status
from services.booking.model.closing import Closing, Hit, fingerprint
from services.booking.model.facts import ClosedDay, Facts, Room, SchoolHoliday, Use
from services.booking.model.people import MUNICIPALITY, Actor, Association, AssociationRole
from services.booking.model.plan import BookedAs, HeldDate, NewLine, PlanLine, Season, SeasonPlan, TeamSeries
from services.booking.model.recurrence import Every, Recurrence
from services.booking.model.school_holidays import Holiday, HolidayChange, KeptHoliday
from services.booking.model.time import NO_MARGINS, Margins, Span
from services.booking.model.verdict import Effect, Judgement, ParameterValue, Verdict, Words
from services.booking.model.wish import OCCASIONS, Series, Wish

__all__ = [
    "MUNICIPALITY",
    "NO_MARGINS",
    "OCCASIONS",
    "Actor",
    "Association",
    "AssociationRole",
    "BookedAs",
    "Booking",
    "ClosedDay",
    "Closing",
    "Effect",
    "Every",
    "Facts",
    "HeldDate",
    "Hit",
    "Holiday",
    "HolidayChange",
    "Judgement",
    "KeptHoliday",
    "Margins",
    "NewLine",
    "Occurrence",
    "ParameterValue",
    "PlanLine",
    "Recurrence",
    "Room",
    "SchoolHoliday",
    "Season",
    "SeasonPlan",
    "Series",
    "Span",
    "Status",
    "TeamSeries",
    "Use",
    "Verdict",
    "Wish",
    "Words",
    "fingerprint",
]
