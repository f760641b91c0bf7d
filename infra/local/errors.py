# SPDX-License-Identifier: MPL-2.0
"""What keeps a local instance from starting."""


class CannotStart(Exception):
    """The text is what the person at the terminal reads: what is wrong and what to do."""
