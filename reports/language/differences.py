"""Two texts, word by word: what stands in one and not in the other."""

import re
from difflib import SequenceMatcher

# A stretch of text, and whether it is missing from the other side.
Part = tuple[str, bool]

WORD = re.compile(r"\w+|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
# Words of both texts together; above that whole paragraphs are compared, or it takes seconds.
MOST_WORDS = 6_000


def differences(mine: str, theirs: str) -> tuple[list[Part], list[Part]]:
    """Both texts as parts that join to them again; equal stretches are as long as they can be."""
    a, b = WORD.findall(mine), WORD.findall(theirs)
    if len(a) + len(b) > MOST_WORDS:
        a, b = PARAGRAPH.findall(mine), PARAGRAPH.findall(theirs)
    left: list[Part] = []
    right: list[Part] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        # A space alone between two changed words is no agreement.
        differs = kind != "equal" or (bool(left or right) and not "".join(a[a1:a2]).strip())
        _add(left, "".join(a[a1:a2]), differs)
        _add(right, "".join(b[b1:b2]), differs)
    return left, right


def _add(parts: list[Part], words: str, differs: bool) -> None:
    if words and parts and parts[-1][1] == differs:
        parts[-1] = (parts[-1][0] + words, differs)
    elif words:
        parts.append((words, differs))
