# SPDX-License-Identifier: MPL-2.0
"""Why what a policy says cannot be meant."""


class Misfit(ValueError):
    """A value, or two together, that make no rule. Its text is a code: `misfit.<code>` says it in words."""
