"""The same event told twice: how like two mentions are, by their names, days and places.

A number is never a verdict. Above ``LIKELY`` a person is asked.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz

LIKELY = 0.6
# A week-end festival is told with or without the day of arrival.
SLACK = dt.timedelta(days=1)
# Of one name. More of them, or a longer one, is a text in the wrong column: each is compared with each.
MOST_WORDS, LONGEST_WORD = 100, 40
# Alike to so much of a hundred, two words are one, misspelled or in another case.
SAME_WORD = 84

_WORD = re.compile(r"[a-zа-я0-9]+", re.IGNORECASE)
_QUOTED = re.compile(r"[«„\"]([^«»„“\"]+)[»“\"]")
_ORDINAL = re.compile(r"\b([IVX]{1,6}|\d{1,3}-?(?:й|ый|ой|я|ая|го))\b(?!\s?(?:век|кварт))")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOWN = re.compile(r"(?:\b(?:г|пос|пгт|с|д|дер|аг|п)\.?\s+)([А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?)")
# Words of nearly every name: beside the others they say little.
_GENERIC = (
    "междунар", "межрегион", "всеросс", "республик", "российск", "росси", "белор", "смолен",
    "област", "район", "муницип", "участи", "приуч", "проведен", "организ", "посвящ", "памят",
    "имени", "открыт", "онлайн", "заочн", "дистанц", "очн", "конкурс", "фестив", "форум",
    "конференц", "семинар", "встреч", "прием", "делегац", "акци", "проект", "праздник", "выстав",
    "ярмарк", "концерт", "турнир", "соревнов", "мероприят", "молодеж", "детск", "юн", "школьн",
    "творч", "народн", "искусств", "научн", "практич", "город", "рабоч", "вопрос", "подпис",
    "обучающ", "исполнит", "художник", "мастер", "формат",
)  # fmt: skip
_SHORT = frozenset(
    [
        "и", "в", "во", "на", "с", "со", "по", "к", "ко", "о", "об", "от", "до", "за", "для",
        "из", "при", "г", "им", "у", "не",
    ]
)  # fmt: skip
_GENERIC_WEIGHT = 0.25
_QUOTED_WEIGHT = 2.0  # the proper name
_ELSEWHERE = 0.5  # the same name in two towns on one day: a festival that is held everywhere
STEM = 5  # letters that forms of one word share; endings differ


@dataclass(frozen=True)
class Mention:
    """One row. ``key`` comes back in the pairs; ``owner`` is the municipality, ``quarter`` the year
    and the number; an unknown day is None."""

    key: object
    owner: object
    quarter: tuple[int, int]
    name: str
    place: str
    start: dt.date | None
    end: dt.date | None

    @cached_property
    def words(self) -> dict[str, float]:
        """Word of the name → how much it says."""
        text = _plain(self.name)
        quoted = {word for name in _QUOTED.findall(text) for word in _words(name)}
        return {
            word: _QUOTED_WEIGHT if word in quoted else _weight(word)
            for word in islice(_words(_ORDINAL.sub(" ", _YEAR.sub(" ", text))), MOST_WORDS)
        }

    @cached_property
    def ordinals(self) -> frozenset[str]:
        return frozenset(_ORDINAL.findall(self.name))

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(_YEAR.findall(self.name))

    @cached_property
    def towns(self) -> frozenset[str]:
        return frozenset(town.casefold()[:STEM] for town in _TOWN.findall(_plain(self.place)))


def similarity(first: Mention, second: Mention) -> float:
    """0..1. Different editions, years or days are different events, however alike the names."""
    if not _meet(first, second):
        return 0.0
    if _contradict(first.ordinals, second.ordinals) or _contradict(first.years, second.years):
        return 0.0
    elsewhere = _contradict(first.towns, second.towns)
    return _names(first.words, second.words) * (_ELSEWHERE if elsewhere else 1.0)


def recurrence(first: Mention, second: Mention) -> float:
    """0..1: how like two events of different years are to be one that is held again. Neither the
    days nor the edition tell anything of it, the town does."""
    stems, others = _telling_stems(first.words), _telling_stems(second.words)
    if stems and others and stems.isdisjoint(others):
        return 0.0  # nearly all pairs, without comparing letters
    elsewhere = _contradict(first.towns, second.towns)
    return _names(first.words, second.words) * (_ELSEWHERE if elsewhere else 1.0)


def _telling_stems(words: dict[str, float]) -> frozenset[str]:
    return frozenset(word[:STEM] for word, weight in words.items() if weight > _GENERIC_WEIGHT)


def _names(first: dict[str, float], second: dict[str, float]) -> float:
    """What both say, by weight: of all that is said, and of what the shorter one says. A longer
    name explains the same event further."""
    pairs = _matched(first, second)
    both = sum(max(first[one], second[other]) for one, other in pairs)
    return overlap(
        both,
        _rest(first, {one for one, _ in pairs}),
        _rest(second, {other for _, other in pairs}),
    )


def overlap(both: float, one_alone: float, other_alone: float) -> float:
    """0..1, of the weight of what both say and of what each says alone; never less for more of the
    first, never more for more of the others."""
    everything = both + one_alone + other_alone
    if not everything:
        return 0.0
    shorter = both + min(one_alone, other_alone)
    return (both / everything + both / shorter) / 2 if shorter else 0.0


def _matched(first: dict[str, float], second: dict[str, float]) -> list[tuple[str, str]]:
    same = first.keys() & second.keys()
    pairs = [(word, word) for word in same]
    free = [word for word in second if word not in same]
    for word in first:
        if word in same:
            continue
        best = max(free, key=lambda other: (fuzz.ratio(word, other), other), default=None)
        if best is not None and is_same_word(word, best):
            pairs.append((word, best))
            free.remove(best)
    return pairs


def is_same_word(one: str, other: str) -> bool:
    is_inflected = one[:STEM] == other[:STEM] and min(len(one), len(other)) > STEM
    return is_inflected or fuzz.ratio(one, other) >= SAME_WORD


def _rest(words: dict[str, float], matched: set[str]) -> float:
    return sum(weight for word, weight in words.items() if word not in matched)


def _meet(first: Mention, second: Mention) -> bool:
    """Their days overlap, or nearly; an end that is not known is anywhere."""
    days, others = _ends(first), _ends(second)
    if days is None or others is None:
        return True
    return days[0] <= others[1] + SLACK and others[0] <= days[1] + SLACK


def _ends(mention: Mention) -> tuple[dt.date, dt.date] | None:
    """The first day and the last; where one is not known, the other is both."""
    start, end = mention.start or mention.end, mention.end or mention.start
    return (start, end) if start and end else None


def _contradict(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second and first.isdisjoint(second))


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.casefold()):
        if word not in _SHORT:
            yield word[:LONGEST_WORD]


def _weight(word: str) -> float:
    return _GENERIC_WEIGHT if word.startswith(_GENERIC) else 1.0


def _plain(text: str) -> str:
    return " ".join(text.replace("ё", "е").replace("Ё", "Е").split())
