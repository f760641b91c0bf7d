# SPDX-License-Identifier: MPL-2.0
"""python -m services.portal key: make or revoke an API key of the running instance."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from uuid import UUID

from services.portal.commands.create_key import create_association_key, create_staff_key
from services.portal.commands.revoke_key import revoke_key
from services.portal.errors import NoSuchAssociation, NoSuchKey
from services.shared.bus import Unanswered
from services.shared.identity import StaffRole
from services.shared.service import Parts

ORDINARY = (StaffRole.CASEWORKER, StaffRole.CARETAKER, StaffRole.FACILITATOR)
"""What a staff key may do when no role is named: everything but people and keys."""


async def keys(parts: Parts, words: Sequence[str]) -> None:
    """The key alone goes to standard output, so that a script can take it; what is said about it goes beside."""
    asked = _parser().parse_args(words)
    try:
        await (_revoke(parts, asked.revoke) if asked.revoke else _make(parts, asked))
    except NoSuchKey:
        sys.exit(f"There is no key in force with the id {asked.revoke}.")
    except NoSuchAssociation:
        sys.exit(f"Booking knows no association with the id {asked.association}.")
    except Unanswered:
        sys.exit("Booking does not answer, so the association cannot be looked up; is the instance running?")


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m services.portal key", description="Make or revoke an API key.")
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--staff", action="store_true", help="a key that acts for the municipality")
    kind.add_argument("--association", type=_uuid, metavar="ID", help="a key that acts for one association")
    kind.add_argument("--revoke", type=_uuid, metavar="KEY-ID", help="let a key count no more, at once")
    parser.add_argument(
        "--role", type=StaffRole, action="append", help=f"staff role, may be repeated; {', '.join(StaffRole)}"
    )
    parser.add_argument("--name", default="", help="what history calls who uses it")
    return parser


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an id") from None


async def _make(parts: Parts, asked: Namespace) -> None:
    name, now = asked.name, parts.clock()
    if asked.association:
        key, secret = await create_association_key(parts.pool, parts.bus, name, asked.association, now=now)
    else:
        roles = frozenset(asked.role or ORDINARY)
        key, secret = await create_staff_key(parts.pool, name or "API", roles, now=now)
    print(f"Key {key.id}, shown this once. Send it as `Authorization: Bearer ...`.", file=sys.stderr)
    print(secret)


async def _revoke(parts: Parts, key_id: UUID) -> None:
    await revoke_key(parts.pool, parts.bus, key_id, now=parts.clock())
    print(f"Key {key_id} counts no more.", file=sys.stderr)
