# SPDX-License-Identifier: MPL-2.0
"""Write-side SQL, one file per table."""
