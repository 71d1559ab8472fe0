"""The same event told twice: how like two mentions are, by their names, days and places.

One delegation, festival or contest told from several sides is one event, whoever took part. One
action that is held in many towns is as many events, unless people say otherwise. Names in quotes
decide first: they weigh most, and where neither is told of by the other mention, it is another event.
So it is where towns, guests, subjects («по самбо»), people («среди юношей»), stages, centuries or
kinds of event differ, or one word of names that are otherwise told alike; where editions, years or
days do, nothing else is asked. One town and one day speak for one event, and so does what two
municipalities tell alike of its content and of who took part.

A number is never a verdict. Above ``LIKELY`` a person is asked.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product, takewhile

from rapidfuzz import fuzz

from reports.language import similarity_kinds as kinds
from reports.language import similarity_reading as reading
from reports.language.similarity_reading import GENERIC_WEIGHT, MOST_WORDS, STEM, stem

__all__ = [
    "LIKELY", "LIKELY_NAMES", "SAME_WORD", "SLACK", "STEM",
    "Mention", "are_met", "recurrence", "similarity",
]  # fmt: skip

LIKELY = 0.6
# Of what is wanting of 1, so much is made up for by one town on one day.
_MET = 0.35
LIKELY_NAMES = (LIKELY - _MET) / (1 - _MET)  # of names told of one town on one day
# A week-end festival is told with or without the day of arrival.
SLACK = dt.timedelta(days=1)
# Alike to so much of a hundred, two words are one, misspelled or in another case.
SAME_WORD = 84
# What is said of another event, and what may be.
_ANOTHER, _PERHAPS_ANOTHER = 0.5, 0.62
_MOST_OF_NAME = 0.75  # of the words of a name in quotes

Pairs = list[tuple[str, str]]  # words of both that are one
_MUCH_SAID = 0.5  # by weight, of words that each say little
_FEW_WORDS = 4  # of both, that differ in names otherwise alike: a word and a post
_HELD_BY_MANY = {"contest", "conference", "exhibition", "sport"}  # told by each as of its own house


@dataclass(frozen=True)
class Mention:
    """One row. ``key`` comes back in the pairs; ``owner`` is the municipality, ``quarter`` the year
    and the number; an unknown day is None. ``content`` and ``participants`` are evidence only: each
    tells of its own, so what is told by one alone says nothing."""

    key: object
    owner: object
    quarter: tuple[int, int]
    name: str
    place: str
    start: dt.date | None
    end: dt.date | None
    content: str = ""
    participants: str = ""

    @cached_property
    def text(self) -> str:
        return reading.plain(self.name)

    @cached_property
    def _quoted(self) -> tuple[list[str], list[str]]:
        return reading.quoted(self.text)

    @cached_property
    def words(self) -> dict[str, float]:
        """Word of the name → how much it says; the town where it is says little."""
        own, others = (
            {word for text in each for word in reading.words(text)} for each in self._quoted
        )
        said: dict[str, float] = {}
        stems = set()
        for word in islice(reading.words(reading.without_numbers(self.text)), MOST_WORDS):
            if word not in said and stem(word) in stems:
                continue  # «Гагаринские чтения памяти Гагарина» say it once
            stems.add(stem(word))
            if reading.begins(word) in self.towns:
                said[word] = GENERIC_WEIGHT
            elif word in own:
                said[word] = reading.QUOTED_WEIGHT
            elif (
                reading.is_country(word)
                or reading.near(word) in self.guests
                or stem(word) in self._people
            ):
                said[word] = reading.GUEST_WEIGHT
            else:
                most = reading.BESIDE_WEIGHT if own or word in others else 1.0
                said[word] = min(most, reading.weight(word))
        return said

    @cached_property
    def frame(self) -> tuple[str, ...]:
        """All that is said, in its order, without editions and years."""
        return reading.frame(self.text)

    @cached_property
    def proper_names(self) -> tuple[tuple[str, ...], ...]:
        """The words of each name in quotes: of events, or where there is none, of who took part."""
        own, others = self._quoted
        named = [tuple(self._telling(text)) for text in own] or [
            tuple(self._telling(text)) for text in others
        ]
        return tuple(each for each in named if each)

    def _telling(self, text: str) -> Iterable[str]:
        found = islice(reading.words(text), MOST_WORDS)
        return (word for word in found if reading.begins(word) not in self.towns)

    @cached_property
    def ordinals(self) -> dict[str, frozenset[int]]:
        return reading.ordinals(self.text)

    @cached_property
    def years(self) -> frozenset[str]:
        return reading.years(self.name)

    @cached_property
    def slots(self) -> dict[str, tuple[str, ...]]:
        return reading.slots(self.text)

    @cached_property
    def kinds(self) -> frozenset[str]:
        return kinds.told(self.text)

    @cached_property
    def towns(self) -> frozenset[str]:
        return reading.towns(reading.plain(self.place)) or reading.held_in(self.text)

    @cached_property
    def near_towns(self) -> frozenset[str]:
        """Of the town, or else of whose house it was."""
        return frozenset(map(reading.near, self.towns)) or reading.institutions(
            reading.plain(self.place)
        )

    @cached_property
    def is_of_village(self) -> bool:
        return reading.is_village(self.place)

    @cached_property
    def _people(self) -> frozenset[str]:
        return reading.people(self.text)

    @cached_property
    def evidence(self) -> frozenset[str]:
        """In what it is held, people, and what more is in quotes than the name alone has."""
        subject = {f"по {word}" for word in self.slots.get("по", ())[:1]}
        if not (self.content or self.participants):
            return self._people | subject
        return reading.evidence(f"{self.text} ; {self.content} ; {self.participants}") | subject

    @cached_property
    def guests(self) -> frozenset[str]:
        return reading.guests(self.text) - self.near_towns


def similarity(first: Mention, second: Mention) -> float:
    """0..1. Different editions, years or days are different events, however alike the names."""
    if not _meet(first, second) or _contradict(first.years, second.years):
        return 0.0
    for of in first.ordinals.keys() & second.ordinals.keys():
        if first.ordinals[of].isdisjoint(second.ordinals[of]):
            return 0.0
    pairs = _matched(first.words, second.words)
    names = _names(first.words, second.words, pairs)
    if not are_met(first, second):
        return names * _of_one(first, second, pairs)
    if _agree(first, second):
        return max(LIKELY, names)
    of_one = _of_one(first, second, pairs)
    return names + (1 - names) * _MET if of_one == 1 else names * of_one


def are_met(first: Mention, second: Mention) -> bool:
    """In one town, and begun or ended on one day."""
    if not first.near_towns & second.near_towns:
        return False
    days, others = _ends(first), _ends(second)
    return bool(days and others and (days[0] == others[0] or days[1] == others[1]))


def _agree(first: Mention, second: Mention) -> bool:
    """Two municipalities tell of the same people or names, and nothing speaks against it."""
    return (
        first.owner != second.owner
        and not first.evidence.isdisjoint(second.evidence)
        and not first.kinds.isdisjoint(second.kinds)
        and not _speak_of_two(first, second)
    )


def _of_one(first: Mention, second: Mention, pairs: Pairs) -> float:
    """0..1: less where what is said besides the words speaks of two events."""
    if _speak_of_two(first, second) or not _share_what_tells(first, second, pairs):
        return _ANOTHER
    return _PERHAPS_ANOTHER if kinds.differ(first.kinds, second.kinds) else 1.0


def _speak_of_two(first: Mention, second: Mention) -> bool:
    return (
        _is_elsewhere(first, second)
        or _contradict(first.guests, second.guests)
        or _differ_in_slots(first.slots, second.slots)
        or _differ_in_names(first, second)
        or _differ_in_one_word(first, second)
    )


def _is_elsewhere(first: Mention, second: Mention) -> bool:
    if first.towns and second.towns:
        return first.towns.isdisjoint(second.towns)
    if first.is_of_village or second.is_of_village:
        return False  # of which district it is, is not known
    is_of_many = not _HELD_BY_MANY.isdisjoint(first.kinds | second.kinds)
    return not is_of_many and _contradict(first.near_towns, second.near_towns)


def _differ_in_slots(first: dict[str, tuple[str, ...]], second: dict[str, tuple[str, ...]]) -> bool:
    for before in first.keys() & second.keys():
        one, other = first[before], second[before]
        head = slice(1) if before == "по" else slice(None)  # «самбо» and «борьбе самбо» are one
        if set(one[head]).isdisjoint(other) and set(other[head]).isdisjoint(one):
            return True
    return False


def _differ_in_names(first: Mention, second: Mention) -> bool:
    """Both have names in quotes, and neither tells of one of the other's."""
    if not first.proper_names or not second.proper_names:
        return False
    return not (
        _tells_of_one(first.words, second.proper_names)
        or _tells_of_one(second.words, first.proper_names)
    )


def _tells_of_one(words: dict[str, float], names: Sequence[Sequence[str]]) -> bool:
    stems = set(map(stem, words))
    for name in names:
        known = sum(
            stem(word) in stems or any(is_same_word(word, other) for other in words)
            for word in name
        )
        if known >= _MOST_OF_NAME * len(name):
            return True
    return False


def _share_what_tells(first: Mention, second: Mention, pairs: Pairs) -> bool:
    """Or say the same in all, or as much of one town and one day as is seldom said of two."""
    if first.words.keys() == second.words.keys():
        return True
    shared = [max(first.words[one], second.words[other]) for one, other in pairs]
    if any(weight > GENERIC_WEIGHT for weight in shared):
        return True
    return sum(shared) >= _MUCH_SAID and are_met(first, second) and not _parted(first, second)


def _differ_in_one_word(first: Mention, second: Mention) -> bool:
    """Names told in the same words but one, which tells: «конкурс пианистов», «конкурс скрипачей»."""
    parted = _parted(first, second)
    return any(reading.weight(word) > GENERIC_WEIGHT for word in parted)


def _parted(first: Mention, second: Mention) -> Sequence[str]:
    """The words that differ where names are told in the same words but one. The first word is not
    looked at: it is of the kind, and ``kinds`` judge that."""
    begun = _begin_alike(first.frame, second.frame)
    rests = [mention.frame[begun:] for mention in (first, second)]
    ended = _begin_alike(*(rest[::-1] for rest in rests))
    one, other = (rest[: len(rest) - ended] for rest in rests)
    if not begun or not one or not other or len(one) + len(other) > _FEW_WORDS:
        return ()
    if any(map(reading.is_service, (*one, *other))):
        return ()
    return () if any(is_same_word(*both) for both in product(one, other)) else (*one, *other)


def _begin_alike(one: Sequence[str], other: Sequence[str]) -> int:
    """So many words."""
    return sum(
        1
        for _ in takewhile(
            lambda both: stem(both[0]) == stem(both[1]), zip(one, other, strict=False)
        )
    )


def recurrence(first: Mention, second: Mention) -> float:
    """0..1: how like two events of different years are to be one that is held again. Neither the
    days nor the edition tell anything of it, the town does."""
    stems, others = _telling_stems(first.words), _telling_stems(second.words)
    if stems and others and stems.isdisjoint(others):
        return 0.0  # nearly all pairs, without comparing letters
    elsewhere = _contradict(first.towns, second.towns)
    pairs = _matched(first.words, second.words)
    return _names(first.words, second.words, pairs) * (_ANOTHER if elsewhere else 1.0)


def _telling_stems(words: dict[str, float]) -> frozenset[str]:
    return frozenset(stem(word) for word, weight in words.items() if weight > GENERIC_WEIGHT)


def _names(first: dict[str, float], second: dict[str, float], pairs: Pairs) -> float:
    """What both say, by weight: of all that is said, and of what the shorter one says. A longer
    name explains the same event further."""
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


def _matched(first: dict[str, float], second: dict[str, float]) -> Pairs:
    same = first.keys() & second.keys()
    pairs = [(word, word) for word in same]
    free = [word for word in second if word not in same]
    for word in first:
        if word in same:
            continue
        alike = (other for other in free if is_same_word(word, other))
        best = max(alike, key=lambda other: (fuzz.ratio(word, other), other), default=None)
        if best is not None:
            pairs.append((word, best))
            free.remove(best)
    return pairs


def is_same_word(one: str, other: str) -> bool:
    return stem(one) == stem(other) or fuzz.ratio(one, other) >= SAME_WORD


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
