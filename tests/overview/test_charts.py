"""The drawings, to the letter: what they look like is looked at on ``/style/``."""

import re

import pytest

from reports.overview.charts import arch, microbar


def test_arch_of_three_to_the_letter():
    assert arch(["accepted", "none", "returned"], look="arch-quiet", label="Сдал 1 из 3") == (
        '<svg class="arch arch-quiet" viewBox="0 0 312 168" role="img" aria-label="Сдал 1 из 3">'
        '<path class="stone stone-accepted" d="M64.0 163.2L6.0 162.7A150 150 0 0 1 79.9 34.8'
        'L109.3 84.7A92 92 0 0 0 64.0 163.2Z"/>'
        '<path class="stone stone-none stone-key" d="M112.7 87.4L77.2 24.7A160 160 0 0 1 234.8 24.7'
        'L199.3 87.4A88 88 0 0 0 112.7 87.4Z"/>'
        '<path class="stone stone-returned" d="M202.7 84.7L232.1 34.8A150 150 0 0 1 306.0 162.7'
        'L248.0 163.2A92 92 0 0 0 202.7 84.7Z"/></svg>'
    )


def test_an_even_number_has_no_keystone():
    drawn = arch(["none"] * 4)
    assert drawn.count("<path") == 4
    assert "stone-key" not in drawn
    assert 'aria-hidden="true"' in drawn


def test_legs_stand_under_both_feet():
    drawn = arch(["none"] * 27, legs=2)
    assert 'viewBox="0 0 312 206"' in drawn
    assert re.findall(r'<rect class="stone" x="(\d+)" y="(\d+)"', drawn) == [
        ("6", "167"),
        ("248", "167"),
        ("6", "186"),
        ("248", "186"),
    ]


def test_more_than_sixty_are_a_band_of_shares():
    assert arch(["accepted"] * 60 + ["none"] * 20) == (
        '<svg class="arch" viewBox="0 0 312 24" aria-hidden="true">'
        '<rect class="stone stone-accepted" x="0.0" y="1" width="234.0" height="22"/>'
        '<rect class="stone stone-none" x="234.0" y="1" width="78.0" height="22"/></svg>'
    )


def test_two_stones_do_not_stand():
    with pytest.raises(ValueError, match="three"):
        arch(["none", "none"])


def test_a_label_is_text():
    assert 'aria-label="&lt;b&gt; &amp; &quot;"' in arch(["none"] * 3, label='<b> & "')


@pytest.mark.parametrize(
    ("value", "top", "width"), [(4, 5, 58), (0, 5, 0), (7, 5, 72), (-1, 5, 0), (3, 0, 0)]
)
def test_microbar_to_the_letter(value, top, width):
    assert microbar(value, top) == (
        '<svg class="microbar" viewBox="0 0 72 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="fill" width="{width}" height="10" rx="1"/></svg>'
    )


def test_no_drawing_is_styled_in_place():
    assert "style=" not in arch(["none"] * 27, legs=5) + arch(["none"] * 99) + microbar(1, 2)
