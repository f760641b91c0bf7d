# SPDX-License-Identifier: MPL-2.0
"""Running every process of every service on its own, in containers."""
