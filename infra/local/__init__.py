# SPDX-License-Identifier: MPL-2.0
"""What `make run` starts when no URL is given: PostgreSQL, NATS and a mailbox."""
