# SPDX-License-Identifier: MPL-2.0
"""What the build looks at besides the tests."""
