# SPDX-License-Identifier: MPL-2.0
"""The JSON API, `/api/booking/v1`: what programs can do, which is all that people can."""
