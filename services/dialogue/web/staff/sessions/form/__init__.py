# SPDX-License-Identifier: MPL-2.0
"""The form in which a session is described, section by section."""
