# SPDX-License-Identifier: MPL-2.0
"""`make bench`: how fast it is, as ratios against a limit measured in the same run."""
