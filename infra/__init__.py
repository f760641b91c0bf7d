# SPDX-License-Identifier: MPL-2.0
"""Where the services run: locally, in containers, and what they run on."""
