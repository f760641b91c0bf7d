# SPDX-License-Identifier: MPL-2.0
"""What all pages and APIs have in common: who may call, problems, layout, texts, paging."""
