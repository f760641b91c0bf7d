# SPDX-License-Identifier: MPL-2.0
"""Teams and wishes as CSV and Excel files: read with an answer to every line, and written so that they are read the same.

Nothing here knows a database or a server. Files are hostile until they are read: sizes are bounded before anything is
unpacked, and whatever the bytes are, the only error is `Unreadable`.
"""
