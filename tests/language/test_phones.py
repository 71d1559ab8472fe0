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


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("8 (4812) 29-00-00", True),
        ("4-20-11, доб. 12", True),
        ("112", True),
        ("вечером; +7 910 000-00-00", True),
        ("позвоните вечером", False),
        ("доб. 1234", False),
        ("12", False),
        ("", False),
    ],
)
def test_only_digits_can_be_dialled(text, can):
    assert phones.can_be_dialled(text) is can
