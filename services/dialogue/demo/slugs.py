# SPDX-License-Identifier: MPL-2.0
"""Sessions of the demo by what can be seen on them. Tests and pictures go there by these names."""

DEMO_SLUGS = {
    "open": "kriterier-for-vedvarende-energi",
    "quotas": "dialogmoede-borgere-raad-og-byraad",
    "waiting_list": "liv-i-lokalomraaderne",
    "full": "kaffe-med-borgmesteren",
    "block": "faellesskaber-paa-soelund",
    "lottery": "borgersamling",
    "online": "solceller-i-det-aabne-land",
    "hybrid": "borgermoede-om-budgettet",
    "workshop": "kriterier-for-vedvarende-energi",
    "study_trip": "studietur-til-et-solcelleanlaeg",
    "visit": "besoeg-paa-raadhuset",
    "just_come": "dialogmoede-og-byraadsmoede-paa-helnaes",
    "early": "fordeling-af-haller-og-gebyrer",
    "closed": "vind-og-sol-i-vraa",
    "cancelled": "marsvinslund",
    "draft": "dialogmoede-vaert-soeges",
    "series": "foreninger-og-politikere-1",
    "needs": "store-solcelleanlaeg",
    "door": "store-solcelleanlaeg",
    "past": "dialogmoede-frederikshavn-2022",
}
"""Whatever the day is; `door` is on the evening of the day the demo is loaded, or of the next."""
