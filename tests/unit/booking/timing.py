# SPDX-License-Identifier: MPL-2.0
"""Rules about days, hours, rounds, series and limits, as policies write them."""

from typing import Any

from hypothesis import strategies as st

WORDS = {"da": "Ord", "en": "Words"}
SEASON = ["--08-01", "--06-30"]
EVERYTHING = {
    "association_types": ["company"],
    "groups": ["approved"],
    "age_under": 25,
    "age_from": 5,
    "activities": ["yoga", "dans"],
    "occasions": ["training"],
    "traits": ["alcohol"],
    "layouts": ["theatre"],
    "equipment": ["stage"],
    "public": True,
    "paying": False,
    "ticket_over": 100,
    "attendance_over": 10,
    "attendance_under": 150,
    "recurring": True,
    "rooms": ["hal-b"],
    "sites": ["hallen"],
    "room_types": ["sports_hall"],
    "room_groups": ["school"],
    "days": ["mon", "tue", "wed", "sat"],
    "of_month": [1, -1],
    "between": ["16:00", "00:00"],
    "season": SEASON,
    "weeks": [33, 25],
    "week_numbers": "odd",
    "dates": ["2026-12-24", "2026-12-24"],
    "holidays": "school",
    "before_holiday": 1,
    "easter": [-1, 1],
    "any_of": [{"age_under": 25}, {"groups": ["approved"], "days": ["sun"]}],
}
"""A scope in which every word there is stands."""

KINDS: dict[str, list[dict[str, Any]]] = {
    "closed": [
        {},
        {"because": WORDS, "when": {"season": ["--07-01", "--07-31"]}},
        {"when": {"days": ["fri"], "before_holiday": 3}, "unless": {"holidays": "public"}},
        {"when": {"easter": [-3, 0]}, "unless": {"recurring": False, "public": False, "paying": True}},
        {"when": EVERYTHING},
    ],
    "within_hours": [
        {"hours": [{"days": ["mon", "tue"], "between": ["08:00", "22:00"]}, {"days": ["sat"]}]},
        {"hours": [{"between": ["08:00", "16:00"]}, {"between": ["16:00", "00:00"]}], "blocks": True},
        {"hours": [{"days": ["sat"], "between": ["02:00", "02:30"]}, {"between": ["22:00", "02:15"]}]},
    ],
    "margins": [{}, {"before": 30}, {"after": 45}, {"before": 60, "after": 1440}],
    "application_round": [
        {"opens": "--03-first-weekday", "closes": "--03-15T12:00", "covers": ["--07-01", "--12-31"]},
        {"closes": "--02-29", "covers": SEASON, "answer_by": "--05-01", "leftovers": True},
        {
            "opens": "2024-01-01T08:00",
            "closes": "2024-02-first-weekday",
            "covers_dates": ["2024-08-01", "2026-06-30"],
        },
    ],
    "series_allowed": [{}, {"allowed": False}, {"maximum_dates": 10, "maximum": "P6M"}, {"minimum_dates": 5}],
    "limit": [
        {"maximum": 1, "per": "month"},
        {"maximum": 1.5, "per": "day", "counts": "hours", "by": "team"},
        {"maximum": 8, "per": "season", "season": SEASON, "counts": "cancellations", "by": "slot", "late_only": True},
        {"maximum": 15, "per": "rolling", "period": "P12M", "by": "room", "groups": ["private_person"]},
        {"maximum": 2, "per": "year", "counts": "no_shows", "by": "site", "traits": ["private"]},
        {"maximum": 4, "per": "week", "room_types": ["sports_hall"], "room_groups": ["school"]},
        {"maximum": 2, "per": "week", "counts": "hours", "days": ["mon", "tue"], "between": ["16:00", "20:00"]},
        {"maximum": 1, "per": "month", "between": ["22:00", "03:00"], "outside": True},
        {"maximum": 2, "per": "year", "activities": ["koncert"], "attendance_over": 150},
        {"maximum": 2, "per": "week", "counts": "hours", "for_each_members": 25, "under_25": True, "begun": True},
    ],
}
"""Every parameter of every kind stands here at least once."""

SPECIMENS: list[dict[str, Any]] = [
    {"rule": kind, **parameters} for kind, several in KINDS.items() for parameters in several
]
stored_timing = st.builds(
    lambda rule, effect: {**rule, **effect},
    st.sampled_from(SPECIMENS),
    st.fixed_dictionaries({}, optional={"effect": st.sampled_from(["refuse", "needs_staff", "note"])}),
)
