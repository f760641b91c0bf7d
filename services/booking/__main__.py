# SPDX-License-Identifier: MPL-2.0
"""python -m services.booking: one process of this service alone; without words it tells which there are.

`policy ...` looks at policy files, and needs neither settings nor servers.
"""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["policy"]:
        from services.booking.policy_cli.main import main as policy

        sys.exit(policy(sys.argv[2:]))

    from services.booking.app import SERVICE
    from services.shared.process import main

    main(SERVICE, also=["policy"])
