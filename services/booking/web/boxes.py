# SPDX-License-Identifier: MPL-2.0
"""Fields that a form sends several times: boxes of which many can be ticked, and days kept in hidden fields."""

from collections.abc import Iterable, Mapping, Sequence

from services.shared.web.typed import clean
from services.shared.web.visit import Visit

type Boxes = Mapping[str, tuple[str, ...]]
"""Name to all values that were sent under it."""
MOST = 1000
"""Values of one name that are looked at."""


def sent_boxes(pairs: Iterable[tuple[str, object]], names: Sequence[str]) -> Boxes:
    """What was sent under these names, empty values left out; every name is there."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for name, value in pairs:
        if name in found and isinstance(value, str) and (text := clean(value)) and len(found[name]) < MOST:
            found[name].append(text)
    return {name: tuple(values) for name, values in found.items()}


async def form_boxes(visit: Visit, names: Sequence[str]) -> Boxes:
    """Of the form that was sent."""
    return sent_boxes((await visit.request.form()).multi_items(), names)


def query_boxes(visit: Visit, names: Sequence[str]) -> Boxes:
    """Of the address bar."""
    return sent_boxes(visit.request.query_params.multi_items(), names)
