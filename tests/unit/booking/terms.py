# SPDX-License-Identifier: MPL-2.0
"""Rules about people, purposes, money and terms, as policies write them, and wishes that say everything a wish can say."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from services.booking import rules
from services.booking.model import MUNICIPALITY, Association, Facts, Series, Span, Verdict, Wish
from services.booking.web.wording import verdict_sentence
from services.shared.sentences import SHARED, Sentences
from tests.unit.booking.wishes import ASSOCIATION, ROOM, facts, used, wish

_SENTENCES = Sentences.load([SHARED, Path(rules.__file__).parent.parent / "texts"])
DANISH, ENGLISH = _SENTENCES.say("da"), _SENTENCES.say("en")
WORDS = {"da": "Ord.", "en": "Words."}
SCOPE = {"groups": ["approved"], "age_under": 25}

KINDS: dict[str, list[dict[str, Any]]] = {
    "eligible": [
        {},
        {"types": ["voluntary_association"], "groups": ["approved"]},
        {"all_groups": ["non_profit", "local"], "not_types": ["company"], "not_groups": ["private_person"]},
        {"local_percent": 50, "age_from": 18, "age_under": 60},
    ],
    "purpose_allowed": [
        {},
        {"occasions": ["training", "match"], "not_traits": ["commercial"], "public": True},
        {"activities": ["yoga"], "traits": ["cultural"], "not_occasions": ["party"], "not_activities": ["dans"]},
        {"public": False},
    ],
    "documents_filed": [{"documents": ["statutes", "member_list"]}],
    "minimum_members": [{"minimum": 5}, {"minimum": 3, "under_25": True, "under_25_percent": 40}],
    "minimum_attendance": [{"minimum": 12}],
    "details_stated": [
        {"details": ["purpose", "activity", "team", "age_group", "ages", "note"]},
        {"details": ["occasion", "openness", "ticket_price", "layout", "equipment", "contact"]},
    ],
    "entrance_fee": [{}, {"allowed": False}, {"maximum_ore": 10_000}],
    "fee": [
        {},
        {"amount_ore": 0},
        {"amount_ore": 4600, "per": "hour", "counted_in": 60, "clock": ["20:00", "02:00"], "when": {"days": ["tue"]}},
        {"amount_ore": 63_500, "per": "hour", "hours": 3, "day_cap_ore": 200_000, "longer_than": "PT1H"},
        {"amount_ore": 3500, "per": "person_night", "item": "overnight", "up_to": "P9D"},
        {"amount_ore": 100, "per": "person"},
        {"amount_ore": 60_000, "per": "day"},
        {"amount_ore": 146_000},
        {"amount_ore": 8700, "per": "square_metre_year"},
        {"amount_ore": 35_000, "per": "staff_hour", "item": "staff", "on_breach": True},
        {"percent": -20},
        {"percent": 50},
    ],
    "priority": [
        {"order": [{"name": WORDS, "any_of": [SCOPE]}, {"name": WORDS, "any_of": [{"occasions": ["match"]}]}]},
        {"stage": 0, "order": [{"name": WORDS, "any_of": [{"groups": ["disability"]}]}]},
    ],
    "absence": [
        {"over_percent": 25, "consequence": consequence, "late_counts": True}
        for consequence in ("last_priority", "withdraw", "suspend", "exclude", "fee", "none")
    ],
    "reserved": [{"holder": WORDS, "kept_for": [SCOPE], "released": "P14D"}, {"holder": WORDS, "municipality": False}],
    "divisible": [
        {"parts": [{"name": WORDS, "capacity": 20, "equipment": ["screen"]}, {"name": WORDS, "room": "half"}]},
        {"parts": [{"name": WORDS, "capacity": 20}], "whole_from": 30},
    ],
    "equipment_in_room": [{}, {"on_request": ["stage"]}],
    "capacity": [{}, {"maximum": 12}],
    "terms": [{"about": "cleaning", "terms": WORDS}, {"about": "insurance", "terms": WORDS, "told": False}],
    "duty": [{"who": who, "duty": WORDS} for who in ("staff", "association", "municipality")],
    "cancellation_notice": [
        *({"minimum": "P8D", "consequence": late} for late in ("none", "counts", "fee", "no_refund", "staff")),
        {},
        {"allowed": False},
        *({"whole": True, **more} for more in ({}, {"minimum": "P4W"}, {"allowed": False})),
    ],
    "municipal_notice": [{}, {"reasons": ["school_own_use", "election"], "minimum": "P14D", "instead": WORDS}],
    "release": [{}, {"day": "--05-01", "before": "P7D", "to": WORDS, "how": WORDS, "report": True}],
    "complaint_guidance": [
        {"to": WORDS, "deadline": "P4W", "by": "--04-28", "ground": WORDS, "legal_reference": "§ 21"},
        {"to": WORDS, "final": True},
    ],
}
"""Every parameter of every kind stands here at least once."""

SPECIMENS: list[dict[str, Any]] = [
    {"rule": kind, **parameters} for kind, several in KINDS.items() for parameters in several
]
stored_terms = st.builds(
    lambda rule, effect: {**rule, **effect},
    st.sampled_from(SPECIMENS),
    st.fixed_dictionaries({}, optional={"effect": st.sampled_from(["refuse", "needs_staff", "note"])}),
)

_counts = st.none() | st.integers(0, 200)
_codes = st.lists(st.sampled_from(["approved", "local", "disability", "statutes", "commercial", "screen"])).map(tuple)
_instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
_spans = st.builds(
    lambda start, length: Span(start, start + length),
    _instants,
    st.timedeltas(timedelta(seconds=1), timedelta(days=40)),
)


@st.composite
def talkative_wishes(draw: st.DrawFn) -> Wish:
    """A wish in which anything a wish can say is said or not, fitting or not."""
    return wish(
        association_id=draw(st.sampled_from([ASSOCIATION.id, MUNICIPALITY])),
        span=draw(_spans),
        purpose=draw(st.sampled_from(["", " ", "Øvning"])),
        attendance=draw(st.integers(0, 100_000)),
        activity=draw(st.sampled_from(["", "Yoga", "DANS"])),
        occasion=draw(st.sampled_from(["", "training", "party"])),
        age_from=draw(_counts),
        age_to=draw(_counts),
        is_public=draw(st.none() | st.booleans()),
        ticket_price=draw(_counts.map(lambda kroner: None if kroner is None else kroner * 100)),
        layout=draw(st.sampled_from(["", "theatre", "camp"])),
        equipment=draw(_codes),
        traits=draw(_codes),
        series=draw(st.none() | st.just(Series(10, date(2026, 1, 1), date(2026, 6, 1)))),
    )


def _association(draw: st.DrawFn) -> Association:
    return Association(
        id=ASSOCIATION.id,
        name=ASSOCIATION.name,
        type=draw(st.sampled_from(["voluntary_association", "company"])),
        approved_on=None,
        approved_until=None,
        child_certificate_declared_on=None,
        members=draw(_counts),
        members_under_25=draw(_counts),
        groups=frozenset(draw(_codes)),
        documents=frozenset(draw(_codes)),
    )


@st.composite
def full_facts(draw: st.DrawFn) -> Facts:
    """Facts in which anything is known or not."""
    uses = st.builds(
        lambda span, status, late, unused, by_staff: used(
            span, status=status, late=late, unused=unused, by_staff=by_staff
        ),
        _spans,
        st.sampled_from(["confirmed", "requested", "cancelled"]),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    )
    return facts(
        now=draw(_instants),
        association=(draw(st.booleans()) and _association(draw)) or None,
        room=ROOM,
        uses=tuple(draw(st.lists(uses, max_size=6))),
    )


def code_of(verdict: Verdict | None) -> str | None:
    """Its code, once it has been said in both languages."""
    if verdict is None:
        return None
    assert verdict_sentence(verdict, DANISH, "da") != verdict_sentence(verdict, ENGLISH, "en")
    return verdict.code
