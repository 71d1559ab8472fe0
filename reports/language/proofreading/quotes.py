"""«Ёлочки» outside, „лапки“ inside, and as many closing as opening ones."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.language.proofreading.findings import Finding

# A longer quotation is two slips of the pen far from each other rather than a name.
_LONGEST = 500
_LONGEST_SHARED = 100
_NAME_ENDS = re.compile(r"[»“”.;\n](?!\S)|\n")
_MARKS = re.compile('["«»„“”‟]+')
_HOUSE, _INNER = "«»", "„“"


@dataclass(frozen=True)
class _Pair:
    opening: int
    closing: int
    depth: int  # how many pairs stand around it


def check_quotes(text: str) -> Iterator[Finding]:
    pairs, single = _paired(text)
    shared = set(_sharing(text, pairs, single))
    for at in single:
        if at in shared:
            continue
        yield Finding("unbalanced_quotes", at, at + 1, "У этой кавычки нет пары.")
    spans = {(pair.opening, pair.closing) for pair in pairs}
    doubled = {
        (pair.opening, pair.closing)
        for pair in pairs
        if (pair.opening + 1, pair.closing - 1) in spans
    }
    for pair in pairs:
        start, end = pair.opening, pair.closing + 1
        span = (pair.opening, pair.closing)
        if span in doubled:
            yield Finding("doubled_quotes", start, end, "Кавычки поставлены дважды.")
        elif (start - 1, end) not in doubled and end - start <= _LONGEST:
            yield from _shape(text, pair)


def _sharing(text: str, pairs: list[_Pair], single: list[int]) -> Iterator[int]:
    """Opening marks that the closing one of the next name closes, too: «Театр «Маска»."""
    by_opening = {pair.opening: pair for pair in pairs}
    openings = sorted([*by_opening, *(at for at in single if text[at] == "«")])
    for at in single:
        following = bisect.bisect_right(openings, at)
        if text[at] != "«" or following == len(openings):
            continue
        pair = by_opening.get(openings[following])
        if (
            pair
            and text[pair.opening] + text[pair.closing] == _HOUSE
            and 1 < pair.opening - at <= _LONGEST_SHARED
            and not _NAME_ENDS.search(text, at, pair.opening)
        ):
            yield at


def _shape(text: str, pair: _Pair) -> Iterator[Finding]:
    start, end = pair.opening, pair.closing + 1
    typed = text[pair.opening] + text[pair.closing]
    wanted = _INNER if pair.depth % 2 else _HOUSE
    if typed == wanted:
        return
    replacement = wanted[0] + text[start + 1 : end - 1] + wanted[1]
    if wanted == _INNER and typed == _HOUSE:
        message = "Внутри «елочек» ставят „лапки“."
        yield Finding("inner_quotes", start, end, message, replacement)
    else:
        message = "Здесь нужны кавычки „лапки“." if pair.depth % 2 else "Нужны кавычки «елочки»."
        yield Finding("straight_quotes", start, end, message, replacement)


def _paired(text: str) -> tuple[list[_Pair], list[int]]:
    """The pairs in the order of their closing, and the marks left alone."""
    open_marks: list[int] = []
    matched: list[tuple[int, int]] = []
    single: list[int] = []
    for run in _MARKS.finditer(text):
        opens = _may_open(text, run)
        for at in range(run.start(), run.end()):
            if _is_opening(text, at, opens, open_marks):
                open_marks.append(at)
            elif open_marks:
                matched.append((open_marks.pop(), at))
            elif text[at] != '"' or not text[at - 1 : at].isdigit():  # 5" is a measure
                single.append(at)
    return _with_depth(matched), [*single, *open_marks]


def _may_open(text: str, run: re.Match[str]) -> bool:
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    at_start = not before or before.isspace() or before in "([{-–—/"
    return at_start and bool(after) and not after.isspace() and after not in ".,;:!?)]}"


def _is_opening(text: str, at: int, may_open: bool, open_marks: list[int]) -> bool:
    mark = text[at]
    if mark in "«„‟":
        return True
    if mark == "»" or (mark == "“" and open_marks and text[open_marks[-1]] == "„"):
        return False
    return may_open


def _with_depth(matched: list[tuple[int, int]]) -> list[_Pair]:
    """An opening mark that was never closed does not count as standing around."""
    closings: list[int] = []
    pairs = []
    for opening, closing in sorted(matched):
        while closings and closings[-1] < opening:
            closings.pop()
        pairs.append(_Pair(opening, closing, len(closings)))
        closings.append(closing)
    return pairs
