# SPDX-License-Identifier: MPL-2.0
"""A file of which nothing can be used."""

from services.booking.errors import BookingError


class Unreadable(BookingError):
    """No line of the file can be answered; the sentence stands in the texts, keyed `plan_files.unreadable.<code>`."""

    def __init__(self, code: str, **parameters: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters
