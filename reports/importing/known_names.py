"""Finds the municipality that a text names or mentions, however it was typed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from reports.importing.column_headings import LOOK_ALIKES

LONGEST_LINE = 200  # of a line that may name a municipality: a longer one is a story
LONGEST_TEXT = 2_000
NUMBER = re.compile(r"\W*(?:раздел\s+|часть\s+)?(?:\d{1,3}|[IVXIХ]{1,7})\s*[.)]?\s+", re.IGNORECASE)
WORD = re.compile(r"\w+")
# Words that a name may stand without. «МО» is not «м.о.» of a person: letters alone are compared.
BEFORE = (
    ("администрация",),
    ("муниципальное", "образование"),
    ("муниципального", "образования"),
    ("мо",),
    ("м", "о"),
    ("городской", "округ"),
)
CASES = re.compile(r"(?:ий|ого|ому|им|ом|а|у|е)$")
ADJECTIVE = re.compile(r"(?:ий|ого|ому|им|ом)$")
MOST_HINTS = 30  # words of the name of a file
# A name that begins as those of municipalities do: of one we do not know, or misspelt.
NAME_LIKE = re.compile(
    r"\W*(?:(?:муниципальное образование|мо)\W+[^\W_].{0,80}"
    r"|[\w-]+[сц]кий (?:муниципальный )?(?:район|округ)(?: \w+ой области)?)\W*",
    re.IGNORECASE,
)


Owner = TypeVar("Owner")


@dataclass(frozen=True)
class Name(Generic[Owner]):
    """One name of a municipality; ``is_valid`` on the last day of the quarter."""

    text: str
    owner: Owner
    is_valid: bool


class KnownNames(Generic[Owner]):
    """Finds the municipality of a name. Valid names are preferred; an ambiguous one finds none."""

    def __init__(self, names: Iterable[Name[Owner]]) -> None:
        self._by_key: dict[str, dict[bool, list[Owner]]] = defaultdict(
            lambda: {True: [], False: []}
        )
        self._by_stem: dict[tuple[str, str], list[Owner]] = defaultdict(list)
        for name in names:
            words = _without_wrapping(_words(name.text))
            for key in {"".join(words), "".join(_words(name.text))}:
                _add(self._by_key[key][name.is_valid], name.owner)
            for stem in _stems(words):
                _add(self._by_stem[stem], name.owner)

    def find(self, text: str, *, in_table: bool = False) -> Owner | None:
        """The owner, if the text or a line of it is a name and nothing else.

        In a row of a table «г. Смоленск» is the city; elsewhere it may be where a letter is from.
        """
        if len(text) > LONGEST_TEXT:
            return None
        for line in (text, *(text.splitlines() if "\n" in text else ())):
            words = _words(NUMBER.sub("", line, count=1))
            if in_table and words[:1] in (("г",), ("гор",)):
                words = ("город", *words[1:])
            for key in ("".join(words), "".join(_without_wrapping(words))):
                if key in self._by_key:
                    owners = self._by_key[key][True] or self._by_key[key][False]
                    if len(owners) == 1:
                        return owners[0]
        return None

    def mentioned(self, text: str) -> list[Owner]:
        """The owners whose names stand in the text, in any case of the noun."""
        found: list[Owner] = []
        for line in _short_lines(text):
            for stem in _stems(_words(line)):
                for owner in self._by_stem.get(stem, ()):
                    _add(found, owner)
        return found

    def hinted(self, text: str) -> list[Owner]:
        """The owners whose names stand in the name of a file, were it one word of them."""
        words = _words(text.replace("_", " ").replace("-", " "))[:MOST_HINTS]
        found = self.mentioned(" ".join(words))
        for word in words:
            stem = CASES.sub("", word)
            kinds = ("район", "округ") if ADJECTIVE.search(word) else ("город",)
            owners = [one for kind in kinds for one in self._by_stem.get((kind, stem), ())]
            owners = owners or self._by_key.get(word, {}).get(True, [])
            if len(owners) == 1:
                _add(found, owners[0])
        return found

    def looks_like_a_name(self, text: str) -> bool:
        return any(NAME_LIKE.fullmatch(line.strip()) for line in _short_lines(text))


def _short_lines(text: str) -> Iterator[str]:
    if len(text) <= LONGEST_TEXT:
        yield from (line for line in text.splitlines() if len(line) <= LONGEST_LINE)


@lru_cache(maxsize=64)  # a line is asked about in several ways
def _words(text: str) -> tuple[str, ...]:
    """Quotes, dashes, spaces and ё are typed as they come, and some letters are Latin."""
    words = WORD.findall(text.casefold().translate(LOOK_ALIKES))
    for at in range(len(words) - 1, 0, -1):
        if words[at - 1 : at + 1] == ["р", "н"]:
            words[at - 1 : at + 1] = ["район"]
    return tuple(
        word
        for word, following in zip(words, [*words[1:], ""], strict=False)
        if not (word.startswith("муниципальн") and following.startswith(("район", "округ")))
        and word != "герой"  # «город-герой Смоленск»
    )


def _without_wrapping(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell municipalities apart: «вяземский район», «город десногорск»."""
    for before in BEFORE:
        if len(words) > len(before) and words[: len(before)] == before:
            words = words[len(before) :]
    if len(words) > 2 and words[-1] == "области" and words[-2].endswith("ой"):
        words = words[:-2]
    return words


def _stems(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Kind and stem of each «… район», «… округ» and «город …», whatever the case."""
    for first, second in pairwise(words):
        kind = CASES.sub("", second)
        if kind in ("район", "округ") and CASES.sub("", first) != first:
            yield kind, CASES.sub("", first)
        elif CASES.sub("", first) == "город":
            yield "город", CASES.sub("", second)


def _add(owners: list[Owner], owner: Owner) -> None:
    if owner not in owners:
        owners.append(owner)
