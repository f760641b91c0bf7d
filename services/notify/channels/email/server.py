# SPDX-License-Identifier: MPL-2.0
"""From SMTP_URL to a server one can connect to."""

import socket
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP

from services.notify.channels.email.conversation import HANDING_OVER
from services.shared.settings import SettingRefused

_TLS: dict[str, tuple[bool, bool | None]] = {  # from the start, after the greeting
    "smtp": (False, None),  # after the greeting when the server offers it
    "smtps": (True, False),
    "smtp+starttls": (False, True),
}


def server_at(url: str) -> SMTP:
    """The server, not yet connected. Our own name is asked of no DNS, for that could hang.

    Raises SettingRefused with a sentence for the operator.
    """
    parts = urlsplit(url)
    if parts.scheme not in _TLS or not parts.hostname:
        raise SettingRefused(
            f"SMTP_URL must begin with {', '.join(f'{scheme}://' for scheme in _TLS)} and name a host."
        )
    use_tls, start_tls = _TLS[parts.scheme]
    return SMTP(
        hostname=parts.hostname,
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=use_tls,
        start_tls=start_tls,
        local_hostname=socket.gethostname(),
        timeout=HANDING_OVER,
    )
