# SPDX-License-Identifier: MPL-2.0
"""Planning sessions."""
