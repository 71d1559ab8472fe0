"""What can be read off the tokens: contrasts that hold for every page."""

import pytest

from config.style import colours, icons
from reports.models import DisplayStatus, Status
from reports.templatetags import parts

TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
PAIRS = [
    *[(name, "paper", TEXT) for name in ("ink", "text", "grey", "wax", "amber", "green")],
    *[(name, "ground", TEXT) for name in ("ink", "text", "grey", "wax", "amber", "green")],
    *[("text", name, TEXT) for name in ("ink-100", "ink-50", "wax-50", "amber-50", "green-50")],
    ("ink", "ink-100", TEXT),
    ("ink", "ink-50", TEXT),
    ("grey", "ink-50", TEXT),
    ("wax", "wax-50", TEXT),
    ("grey", "wax-50", TEXT),
    ("amber", "amber-50", TEXT),
    ("green", "green-50", TEXT),
    *[("paper", name, TEXT) for name in ("ink-900", "ink", "wax", "green")],
    ("gold", "ink-900", SHAPE),
    ("gold", "wax", SHAPE),
    ("edge", "paper", SHAPE),
    ("edge", "ground", SHAPE),
    ("ink-300", "paper", SHAPE),
    ("ink", "ground", SHAPE),
]


def luminance(colour):
    """Of «#rgb» or «#rrggbb», as WCAG defines it."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_stand_apart(front, back, least):
    known = {name: value for name, (value, _) in colours().items()}
    assert contrast(known[front], known[back]) >= least


def test_every_state_of_a_report_has_a_shape_of_its_own():
    assert set(parts.LOOKS) == {*DisplayStatus, Status.IN_REVIEW}
    shapes = [shape for shape, _ in parts.LOOKS.values()]
    assert len(set(shapes)) == len(shapes)
    assert set(shapes) <= set(icons())
