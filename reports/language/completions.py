"""What may be suggested while somebody types: phrases of the municipality's own earlier texts."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 160  # characters; a longer one is a sentence, not a phrase
LAST_WORDS = 4

_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
# «И.И. Иванов, глава района»; «Иванов И.И. – директор школы»; «директор школы Петрова А.А.»
_PERSON = re.compile(
    rf"(?:{_INITIALS}\s?{_SURNAME}|{_SURNAME}\s{_INITIALS}|{_SURNAME}\s{_SURNAME}\s{_SURNAME}(?:вич|вна))"
    rf"(?:\s?(?:,|–|-|\()\s?[а-яё][^,;\n()]{{2,80}})?"
)
# «МБУК «Централизованная библиотечная система»», «Дом культуры «Мир»».
_ORGANISATION = re.compile(
    r"(?:[А-ЯЁ]{2,8}\s|[А-ЯЁ][а-яё]+(?:\s[а-яё]+){0,4}\s)«[^«»\n]{2,80}(?:«[^«»\n]{2,60}»?)?»"
)
_WORD = re.compile(r"[\w«.-]+")


@dataclass(frozen=True)
class Phrases:
    """Pieces of the texts as they stand there, each as often as it stands."""

    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def phrases_of(place: str, participants: str, content: str) -> Phrases:
    whole = f"{participants}\n{content}"
    places = [line.strip() for line in place.split("\n")]
    places += [piece.strip() for line in places if "," in line for piece in line.split(",")]
    return Phrases(
        places=_sensible(places),
        people=_sensible(match[0].strip(" ,–-(") for match in _PERSON.finditer(whole)),
        organisations=_sensible(match[0] for match in _ORGANISATION.finditer(f"{place}\n{whole}")),
    )


def suggest(known: Iterable[str], typed: str, *, limit: int = 7) -> list[str]:
    """Phrases that go on from the end of ``typed``, best first: by how much of them is typed
    already, then by how often they were used. From two letters on; case and ё do not matter."""
    words = list(_WORD.finditer(typed))
    if not words or words[-1].end() != len(typed) or len(words[-1][0].strip("«.-")) < 2:
        return []
    ends = [_folded(typed[word.start() :]) for word in words[-LAST_WORDS:]]
    ranked = []
    for phrase, count in Counter(known).items():
        folded = _folded(phrase)
        length = next((len(end) for end in ends if _begins(folded, end)), 0)
        if length and length < len(folded) and not _folded(typed).endswith(folded):
            ranked.append((-length, -count, phrase))
    return [phrase for _, _, phrase in sorted(ranked)[:limit]]


def _begins(folded: str, end: str) -> bool:
    """Whether a word of the phrase begins with what was typed."""
    at = folded.find(end)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(end, at + 1)
    return at >= 0


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _sensible(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece for piece in pieces if 3 <= len(piece) <= LONGEST)
