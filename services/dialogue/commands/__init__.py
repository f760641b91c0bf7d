# SPDX-License-Identifier: MPL-2.0
"""Everything that changes state, one verb per file, always in five steps: lock, read, decide, save, announce.

The lock is the session's row: whoever writes a session or its sign-ups takes it first, and nothing else after it.
"""
