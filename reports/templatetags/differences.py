"""How the differences of two texts look on a page."""

import re

from django import template

from reports.language.text_diff import Part

register = template.Library()

LONG = 120  # characters without a change; what is shorter is read as it is
BEFORE = re.compile(r"(?<=\s)\S.{0,39}\Z", re.DOTALL)
AFTER = re.compile(r".{0,39}\S(?=\s)", re.DOTALL)
FOLD: Part = ("", False)


@register.filter
def folded(parts: list[Part]) -> list[Part]:
    """The parts of ``differences``; of a long stretch without a change only what stands beside the
    changes is left. A part without words is where something was left out."""
    shown: list[Part] = []
    last = len(parts) - 1
    for place, (words, differs) in enumerate(parts):
        if differs or len(words) <= LONG:
            shown.append((words, differs))
            continue
        # A text that is whole in the other one has no change to show: its both ends stand for it.
        is_whole = last == 0
        after = AFTER.match(words) if place or is_whole else None
        before = BEFORE.search(words) if place < last or is_whole else None
        shown += [(after[0], False)] if after else []
        shown.append(FOLD)
        shown += [(before[0], False)] if before else []
    return shown
