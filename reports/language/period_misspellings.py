"""Misspelt months and other words of a period: how the whole text may have been meant."""

import difflib
import re
from collections.abc import Iterator

from reports.language.period_words import OFTEN_MISSPELT

LONGEST_WORD = 15  # letters; «включительно» and some slips
_LIKENESS = 0.75
_MOST = 3


def mended(text: str, start: int, end: int) -> Iterator[str]:
    """``text`` with the first word of its piece from ``start`` to ``end`` that looks like a month or
    another word of a period in its place, the likeliest first."""
    for word in re.finditer("[а-яё]+", text[start:end].lower()):
        near: list[str] = []
        if len(word[0]) <= LONGEST_WORD:
            near = difflib.get_close_matches(word[0], OFTEN_MISSPELT, _MOST, _LIKENESS)
        for better in near:
            yield text[: start + word.start()] + better + text[start + word.end() :]
        if near:
            return
