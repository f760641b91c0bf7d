# SPDX-License-Identifier: MPL-2.0
"""Where the municipality's own people begin."""

from services.shared.identity import Principal, StaffRole

_CASEWORKER = frozenset({StaffRole.CASEWORKER})
_HOUSE = frozenset({StaffRole.CASEWORKER, StaffRole.CARETAKER})
_PAGES = (
    ("/anmodninger", "my_page.requests", _CASEWORKER),
    ("/steder", "my_page.sites", _HOUSE),
    ("/lokaler/lukkedage", "my_page.closing_days", _HOUSE),
    ("/lokaler/aabningstider", "my_page.opening", _HOUSE),
    ("/lokaler/skoleferier", "my_page.school_holidays", _HOUSE),
    ("/lokaler/helligdage", "my_page.public_holidays", _HOUSE),
    ("/lokaler/regler", "my_page.policies", _HOUSE),
    ("/kalendere", "my_page.calendars_staff", _HOUSE),
    ("/dialog/styring", "my_page.sessions", frozenset({StaffRole.FACILITATOR})),
    ("/dialog/styring/opgaver", "my_page.tasks", frozenset({StaffRole.FACILITATOR})),
    ("/dialog", "my_page.dialogue", frozenset({StaffRole.FACILITATOR})),
)


def staff_pages(caller: Principal) -> list[tuple[str, str]]:
    """Address and key of the words of each page that is their work; empty for everybody else."""
    return [(path, key) for path, key, roles in _PAGES if caller.has_any(roles)]
