# SPDX-License-Identifier: MPL-2.0
"""One typical notice of each kind, for tests and for looking at."""

from datetime import timedelta

from services.notify.channels.contract import Kind, Notice
from services.shared.contracts.portal import Language
from tests.unit.notify.notices import booking, notice, state

_REASON = (
    "Hallen er lejet ud til et stævne den dag, og stævner går forud for træning.\n"
    "Retligt grundlag: folkeoplysningsloven § 21 og kommunens regler for fordeling af lokaler, afsnit 3."
)
_EARLIER = state(
    room_name="Hal B", starts_at=state().starts_at - timedelta(days=1), ends_at=state().ends_at - timedelta(days=1)
)

_EVENTS = {
    "requested": booking(occurrences=(state(status="requested"),)),
    "confirmed": booking(version=2, reason="Husk at hente nøglen hos halinspektøren."),
    "declined": booking(version=2, by_staff=True, reason=_REASON, occurrences=(state(status="declined"),)),
    "moved": booking(
        version=2, by_staff=True, reason="Hal B bliver malet.", previous=(_EARLIER,), occurrences=(state(sequence=1),)
    ),
    "shortened": booking(
        version=2,
        previous=(state(),),
        occurrences=(state(sequence=1, ends_at=state().ends_at - timedelta(minutes=30)),),
    ),
    "cancelled": booking(
        version=2, by_staff=True, reason=_REASON, occurrences=(state(status="cancelled", sequence=1),)
    ),
    "restored": booking(version=3, occurrences=(state(sequence=2),)),
    "lapsed": booking(version=2, occurrences=(state(status="lapsed", sequence=1),)),
}


def sample(kind: Kind, language: Language = "da") -> Notice:
    """A notice as it may happen."""
    return notice(kind, _EVENTS.get(kind), language=language)
