# SPDX-License-Identifier: MPL-2.0
"""Pages and API of dialogue."""
