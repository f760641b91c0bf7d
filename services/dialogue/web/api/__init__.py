# SPDX-License-Identifier: MPL-2.0
"""/api/dialogue/v1."""
