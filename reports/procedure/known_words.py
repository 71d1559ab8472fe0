"""Words that the dictionary does not know and that two municipalities have used all the same."""

import re
from collections.abc import Collection, Iterator
from itertools import combinations

from django.core.cache import cache
from django.db.models import Q, Subquery

from reports.columns import FREE_TEXT_KEYS
from reports.models import Event, Quarter, Status

ASKED_ANEW = 300  # seconds after which a word is looked for again
MOST_ASKED = 20  # words; who writes more unknown ones writes another language
MOST_ROWS = 500
YEARS = 2  # before the latest one that are looked through: a table of any age costs the same
_SENTENCE_END = re.compile(r"[.!?;\n]")


def known_words(words: Collection[str]) -> frozenset[str]:
    """Those of ``words``, in small letters and «е» for «ё», that two municipalities have used in
    accepted events, unless it is one event or one sentence, copied with its slip. At most one
    statement, none for words that were asked about a moment ago."""
    asked = sorted(words)[:MOST_ASKED]
    remembered = cache.get_many([_key(word) for word in asked])
    unsure = [word for word in asked if _key(word) not in remembered]
    if unsure:
        found = _found(unsure)
        cache.set_many({_key(word): word in found for word in unsure}, ASKED_ANEW)
        remembered |= {_key(word): word in found for word in unsure}
    return frozenset(word for word in asked if remembered[_key(word)])


def _key(word: str) -> str:
    return f"known-word:{word.encode().hex()}"


def _found(words: Collection[str]) -> set[str]:
    """Neither database folds Cyrillic letters everywhere, so a word is asked for as it may stand."""
    written = {shape for word in words for shape in (word, word.capitalize(), word.title())}
    latest = Quarter.objects.order_by("-year")
    rows = (
        Event.objects.live()
        .filter(
            Q(*((f"{key}__contains", each) for key in FREE_TEXT_KEYS for each in sorted(written)),
              _connector=Q.OR),
            report__status=Status.ACCEPTED,
            report__quarter__year__gte=Subquery(latest.values("year")[:1]) - YEARS,
        )
        .order_by("-pk")
        .values_list("report__municipality", "same_as", "pk", *FREE_TEXT_KEYS)[:MOST_ROWS]
    )  # fmt: skip
    told: dict[str, set[tuple[int, int, str]]] = {word: set() for word in words}
    for municipality, same_as, pk, *texts in rows:
        for sentence in _sentences(texts):
            for word in words:
                if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", sentence):
                    told[word].add((municipality, same_as or pk, sentence))
    return {word for word, uses in told.items() if _is_used_twice(uses)}


def _sentences(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for sentence in _SENTENCE_END.split(text.lower().replace("ё", "е")):
            yield " ".join(sentence.split())


def _is_used_twice(uses: set[tuple[int, int, str]]) -> bool:
    return any(
        all(one != other for one, other in zip(first, second, strict=True))
        for first, second in combinations(uses, 2)
    )
