# SPDX-License-Identifier: MPL-2.0
"""What can go wrong in the portal. None of them knows HTTP; the web gives each a status and a sentence."""


class PortalError(Exception):
    """Expected: it stops the command."""


class TooManyCodes(PortalError):
    """More codes were asked for by this address or from this network than anybody needs."""


class NoOpenSignIn(PortalError):
    """This browser has asked for no code that can still be used."""


class WrongCode(PortalError):
    """The code is not the one that was sent to `email`; there are tries left."""

    def __init__(self, email: str, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.email = email
        self.tries_left = tries_left


class TriesUsedUp(PortalError):
    """Wrong so often that the code no longer counts."""


class NoSuchKey(PortalError):
    """There is no key with that id, or it has been revoked already."""


class NoSuchAssociation(PortalError):
    """Booking knows no association with that id."""
