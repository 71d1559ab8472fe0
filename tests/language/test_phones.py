"""Telephone numbers as people type them."""

import pytest

from reports.language import phones


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("8 (48131) 4-20-11", [("8 (48131) 4-20-11", "tel:84813142011")]),
        ("+7 910 700-00-01", [("+7 910 700-00-01", "tel:+79107000001")]),
        (
            "8 (48131) 4-20-11, доб. 12",
            [("8 (48131) 4-20-11, доб. 12", "tel:84813142011;ext=12")],
        ),
        ("4-20-11 вн. 7", [("4-20-11 вн. 7", "tel:42011;ext=7")]),
        ("4-20-11; 4-20-12", [("4-20-11", "tel:42011"), ("4-20-12", "tel:42012")]),
        ("через приемную", [("через приемную", "")]),
    ],
)
def test_parse_gives_what_is_read_and_what_is_dialled(typed, expected):
    assert phones.parse(typed) == expected
