"""Two texts, word by word: what stands in one and not in the other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# A stretch of text, and whether it is missing from the other side.
Part = tuple[str, bool]

WORD = re.compile(r"\w+|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
WHOLE = re.compile(r".+", re.DOTALL)
# Steps of the search for equal stretches, at worst. Above that whole paragraphs are compared, and
# above that only the ends: the steps grow with the cube of the length.
MOST_STEPS = 20_000_000


def differences(mine: str, theirs: str) -> tuple[list[Part], list[Part]]:
    """Both texts as parts that join to them again; equal stretches are as long as they can be."""
    left: list[Part] = []
    right: list[Part] = []
    for ours, others, is_equal in _stretches(mine, theirs):
        # A space alone between two changed words is no agreement.
        differs = not is_equal or (bool(left or right) and not ours.strip())
        _add(left, ours, differs)
        _add(right, others, differs)
    return left, right


def merged(before: Sequence[Part], after: Sequence[Part]) -> list[tuple[str, str]]:
    """Both texts of ``differences`` as one to be read through: ``(words, "same" | "gone" | "new")``."""
    gone, new = list(before), list(after)
    told: list[tuple[str, str]] = []
    while gone or new:
        if gone and gone[0][1]:
            told.append((gone.pop(0)[0], "gone"))
        elif new and new[0][1]:
            told.append((new.pop(0)[0], "new"))
        else:  # an agreement may be in one piece on one side and in several on the other
            words = min(gone[0][0], new[0][0], key=len)
            told.append((words, "same"))
            for parts in (gone, new):
                rest = parts[0][0][len(words) :]
                parts[:1] = [(rest, False)] if rest else []
    return told


def _stretches(mine: str, theirs: str) -> Iterator[tuple[str, str, bool]]:
    """``(of mine, of theirs, whether they are equal)``, in order."""
    for unit in (WORD, PARAGRAPH, WHOLE):
        a, b = unit.findall(mine), unit.findall(theirs)
        start = _common(a, b)
        end = _common(a[start:][::-1], b[start:][::-1])
        a_middle, b_middle = a[start : len(a) - end], b[start : len(b) - end]
        if _steps(a_middle, b_middle) <= MOST_STEPS:
            break
    yield "".join(a[:start]), "".join(b[:start]), True
    # Spaces are no agreement by themselves; beside equal words they are.
    matcher = SequenceMatcher(str.isspace, a_middle, b_middle, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        yield "".join(a_middle[a1:a2]), "".join(b_middle[b1:b2]), kind == "equal"
    yield "".join(a[len(a) - end :]), "".join(b[len(b) - end :]), True


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many units both begin with."""
    differing = (at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
    return next(differing, min(len(a), len(b)))


def _steps(a: Sequence[str], b: Sequence[str]) -> int:
    """One search goes over ``a`` and all its words in ``b``; each may find but one word."""
    counts = Counter(word for word in b if not word.isspace())
    pairs = sum(counts[word] for word in a)
    return (len(a) + pairs) * min(len(a), len(b), pairs)


def _add(parts: list[Part], words: str, differs: bool) -> None:
    if words and parts and parts[-1][1] == differs:
        parts[-1] = (parts[-1][0] + words, differs)
    elif words:
        parts.append((words, differs))
