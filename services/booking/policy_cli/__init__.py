# SPDX-License-Identifier: MPL-2.0
"""python -m services.booking policy ...: check, try and describe policy files, without a server or a database."""
