"""The words that stand in such reports again and again, in all their forms, and slips made in them.

They lie in a file of their own: another region brings its own.
"""

import functools
from collections import defaultdict
from pathlib import Path

from reports.language.proofreading import dictionary

_FILE = Path(__file__).with_name("official_words.txt")
SHORTEST = 5  # letters of a form: of four, every other surname is a slip
_SHORTEST_FAR = 8  # letters of a word in which two slips are looked for
_SAME_BEGINNING = 2  # letters that two slips leave alone


@functools.cache
def forms() -> frozenset[str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    forms = {form for word in words for form in dictionary.forms(word)}
    return frozenset(form for form in forms if len(form) >= SHORTEST)


@functools.cache
def _by_beginning() -> dict[str, list[str]]:
    found = defaultdict(list)
    for form in sorted(forms()):
        found[form[:_SAME_BEGINNING]].append(form)
    return found


def is_official(word: str) -> bool:
    return word in forms()


@functools.lru_cache(maxsize=5_000)
def near(word: str) -> tuple[str, ...]:
    """The forms that are one slip of the pen away from ``word``."""
    if len(word) < SHORTEST:
        return ()
    return tuple(sorted(dictionary.one_slip_away(word) & forms()))


@functools.lru_cache(maxsize=5_000)
def farther(word: str) -> tuple[str, ...]:
    """The forms of long words that are two slips away: «фестевиля»."""
    if len(word) < _SHORTEST_FAR:
        return ()
    return tuple(
        form
        for form in _by_beginning().get(word[:_SAME_BEGINNING], ())
        if abs(len(form) - len(word)) <= 2 and form[-1] == word[-1] and _distance(word, form) <= 2
    )


def _distance(one: str, other: str) -> int:
    """Of Levenshtein."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, theirs in enumerate(other, start=1):
            changed = before[column - 1] + (letter != theirs)
            now.append(min(before[column] + 1, now[-1] + 1, changed))
        before = now
    return before[-1]
