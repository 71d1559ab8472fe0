"""Drawings of the pages as SVG text: sizes are attributes, colours are classes (``parts.css``), nothing
is styled in place, for the content policy forbids it."""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

FEWEST, MOST = 3, 60  # stones that can be told apart; beyond that there is a band
CENTRE = (156.0, 164.0)
OUTER, INNER = 150.0, 92.0
KEY_OUTER, KEY_INNER = 160.0, 88.0
GAP = 0.0087  # radians on either side of a stone
LEG_TOP, LEG_STEP, LEG_HEIGHT, LEG_WIDTH = 167.0, 19.0, 17, 58
WIDTH = 312
MICROBAR_WIDTH = 72


def arch(states: Sequence[str], *, look: str = "", label: str = "", legs: int = 0) -> str:
    """A stone for each of ``states``, in the order of the document, from the left foot to the right.

    A state is the end of a class (``accepted`` → ``stone-accepted``). With an odd number the stone in
    the middle is the keystone. ``look`` adds classes to the whole (``arch-on-dark``), ``legs`` is the
    number of courses on either side, which stand for nothing. Without a ``label`` it is decoration. More
    than 60 are drawn as a band of shares; fewer than three cannot stand: a ``ValueError``.
    """
    if len(states) < FEWEST:
        raise ValueError("An arch has three stones at least.")
    if len(states) > MOST:
        return _band(states, look=look, label=label)
    stones = "".join(_stone(place, len(states), state) for place, state in enumerate(states))
    courses = "".join(_course(number) for number in range(legs))
    height = round(168 + LEG_STEP * legs)
    return _svg(f"arch {look}".strip(), f"0 0 {WIDTH} {height}", stones + courses, label)


def stone(state: str) -> str:
    """One stone of an arch, as a key to its colours; decoration."""
    path = f'<path class="stone stone-{escape(state)}" d="M.5.5h9l-1.5 13h-6z"/>'
    return _svg("arch", "0 0 10 14", path)


def microbar(value: float, top: float) -> str:
    """A bar of ``value`` on the scale from nought to ``top``; the number stands beside it."""
    share = 0 if top <= 0 else min(1, max(0, value / top))
    fill = f'<rect class="fill" width="{round(MICROBAR_WIDTH * share)}" height="10" rx="1"/>'
    return _svg("microbar", f"0 0 {MICROBAR_WIDTH} 10", fill, stretched=True)


def _stone(place: int, number: int, state: str) -> str:
    is_key = 2 * place + 1 == number
    outer, inner = (KEY_OUTER, KEY_INNER) if is_key else (OUTER, INNER)
    start = pi * (1 - place / number) - GAP
    end = pi * (1 - (place + 1) / number) + GAP
    corners = [_at(inner, start), _at(outer, start), _at(outer, end), _at(inner, end)]
    path = "M{}L{}A{r} {r} 0 0 1 {}L{}A{q} {q} 0 0 0 {}Z".format(
        *corners, corners[0], r=f"{outer:.0f}", q=f"{inner:.0f}"
    )
    key = " stone-key" if is_key else ""
    return f'<path class="stone stone-{escape(state)}{key}" d="{path}"/>'


def _at(radius: float, angle: float) -> str:
    """The point of a circle around the centre; angles run from the right, counter-clockwise."""
    x, y = CENTRE[0] + radius * cos(angle), CENTRE[1] - radius * sin(angle)
    return f"{x:.1f} {y:.1f}"


def _course(number: int) -> str:
    top = LEG_TOP + LEG_STEP * number
    return "".join(
        f'<rect class="stone" x="{x:.0f}" y="{top:.0f}" width="{LEG_WIDTH}" height="{LEG_HEIGHT}"/>'
        for x in (CENTRE[0] - OUTER, CENTRE[0] + INNER)
    )


def _band(states: Sequence[str], *, look: str, label: str) -> str:
    """The shares of the states, each in its order of first appearance."""
    drawn, left = "", 0.0
    for state in dict.fromkeys(states):
        width = WIDTH * states.count(state) / len(states)
        drawn += (
            f'<rect class="stone stone-{escape(state)}" x="{left:.1f}" y="1" width="{width:.1f}" '
            'height="22"/>'
        )
        left += width
    return _svg(f"arch {look}".strip(), f"0 0 {WIDTH} 24", drawn, label)


def _svg(classes: str, box: str, drawn: str, label: str = "", *, stretched: bool = False) -> str:
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    ratio = ' preserveAspectRatio="none"' if stretched else ""
    return f'<svg class="{escape(classes)}" viewBox="{box}"{ratio} {said}>{drawn}</svg>'
