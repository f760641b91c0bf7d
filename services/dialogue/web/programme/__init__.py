# SPDX-License-Identifier: MPL-2.0
"""What is on: the programme, one session, the feeds' doors; for everybody."""
