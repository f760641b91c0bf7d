# SPDX-License-Identifier: MPL-2.0
"""The only language the services share: events and requests, one file per publisher."""
