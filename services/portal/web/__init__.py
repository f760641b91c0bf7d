# SPDX-License-Identifier: MPL-2.0
"""The front page, signing in and out, one's own page, and what every site must say about itself."""
