# SPDX-License-Identifier: MPL-2.0
"""The ways to reach people. Each is a folder that fulfils `contract.Channel`: one method, `send(notice, address)`.

To add one, say `sms`:

1. Copy the nearest folder to `channels/sms/`. Its `open_channel(settings)` is an async context manager around one
   batch; what it opens (a connection, a token) lives that long. `send` words the notice for itself and answers an
   Outcome: sent, temporary (tried again), permanent, or uncertain (tried again under the same `notice.id`, so give
   that id to the other side). It puts a limit on every wait, raises nothing for what goes wrong outside, and lets no
   address, number or CPR into an Outcome or a log.
2. Add it to CHANNELS below, and to `CHANNELS` in `commands/plan_delivery.py` if everybody is told that way.
3. Add the kind of address to the replies in `commands/ask_recipient.py` and choose it by channel in
   `sender._Sender.tell`, which reads `reply.email`.
4. Test it against a real server of its protocol with faults built in, as `tests/faults/fault_smtp.py` is for mail.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

from services.notify.channels.contract import Channel
from services.notify.channels.email import open_channel as open_email
from services.shared.settings import Settings

type OpenChannel = Callable[[Settings], AbstractAsyncContextManager[Channel]]

CHANNELS: Mapping[str, OpenChannel] = {"email": open_email}
