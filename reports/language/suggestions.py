"""What the text of an event lets one guess for statistics. A guess is shown as a guess."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.columns import FREE_TEXT_KEYS
from reports.language import typography
from reports.language.countries_told import countries_told
from reports.language.event_kinds import kind_of
from reports.language.places import Added

_ONLINE = re.compile(
    r"онлайн|дистанционн|видеоконференц|видео-конференц|\bВКС\b|\bzoom\b|\bзум\b|вебинар|телемост|"
    r"в сети интернет|виртуальн",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(r"\bочн(?:о|ый|ая|ое|ой|ом)\b|очно-|в очном", re.IGNORECASE)
_MIXED = re.compile(
    r"очно-(?:заочн|дистанц|онлайн)|(?:смешанн|комбинированн|гибридн)\w+ (?:форм|режим)",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"\bзаочн", re.IGNORECASE)

# Texts of the latest pages: of the fields of a page all but one are as they were.
REMEMBERED = 32


@dataclass(frozen=True)
class Guess:
    """Values of the model's choices and ISO codes in the order of the text; empty where nothing
    can be guessed."""

    format: str = ""
    category: str = ""
    countries: tuple[str, ...] = ()


def guess(texts: Mapping[str, str], added: Added = frozenset()) -> Guess:
    """``texts`` are of name, place, content and participants; any may be missing. ``added`` are
    towns beside those of the table."""
    name = texts.get("name", "")
    signs = [_signs(texts[key], key == "place", added) for key in FREE_TEXT_KEYS if key in texts]
    return Guess(
        format=_format(name, signs),
        category=kind_of(name) or kind_of(texts.get("content", "")),
        countries=tuple(dict.fromkeys(code for each in signs for code in each.countries)),
    )


@dataclass(frozen=True)
class _Signs:
    """What one text says of the whole event."""

    online: bool
    in_person: bool
    countries: tuple[str, ...]


@functools.lru_cache(maxsize=REMEMBERED)
def _signs(text: str, is_place: bool, added: Added) -> _Signs:
    return _Signs(
        online=_ONLINE.search(text) is not None,
        in_person=_IN_PERSON.search(text) is not None,
        countries=countries_told(text, is_place=is_place, added=added),
    )


def _format(name: str, signs: Sequence[_Signs]) -> str:
    if typography.split_online_mark(name)[1]:
        return "online"
    if _MIXED.search(name):
        return "mixed"
    if _REMOTE.search(name):
        return "remote"
    online, in_person = any(s.online for s in signs), any(s.in_person for s in signs)
    if online and in_person:
        return "mixed"
    return "online" if online else "in_person" if in_person else ""
