# SPDX-License-Identifier: MPL-2.0
"""Calendars over HTTP: the files clients poll, the pages and the API to make and end them."""
