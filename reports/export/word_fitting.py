"""Words that are wider than their column: a program that prints would cut them between any two
letters."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from reports.export.text_metrics import REGULAR, UNITS_PER_EM

# Of the letters of a word; few words have wider ones, even in capitals, and are not looked for.
WIDEST_USUAL_ADVANCE = 1450
LONGEST_WORD = 24  # letters: «достопримечательностями» has one less
ENDLESS = 100  # characters of what fits no column
NOTHING: list[str] = []
_PART = re.compile(r"[^-\t]+-?|-")


@dataclass(frozen=True)
class Line:
    """A line of a column: ``limit`` is what a text may take of it, in 1/2048 em."""

    limit: int

    @classmethod
    def of(cls, width: float, size: float) -> "Line":
        """``width`` and ``size`` of type in points."""
        return cls(int(width / size * UNITS_PER_EM))

    @property
    def is_narrow(self) -> bool:
        """Whether there are words that it cannot hold."""
        return self.limit < LONGEST_WORD * WIDEST_USUAL_ADVANCE

    def too_wide(self, text: str) -> list[str]:
        """The words of ``text`` that the line cannot hold, a word before its own part. A line may
        end after a hyphen; a space that does not break is a part of a word."""
        holds = self._holds
        words: set[str] = set()
        for run in self._long_runs(text):
            for word in run.split("\n"):
                if not holds(word[:ENDLESS]):
                    words.update(part for part in _PART.findall(word) if not holds(part[:ENDLESS]))
        return sorted(words, key=lambda word: (-len(word), word)) if words else NOTHING

    @functools.cached_property
    def _long_runs(self) -> Callable[[str], list[str]]:
        """Finds what is as long as such a word. One character apart from all others is found
        fastest, so a line break passes for a part of a word; and what begins with one character
        is looked for only there, not at every letter."""
        least = self.limit // WIDEST_USUAL_ADVANCE + 1
        find = re.compile(f" ([^ ]{{{least},}})").findall
        return lambda text: find(f" {text}")

    @functools.cached_property
    def _holds(self) -> Callable[[str], bool]:
        @functools.lru_cache(maxsize=4096)  # a report has few words of such a length
        def holds(word: str) -> bool:
            return len(word) < ENDLESS and width_of(word) <= self.limit

        return holds


def width_of(word: str) -> int:
    """In 1/2048 em."""
    return sum(REGULAR.of(word))
