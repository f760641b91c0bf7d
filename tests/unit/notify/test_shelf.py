# SPDX-License-Identifier: MPL-2.0
"""What is kept of feeds stays within its bounds and is never mixed up."""

from services.notify.web.shelf import Shelf


def test_what_was_put_is_there_by_state_and_encoding() -> None:
    shelf = Shelf(100)
    shelf.put("a", "1", b"plain", zipped=False)
    shelf.put("a", "1", b"zip", zipped=True)
    assert (shelf.etag("a"), shelf.body("a", zipped=False), shelf.body("a", zipped=True)) == ("1", b"plain", b"zip")
    assert (shelf.etag("b"), shelf.body("b", zipped=False)) == (None, None)


def test_the_least_used_body_goes_first_and_its_etag_stays() -> None:
    shelf = Shelf(10)
    shelf.put("a", "1", b"12345", zipped=False)
    shelf.put("b", "2", b"12345", zipped=False)
    shelf.body("a", zipped=False)
    shelf.put("c", "3", b"12345", zipped=False)
    assert [shelf.body(state, zipped=False) is not None for state in "abc"] == [True, False, True]
    assert shelf.etag("b") == "2"


def test_a_body_put_again_is_counted_once() -> None:
    shelf = Shelf(10)
    for _ in range(5):
        shelf.put("a", "1", b"12345", zipped=False)
    shelf.put("b", "2", b"12345", zipped=False)
    assert shelf.body("a", zipped=False) is not None


def test_a_body_larger_than_the_shelf_is_not_kept() -> None:
    shelf = Shelf(3)
    shelf.put("a", "1", b"12345", zipped=False)
    assert shelf.body("a", zipped=False) is None
    shelf.put("b", "2", b"123", zipped=False)
    assert shelf.body("b", zipped=False) == b"123"
