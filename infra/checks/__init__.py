# SPDX-License-Identifier: MPL-2.0
"""What `make check` looks at that no linter knows."""
