"""Two texts, word by word: what stands in one and not in the other. «Ё» and «е» are one letter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from rapidfuzz.distance import Indel

# A stretch of text, and whether it is missing from the other side.
Part = tuple[str, bool]
# Of mine, of theirs, and whether they are equal.
Stretch = tuple[str, str, bool]

WORD = re.compile(r"\w+|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
WHOLE = re.compile(r".+", re.DOTALL)
# Of words compared with words: a bit of memory each. Above that whole paragraphs are compared, and
# above that only the ends.
MOST_PAIRS = 30_000_000
# An agreement without one, between two changes, only tears them to pieces.
_TELLING = re.compile(r"\w{3}|\d")
_YO = str.maketrans("ёЁ", "еЕ")


def differences(mine: str, theirs: str) -> tuple[list[Part], list[Part]]:
    """Both texts as parts that join to them again; as many words are equal as can be."""
    left: list[Part] = []
    right: list[Part] = []
    for ours, others, is_equal in _whole(list(_joined(_stretches(mine, theirs)))):
        left += [(ours, not is_equal)] * bool(ours)
        right += [(others, not is_equal)] * bool(others)
    return _united(left), _united(right)


def _united(parts: Iterable[Part]) -> list[Part]:
    """Neighbours that both differ, or both do not, as one: beside a word that only the other side
    has, there is nothing on this one."""
    return [
        ("".join(words for words, _ in run), differs)
        for differs, run in groupby(parts, key=itemgetter(1))
    ]


def is_same(mine: str, theirs: str) -> bool:
    return mine == theirs or mine.translate(_YO) == theirs.translate(_YO)


def merged(before: Sequence[Part], after: Sequence[Part]) -> list[tuple[str, str]]:
    """Both texts of ``differences`` as one to be read through: ``(words, "same" | "gone" | "new")``;
    what is the same, as it stands afterwards."""
    gone, new = list(before), list(after)
    told: list[tuple[str, str]] = []
    while gone or new:
        if gone and gone[0][1]:
            told.append((gone.pop(0)[0], "gone"))
        elif new and new[0][1]:
            told.append((new.pop(0)[0], "new"))
        else:  # an agreement may be in one piece on one side and in several on the other
            words = new[0][0][: len(gone[0][0])]
            told.append((words, "same"))
            for parts in (gone, new):
                rest = parts[0][0][len(words) :]
                parts[:1] = [(rest, False)] if rest else []
    return told


def _stretches(mine: str, theirs: str) -> Iterator[Stretch]:
    for unit in (WORD, PARAGRAPH, WHOLE):
        a, b = unit.findall(mine), unit.findall(theirs)
        start = _common(a, b)
        end = _common(a[start:][::-1], b[start:][::-1])
        a_middle, b_middle = a[start : len(a) - end], b[start : len(b) - end]
        if len(a_middle) * len(b_middle) <= MOST_PAIRS:
            break
    yield "".join(a[:start]), "".join(b[:start]), True
    i = j = 0
    for x, y in _equal_words(a_middle, b_middle):
        yield from _gap(a_middle[i:x], b_middle[j:y])
        yield a_middle[x], b_middle[y], True
        i, j = x + 1, y + 1
    yield from _gap(a_middle[i:], b_middle[j:])
    yield "".join(a[len(a) - end :]), "".join(b[len(b) - end :]), True


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many units both begin with."""
    differing = (
        at for at, (one, other) in enumerate(zip(a, b, strict=False)) if not is_same(one, other)
    )
    return next(differing, min(len(a), len(b)))


def _equal_words(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of as many words as can be paired in order. Spaces are no agreement by themselves."""
    places = [[at for at, unit in enumerate(units) if not unit.isspace()] for units in (a, b)]
    codes: dict[str, int] = {}
    coded = [
        [codes.setdefault(units[at].translate(_YO), len(codes)) for at in held]
        for units, held in zip((a, b), places, strict=True)
    ]
    for block in Indel.opcodes(*coded).as_matching_blocks():
        for step in range(block.size):
            yield places[0][block.a + step], places[1][block.b + step]


def _gap(ours: Sequence[str], others: Sequence[str]) -> Iterator[Stretch]:
    """What stands between two equal words; the spaces beside these may be equal as well."""
    before = bool(ours and others) and ours[0] == others[0] and ours[0].isspace()
    ours, others, space = ours[before:], others[before:], ours[:before]
    yield "".join(space), "".join(space), True
    after = bool(ours and others) and ours[-1] == others[-1] and ours[-1].isspace()
    yield "".join(ours[: len(ours) - after]), "".join(others[: len(others) - after]), False
    space = ours[len(ours) - after :]
    yield "".join(space), "".join(space), True


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours that are both equal, or both not, as one."""
    there = (stretch for stretch in stretches if stretch[0] or stretch[1])
    for is_equal, run in groupby(there, key=lambda stretch: stretch[2]):
        ours, others, _ = zip(*run, strict=True)
        yield "".join(ours), "".join(others), is_equal


def _whole(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """``stretches``, a sign or a short word alone between two changes changed with them."""
    inner = range(1, len(stretches) - 1)
    yield from _joined(
        (ours, others, is_equal and (at not in inner or bool(_TELLING.search(ours))))
        for at, (ours, others, is_equal) in enumerate(stretches)
    )
