# SPDX-License-Identifier: MPL-2.0
"""How one signs up to a demo session, as the demo's files say it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.dialogue.model import NeedKind


class Written(BaseModel):
    """Read from a file, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WrittenTerms(Written):
    """How one signs up. Days count back from the session."""

    sign_up: bool = True
    capacity: int | None = None
    max_companions: int = 3
    waiting_list: Literal["none", "fifo", "lottery"] = "fifo"
    singles_pass: bool = False
    promotes_to: Literal["offer", "place"] = "offer"
    offer_working_days: bool = False
    opens_days_before: int | None = None
    closes_days_before: int | None = None
    is_closed: bool = False
    """Signing up ended the day before the demo is loaded, whenever that is."""
    draw_days_before: int | None = None
    needs_offered: tuple[NeedKind, ...] = ()
    needs_due_days: int = 7


class WrittenCategory(Written):
    """See `model.Category`."""

    key: str
    name: str
    block: str | None = None


class WrittenQuota(Written):
    """See `model.Quota`."""

    key: str
    name: str
    capacity: int
    categories: frozenset[str]


class WrittenBlock(Written):
    """See `model.Block`."""

    key: str
    name: str
    seats: int
    release_days_before: int


class WrittenPlan(Written):
    """Who is told apart from whom."""

    categories: tuple[WrittenCategory, ...]
    quotas: tuple[WrittenQuota, ...] = ()
    blocks: tuple[WrittenBlock, ...] = ()


class WrittenQuestion(Written):
    """See `model.Question`."""

    key: str
    label: str
    kind: Literal["text", "choice", "yes_no"]
    options: tuple[str, ...] = ()
    required: bool = False
    keep_days: int = 30
    depends_on: str | None = None
    depends_value: str | None = None
