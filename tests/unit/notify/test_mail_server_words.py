# SPDX-License-Identifier: MPL-2.0
"""What a mail server's answer means, and when to ask again."""

from datetime import UTC, datetime, timedelta

import pytest
from aiosmtplib import SMTPResponseException
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.contract import Result
from services.notify.channels.email.conversation import refused, words
from services.notify.channels.email.message import sender_in
from services.notify.channels.email.server import server_at
from services.notify.rules.next_try import FIRST_GAP, LONGEST_GAP, next_try
from services.shared.settings import SettingRefused, Settings

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "message", "result", "nobody"),
    [
        (550, "5.1.1 unknown", Result.PERMANENT_FAILURE, True),
        (550, "5.7.1 policy", Result.PERMANENT_FAILURE, False),
        (550, "mailbox unavailable", Result.PERMANENT_FAILURE, True),
        (554, "no", Result.PERMANENT_FAILURE, False),
        (552, "5.2.2 mailbox full", Result.PERMANENT_FAILURE, False),
        (450, "4.2.1 try later", Result.TEMPORARY_FAILURE, False),
        (421, "busy", Result.TEMPORARY_FAILURE, False),
    ],
)
def test_only_what_is_said_about_this_mail_is_final(code: int, message: str, result: Result, nobody: bool) -> None:
    answer = SMTPResponseException(code, message)
    outcome = refused(answer, about_this_mail=True)
    assert (outcome.result, outcome.address_is_bad) == (result, nobody)
    assert refused(answer, about_this_mail=False).result is Result.TEMPORARY_FAILURE


@pytest.mark.parametrize(
    "said", ["<eva@forening.example>: no", "user eva@forening.example unknown", "(eva@forening.example)"]
)
def test_a_repeated_address_is_left_out_of_what_is_kept(said: str) -> None:
    assert "eva" not in words(550, said)


@given(st.integers(1, 200))
def test_gaps_grow_up_to_an_hour(tries: int) -> None:
    far = NOW + timedelta(days=9)
    one, two = next_try(tries, now=NOW, valid_until=far), next_try(tries + 1, now=NOW, valid_until=far)
    assert one is not None and two is not None
    assert FIRST_GAP <= one - NOW <= two - NOW <= LONGEST_GAP


def test_there_is_no_try_when_nobody_would_need_it_by_then() -> None:
    assert next_try(1, now=NOW, valid_until=NOW + FIRST_GAP) is None
    assert next_try(1, now=NOW, valid_until=NOW + FIRST_GAP + timedelta(seconds=1)) == NOW + FIRST_GAP


def test_settings_that_make_no_sense_are_refused_in_a_sentence() -> None:
    with pytest.raises(SettingRefused, match="MAIL_SENDER"):
        sender_in(Settings(mail_sender="nobody"))
    with pytest.raises(SettingRefused, match="SMTP_URL"):
        server_at("http://mail.example")


@pytest.mark.parametrize(
    ("url", "at_once", "after_greeting"),
    [("smtp://h:25", False, None), ("smtps://h", True, False), ("smtp+starttls://h", False, True)],
)
def test_the_url_says_when_tls_begins(url: str, at_once: bool, after_greeting: bool | None) -> None:
    server = server_at(url)
    assert (server.use_tls, server._start_tls_on_connect) == (at_once, after_greeting)
