"""What the cells of a table tell of an event beside the columns of the document: its format, kind,
countries, agreements, numbers. Taken where it is sure."""

import re
from collections.abc import Mapping

from reports.language import typography
from reports.language.event_kinds import kind_of
from reports.language.places import HOME, Kind, mentions, tokens
from reports.models import Category, Format

FORMATS = {
    Format.ONLINE: re.compile(r"(в режиме )?(онлайн|он-лайн|дистанционн\w+|online)( формат\w*)?"),
    Format.MIXED: re.compile(
        r"(смешанн|комбинированн|гибридн)\w+( формат\w*)?|очно-(заочн|дистанционн|онлайн)\w*"
    ),
    Format.REMOTE: re.compile(r"заочн\w+( формат\w*)?"),
    Format.IN_PERSON: re.compile(r"очн\w+( формат\w*)?|офлайн|офф?-?лайн"),
}
NOT_OF_A_LIST = re.compile(r"\d")  # a number says something else
LARGEST = 2**31 - 1  # of a number that the database holds
LONGEST_KIND = 40  # characters of a cell that names a kind and nothing else

Values = dict[str, str]


def facts_of(cells: Mapping[str, str]) -> Values:
    """Field of an event → its value, of the cells that say one for sure."""
    return {name: value for name, text in cells.items() if (value := _value(name, text))}


def is_whole(name: str, text: str) -> bool:
    """Whether the value says all that the cell does."""
    if name == "countries":
        return bool(_codes(text)) and HOME not in _codes(text)
    return bool(_value(name, text))


def _value(name: str, text: str) -> str:
    text = typography.clean(text)
    small = text.casefold().strip(" .")
    if name == "format":
        return next((key for key, each in FORMATS.items() if each.fullmatch(small)), "")
    if name == "category":
        named = [value for value, label in Category.choices if small and small == label]
        return named[0] if named else kind_of(text) if len(text) <= LONGEST_KIND else ""
    if name == "countries":
        return ",".join(code for code in _codes(text) if code != HOME)
    if name == "agreements":
        return text
    digits = small.replace(" ", "")
    return digits if digits.isdecimal() and int(digits[:11]) <= LARGEST else ""


def _codes(text: str) -> list[str]:
    """Of the countries that the cell lists; nothing if it says anything else."""
    words = tokens(text)
    found = list(mentions(text, words))
    named = {at for mention in found for at in range(mention.first, mention.last + 1)}
    others = [word.small for at, word in enumerate(words) if at not in named]
    is_list = all(mention.place.kind is Kind.COUNTRY for mention in found)
    if not is_list or any(word != "и" for word in others) or NOT_OF_A_LIST.search(text):
        return []
    return list(dict.fromkeys(mention.place.code for mention in found))
