# SPDX-License-Identifier: MPL-2.0
"""What a code is, what an e-mail address is, and where one may be sent on to. Pure."""
