"""Where a Russian word may be parted at the end of a line."""

import re
from itertools import pairwise

# vowels, letters that stay with the one before, consonants: one letter of the pattern for each.
_KINDS = str.maketrans(
    dict.fromkeys("аеёиоуыэюя", "v")
    | dict.fromkeys("йьъ", "s")
    | dict.fromkeys("бвгджзклмнпрстфхцчшщ", "c")
)
# A line takes as many of the consonants between two vowels as the next syllable can do without.
_POINT = re.compile(
    r"(?<=s)(?=[vc][vcs])|(?<=v)(?=v[vcs])|(?<=cv)(?=cv)"
    r"|(?<=vc)(?=cv)|(?<=vc)(?=ccv)|(?<=vcc)(?=ccv)|(?<=vcc)(?=cccv)"
)
_WORD = re.compile(r"[А-Яа-яЁё]{4,}")


def syllables(word: str) -> list[str]:
    """The parts of a word of Russian letters between which a line may end: before and after it stand
    two letters at least and a vowel. Joined they give the word."""
    kinds = word.lower().translate(_KINDS)
    points = [
        point
        for point in (match.start() for match in _POINT.finditer(kinds))
        if 2 <= point <= len(word) - 2 and "v" in kinds[:point] and "v" in kinds[point:]
        if word[point] not in "ыЫ"  # no word begins with it
    ]
    return [word[start:end] for start, end in pairwise([0, *points, len(word)])]


def hyphenated(text: str, mark: str) -> str:
    """``text`` with ``mark`` wherever one of its words may be parted."""
    return _WORD.sub(lambda word: mark.join(syllables(word[0])), text)
