# SPDX-License-Identifier: MPL-2.0
"""A draw anybody can check: the seed is bound before anybody signs up, and shown when it has been used."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lot:
    """What takes part in a draw. The number is shown to its owner and in the list; it opens nothing."""

    id: UUID
    priority: int = 0

    @property
    def number(self) -> str:
        """Ten letters and digits made from the sign-up's id."""
        return lot_number(self.id)


def new_seed() -> str:
    """256 random bits as text."""
    return secrets.token_hex(32)


def commitment(seed: str) -> str:
    """What is published from the start: SHA-256 of the seed, in hex. Another seed would not fit it."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot_number(sign_up_id: UUID) -> str:
    """The number of a sign-up in the draw."""
    return hashlib.sha256(b"lot " + sign_up_id.bytes).hexdigest()[:10]


def rank(seed: str, number: str) -> str:
    """What a lot is ordered by: SHA-256 of "<seed>:<number>", in hex; the smallest is first."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(seed: str, lots: Iterable[Lot]) -> list[Lot]:
    """The order of the line. Those staff gave priority come first, in the same way among themselves."""
    return sorted(lots, key=lambda lot: (-lot.priority, rank(seed, lot.number)))
