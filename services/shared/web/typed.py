# SPDX-License-Identifier: MPL-2.0
"""What people type, before anything else is done with it."""


def clean(text: str) -> str:
    """Line ends as one sign; other control characters and lone surrogates gone, for PostgreSQL stores none of them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and not 0xD800 <= ord(sign) <= 0xDFFF))
