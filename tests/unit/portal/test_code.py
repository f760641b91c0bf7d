# SPDX-License-Identifier: MPL-2.0
"""The one-time code, which no table holds."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.portal.rules.code import code_of, is_code

SIGN_IN = UUID("0190a1b2-0000-7000-8000-000000000001")


@given(st.text(min_size=1), st.uuids())
def test_a_code_is_six_digits_and_always_the_same_for_a_sign_in(secret: str, sign_in: UUID) -> None:
    code = code_of(secret, sign_in)
    assert len(code) == 6
    assert code.isascii()
    assert code.isdigit()
    assert code == code_of(secret, sign_in)


def test_codes_of_many_sign_ins_are_spread_over_all_there_are() -> None:
    codes = {code_of("secret", UUID(int=number)) for number in range(2000)}
    assert len(codes) > 1990
    assert {code[0] for code in codes} == set("0123456789")


def test_another_secret_makes_another_code() -> None:
    assert code_of("one secret", SIGN_IN) != code_of("another secret", SIGN_IN)


def test_a_code_may_be_typed_with_spaces_and_hyphens() -> None:
    code = code_of("secret", SIGN_IN)
    assert is_code(f" {code[:3]}-{code[3:]} ", "secret", SIGN_IN)


@given(st.text())
def test_nothing_else_is_the_code(typed: str) -> None:
    code = code_of("secret", SIGN_IN)
    digits = "".join(sign for sign in typed if not (sign.isspace() or sign == "-"))
    assert is_code(typed, "secret", SIGN_IN) == (digits == code)
