# SPDX-License-Identifier: MPL-2.0
"""python -m services.portal: one process of this service alone; without words it tells which there are."""

from services.portal.app import SERVICE
from services.shared.process import main

if __name__ == "__main__":
    main(SERVICE)
