"""The one table of countries and places: where a text names one, in any case, and of which country.

``data/countries.csv`` has every country of ISO 3166-1 with what its people, its language and its
towns are called; ``data/places.csv`` the region's own places and those of its neighbours: another
region brings its own. «?» follows what is also an ordinary word, a person's name or a place
elsewhere: it needs a word beside it that says so.
"""

import csv
import enum
import functools
import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reports.language import morphology

HOME = "RU"
_DATA = Path(__file__).parent / "data"
# Told apart from the countries whose names they hold; of no country of their own.
_NO_COUNTRY = (
    "Латинская Америка", "Южная Америка", "Северная Америка", "Центральная Америка", "Малая Азия",
    "Киевская Русь", "Австро-Венгрия", "Речь Посполитая",
)  # fmt: skip
_OTHER_ADJECTIVES = (
    "греко-римский", "греко-католический", "австро-венгерский", "индо-европейский",
    "франко-прусский", "польско-литовский", "англо-саксонский",
)  # fmt: skip
_FOR_LISTS = re.compile(r"[,(]|^(?:Либерии|Мьянмы|Новой Каледонии)$")
_WORD = re.compile(r"[^\W\d_]+(?:[-’][^\W\d_]+)*")
_BETWEEN = re.compile(r"\s?[–-]?\s?")


# Towns that stand in no file: (code of the country, name).
Added = frozenset[tuple[str, str]]


class Kind(enum.Enum):
    COUNTRY = enum.auto()
    TOWN = enum.auto()
    PEOPLE = enum.auto()
    OF_COUNTRY = enum.auto()  # «белорусский»
    OF_TOWN = enum.auto()  # «витебский»
    FIRST_PART = enum.auto()  # «белорусско-»


@dataclass(frozen=True)
class Place:
    """``code`` is of ISO 3166-1 alpha-2, empty where the name tells no country; ``country`` its
    Russian name."""

    code: str
    country: str
    kind: Kind
    is_doubtful: bool = False


class Token(NamedTuple):
    text: str
    small: str  # with «е» for «ё»
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """``first`` and ``last`` are the numbers of the words that name the place."""

    place: Place
    first: int
    last: int
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    return [
        Token(word := match[0], _small(word), match.start(), match.end())
        for match in _WORD.finditer(text.replace("'", "’"))
    ]


def mentions(text: str, words: list[Token], added: Added = frozenset()) -> Iterator[Mention]:
    """``words`` are the tokens of the text; ``added`` are further towns."""
    known = _table(added)
    at = 0
    while at < len(words):
        found = _longest(known, text, words, at) if words[at].small in known else None
        if found:
            yield found
            at = found.last + 1
            continue
        if "-" in words[at].text:
            yield from _of_parts(known, words[at], at)
        at += 1


# Looking up

# Forms of one name share what stands behind them.
_Entries = tuple[tuple[tuple[frozenset[str], ...], Place], ...]
_Names = dict[str, _Entries]
_SMALL_LETTERS = {Kind.PEOPLE, Kind.OF_COUNTRY, Kind.OF_TOWN, Kind.FIRST_PART}


def _small(word: str) -> str:
    return word.lower().replace("ё", "е")


def _longest(
    known: Mapping[str, _Entries], text: str, words: list[Token], at: int
) -> Mention | None:
    first = words[at]
    for rest, place in known.get(first.small, ()):
        last = at + len(rest)
        if place.kind is Kind.FIRST_PART or not _is_written_so(place, first.text):
            continue
        if all(
            number < len(words)
            and words[number].small in forms
            and _BETWEEN.fullmatch(text, words[number - 1].end, words[number].start)
            for number, forms in enumerate(rest, at + 1)
        ):
            return Mention(place, at, last, first.start, words[last].end)
    return None


def _of_parts(known: Mapping[str, _Entries], word: Token, at: int) -> Iterator[Mention]:
    """«белорусско-российский», «Рудня-Лиозно»."""
    parts = list(re.finditer("[^-]+", word.text))
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        for rest, place in known.get(_small(part[0]), ()):
            if rest or not _may_stand(place.kind, is_last=is_last):
                continue
            if _is_written_so(place, part[0]):
                start = word.start + part.start()
                yield Mention(place, at, at, start, start + len(part[0]))
                break


def _may_stand(kind: Kind, *, is_last: bool) -> bool:
    if kind in {Kind.COUNTRY, Kind.TOWN}:
        return True
    return kind in {Kind.OF_COUNTRY, Kind.OF_TOWN} if is_last else kind is Kind.FIRST_PART


def _is_written_so(place: Place, word: str) -> bool:
    return place.kind in _SMALL_LETTERS or word[0].isupper()


# The table


def _table(added: Added) -> Mapping[str, _Entries]:
    """From the first word of a name in every case to the rest of it, the longest first."""
    return ChainMap(_before_common(added), _common()) if added else _common()


@functools.lru_cache(maxsize=2)
def _before_common(added: Added) -> _Names:
    """What stands before the common table: of namesakes the added ones are meant."""
    table: _Names = {}
    countries = {row["code"]: row["name"] for row in _rows("countries.csv")}
    for code, name in sorted(added):
        _put(table, name, Place(code, countries[code], Kind.TOWN))
    common = _common()
    for form, entries in table.items():
        named = {rest for rest, _ in entries}
        others = (entry for entry in common.get(form, ()) if entry[0] not in named)
        table[form] = (*entries, *others)
    return _longest_first(table)


@functools.lru_cache(maxsize=2)
def words_of(added: Added) -> frozenset[str]:
    """All the forms of the words of these towns, in small letters, «е» for «ё»."""
    words = {_small(word) for _, name in added for word in _WORD.findall(name)}
    return frozenset().union(*map(morphology.forms_of_name, words))


@functools.cache
def _common() -> _Names:
    table: _Names = {}
    for name in _NO_COUNTRY:
        _put(table, name, Place("", "", Kind.COUNTRY))
    for name in _OTHER_ADJECTIVES:
        _put_forms(table, [morphology.forms_of_adjective(name)], Place("", "", Kind.OF_COUNTRY))
    rows = _rows("countries.csv")
    names = {row["code"]: row["name"] for row in rows}
    # Of namesakes the first is meant: the region's, then a country, then a town elsewhere.
    for row in _rows("places.csv"):
        code = row["country"]
        _put_all(table, [row["place"]], code, names[code], Kind.TOWN)
        _put_all(table, [row["adjective"]], code, names[code], Kind.OF_TOWN)
    for columns in ({"name": Kind.COUNTRY, "other_names": Kind.COUNTRY}, _OTHER_COLUMNS):
        for row in rows:
            for column, kind in columns.items():
                _put_all(table, _listed(row, column), row["code"], row["name"], kind)
    return _longest_first(table)


@functools.cache
def neighbours() -> frozenset[str]:
    """Codes of the countries of which the region's own table has towns."""
    return frozenset(row["country"] for row in _rows("places.csv")) - {HOME}


def _longest_first(table: _Names) -> _Names:
    for form, entries in table.items():
        if len(entries) > 1:
            table[form] = tuple(sorted(entries, key=lambda entry: -len(entry[0])))
    return table


_OTHER_COLUMNS = {
    "adjectives": Kind.OF_COUNTRY,
    "inhabitants": Kind.PEOPLE,
    "towns": Kind.TOWN,
}


def _listed(row: dict[str, str], column: str) -> list[str]:
    names = row[column].split(", ")
    if column != "name":
        return names
    # «Конго (Демократическая Республика)» is for a list to choose from; people write otherwise.
    is_doubtful = f"{row['name']}?" in row["other_names"].split(", ")
    return [] if is_doubtful or _FOR_LISTS.search(row["name"]) else [row["name"]]


def _put_all(table: _Names, names: Iterable[str], code: str, country: str, kind: Kind) -> None:
    for name in filter(None, names):
        bare = name.rstrip("?-")
        place = Place(code, country, kind, is_doubtful=name.endswith("?"))
        if name.endswith("-"):
            _put_forms(table, [frozenset({bare})], Place(code, country, Kind.FIRST_PART))
        elif kind in {Kind.OF_COUNTRY, Kind.OF_TOWN}:
            _put_forms(table, [morphology.forms_of_adjective(bare)], place)
            if bare.endswith("ий"):
                first = Place(code, country, Kind.FIRST_PART)
                _put_forms(table, [frozenset({f"{bare[:-2]}о"})], first)
        elif kind is Kind.PEOPLE:
            _put_forms(table, [morphology.forms_of_people(bare)], place)
        else:
            _put(table, bare, place)


def _put(table: _Names, name: str, place: Place) -> None:
    words = [_small(word) for word in _WORD.findall(name.replace("'", "’"))]
    is_abbreviation = name.isupper()
    _put_forms(
        table,
        [
            frozenset({word}) if is_abbreviation else morphology.forms_of_name(word)
            for word in words
        ],
        place,
    )


def _put_forms(table: _Names, forms: list[frozenset[str]], place: Place) -> None:
    first, *others = forms
    rest = tuple(others)
    alone = ((rest, place),)
    for form in first:
        entries = table.get(form, ())
        if all(known != rest for known, _ in entries):
            table[form] = (*entries, *alone) if entries else alone


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
