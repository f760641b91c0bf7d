# SPDX-License-Identifier: MPL-2.0
"""Which processes each service has. A test holds it against what the services say themselves."""

PROCESSES: dict[str, tuple[str, ...]] = {
    "booking": ("web", "relay", "consume", "deadlines"),
    "dialogue": ("web", "relay", "consume", "deadlines"),
    "notify": ("web", "relay", "consume", "sender"),
    "portal": ("web", "relay", "consume", "deadlines"),
}

COPIES = {"web": 2}
"""Pages are served while one copy is replaced. One of each of the others does: a second relay would only stand by."""
