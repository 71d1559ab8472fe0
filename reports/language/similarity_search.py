"""All likely pairs among many mentions: what comparing each with each would find, without doing it.

Mentions are taken by their first day, so that only those are at hand whose days meet. Among these
each seeks the words without which it cannot be likely the same as another that says less alone:
its rarest, enough of them, and any of its words where the other one makes more of it. Of two that
are likely one event, one seeks a word that the other holds.
"""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, combinations, product

from rapidfuzz import fuzz, process

from reports.language import similarity_reading as reading
from reports.language.similarity import (
    LIKELY,
    LIKELY_NAMES,
    SAME_WORD,
    SLACK,
    Mention,
    is_same_word,
    overlap,
    similarity,
)

Token = tuple[str, float]  # the stem of a word, and how much the word says
Pair = tuple[object, object, float]  # two keys and their similarity

ROUNDING = 1e-9
Block = tuple[str, str, int]  # a town, a kind of event, the first day or the last
# Of one town, day and kind: pasted rows, and who is in all of them tells nothing of one.
MOST_TELLERS = 100
# Below so many letters, words that are alike to SAME_WORD lack no more than one letter of the
# shorter and two of the longer: three would be 3 of 19 or more, and two of the shorter 4 of 26.
LONG_WORD = 11


def likely_pairs(mentions: Sequence[Mention], others: Sequence[Mention] = ()) -> Iterator[Pair]:
    """``(key, key, similarity)`` of all that are likely one event, within ``mentions`` and between
    them and ``others``, in no order that means anything."""
    everyone = [*mentions, *others]
    agreed = _with_evidence(everyone, len(mentions))
    named = (pair for pair in _candidates(everyone, len(mentions)) if pair not in agreed)
    for one, other in chain(agreed, named):
        score = similarity(everyone[one], everyone[other])
        if score >= LIKELY:
            yield everyone[one].key, everyone[other].key, score


def _with_evidence(everyone: Sequence[Mention], count: int) -> set[tuple[int, int]]:
    """Places of those of two owners that tell of the same people or names in one town on one day."""
    blocks: defaultdict[Block, list[int]] = defaultdict(list)
    for place, mention in enumerate(everyone):
        first, last = _days(mention)
        if first:
            for told in product(mention.near_towns, mention.kinds):
                for day in {first, last}:
                    blocks[*told, day].append(place)
    pairs: set[tuple[int, int]] = set()
    for places in blocks.values():
        if len({everyone[place].owner for place in places}) == 1:
            continue  # most: what they tell besides is not read
        tellers: defaultdict[str, list[int]] = defaultdict(list)
        for place in places:
            for besides in everyone[place].evidence:
                tellers[besides].append(place)
        for alike in tellers.values():
            if len(alike) <= MOST_TELLERS:
                pairs.update(combinations(alike, 2))
    return {
        (one, other)
        for one, other in pairs
        if one < count and everyone[one].owner != everyone[other].owner
    }


@dataclass(frozen=True)
class _Profile:
    """What is compared of a mention, and the ``weight`` of all its words. ``held`` are the tokens of
    its words, each with the number of them. ``same`` has every token of a word that may be the same
    as one of these, with the most that both then say and the weight of these. ``sought`` are the
    tokens of which another mention holds one, if it is likely the same and says no less alone."""

    first_day: int
    last_day: int
    towns: frozenset[str]
    weight: float
    held: dict[Token, int]
    same: dict[Token, tuple[float, float]]
    sought: frozenset[Token]

    def may_be_likely(self, other: "_Profile") -> bool:
        """Never False for a likely pair."""
        both, alone, other_alone = 0.0, self.weight, other.weight
        for token in self.same.keys() & other.held.keys():
            (most, own), number = self.same[token], other.held[token]
            both += most * number
            alone -= own
            other_alone -= token[1] * number
        least = self._least_names(other)
        # ``overlap`` is half of the share of all that both say, and half of another that is below 1.
        if both < (2 * least - 1) * (both + alone + other_alone):
            return False
        return overlap(both, max(alone, 0.0), max(other_alone, 0.0)) >= least

    def _least_names(self, other: "_Profile") -> float:
        is_one_day = self.first_day == other.first_day or self.last_day == other.last_day
        are_met = is_one_day and self.first_day and not self.towns.isdisjoint(other.towns)
        return (LIKELY_NAMES if are_met else LIKELY) - ROUNDING


class _AtHand:
    """Places of mentions whose days are not over, by what they hold and by what they seek."""

    def __init__(self) -> None:
        self._holding: defaultdict[Token, set[int]] = defaultdict(set)
        self._seeking: defaultdict[Token, set[int]] = defaultdict(set)

    def add(self, place: int, profile: _Profile) -> None:
        for token in profile.held:
            self._holding[token].add(place)
        for token in profile.sought:
            self._seeking[token].add(place)

    def remove(self, place: int, profile: _Profile) -> None:
        for token in profile.held:
            self._holding[token].remove(place)
        for token in profile.sought:
            self._seeking[token].remove(place)

    def matching(self, profile: _Profile) -> set[int]:
        return set().union(
            *(self._holding[token] for token in profile.sought if token in self._holding),
            *(self._seeking[token] for token in profile.held if token in self._seeking),
        )


def _candidates(everyone: Sequence[Mention], count: int) -> Iterator[tuple[int, int]]:
    """Places of those that may be likely, the lower first; the lower is one of the first ``count``."""
    profiles = _profiles(everyone)
    at_hand = (_AtHand(), _AtHand())  # of the first ``count``, and of the others
    ends: list[tuple[int, int]] = []
    for place in sorted(range(len(everyone)), key=lambda place: profiles[place].first_day):
        profile = profiles[place]
        while ends and ends[0][0] + SLACK.days < profile.first_day:
            _, over = heappop(ends)
            at_hand[over >= count].remove(over, profiles[over])
        for beside in at_hand if place < count else at_hand[:1]:
            for other in beside.matching(profile):
                if profile.may_be_likely(profiles[other]):
                    yield min(place, other), max(place, other)
        at_hand[place >= count].add(place, profile)
        heappush(ends, (profile.last_day, place))


def _profiles(everyone: Sequence[Mention]) -> list[_Profile]:
    kin = _kin({word for mention in everyone for word in mention.words})
    stems = [[(reading.stem(word), w) for word, w in mention.words.items()] for mention in everyone]
    frequency = Counter(token for tokens in stems for token in set(tokens))
    tokens_of = defaultdict(list)
    for token in frequency:
        tokens_of[token[0]].append(token)
    same = {stem: frozenset(t for near in kin[stem] for t in tokens_of[near]) for stem in kin}
    common = {stem: sum(frequency[token] for token in tokens) for stem, tokens in same.items()}
    profiles = []
    for mention, tokens in zip(everyone, stems, strict=True):
        tokens.sort(key=lambda token: common[token[0]])
        held: dict[Token, int] = {}
        for token in tokens:
            held[token] = held.get(token, 0) + 1
        of_same: dict[Token, tuple[float, float]] = {}
        for stem, weight in tokens:
            for token in same[stem]:
                most, own = of_same.get(token, (token[1], 0.0))
                of_same[token] = (most if most > weight else weight), own + weight
        total, towns = sum(mention.words.values()), mention.near_towns
        sought = _sought(tokens, same, LIKELY_NAMES if towns else LIKELY)
        profiles.append(_Profile(*_days(mention), towns, total, held, of_same, sought))
    return profiles


def _days(mention: Mention) -> tuple[int, int]:
    """The numbers of the first and the last day; a mention without days may be of any."""
    first, last = mention.start or mention.end, mention.end or mention.start
    if first is None or last is None:
        return 0, dt.date.max.toordinal()
    return first.toordinal(), last.toordinal()


def _sought(
    held: Sequence[Token], same: Mapping[str, frozenset[Token]], least: float
) -> frozenset[Token]:
    """``held``, the rarest first. Without any of the first ones the other words are not enough,
    unless another mention makes more of them: so that is sought as well."""
    rest, rarest = sum(weight for _, weight in held), 0.0
    sought: set[Token] = set()
    for stem, weight in held:
        if overlap(rest, rarest, rarest) >= least - ROUNDING:
            sought |= same[stem]
        else:
            sought.update([token for token in same[stem] if token[1] > weight])
        rest, rarest = rest - weight, rarest + weight
    return frozenset(sought)


def _kin(words: Iterable[str]) -> dict[str, set[str]]:
    """Stem → stems, itself among them, of words that may be the same as one of its words."""
    kin = {stem: {stem} for stem in map(reading.stem, words)}
    for one, other in misspelled(sorted(words, key=len)):
        kin[reading.stem(one)].add(reading.stem(other))
        kin[reading.stem(other)].add(reading.stem(one))
    return kin


def misspelled(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of ``words``, which come by length, that are alike to ``SAME_WORD``."""
    lengths = [len(word) for word in words]
    by_rest: defaultdict[str, list[str]] = defaultdict(
        list
    )  # what is left of a word without one letter, or none
    for word in words[: bisect_left(lengths, LONG_WORD)]:
        rests = _rests(word)
        near = {other for rest in _rests(*rests) for other in by_rest.get(rest, ())}
        yield from ((word, other) for other in near if is_same_word(word, other))
        for rest in rests:
            by_rest[rest].append(word)
    least = SAME_WORD / (200 - SAME_WORD)  # of the letters of the longer
    for place in range(bisect_left(lengths, LONG_WORD), len(words)):
        shorter = words[bisect_left(lengths, lengths[place] * least - ROUNDING) : place]
        found = process.extract(
            words[place], shorter, scorer=fuzz.ratio, score_cutoff=SAME_WORD, limit=None
        )
        yield from ((words[place], other) for other, _, _ in found)


def _rests(*words: str) -> set[str]:
    """Themselves, and without any one letter."""
    shorter = {word[:at] + word[at + 1 :] for word in words for at in range(len(word))}
    return shorter.union(words)
