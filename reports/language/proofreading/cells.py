"""What a whole cell says: the online mark, the place, capitals, length."""

import re
from collections.abc import Iterator

from reports.language import typography
from reports.language.countries_told import towns_abroad
from reports.language.places import Added
from reports.language.plural import ru_number
from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

# Characters above which a cell grows over the page.
LONGEST = {"name": 500, "place": 400, "period": 200}
LONGEST_TEXT = 3_000

_COMMA_AT_END = re.compile(r"(?:[^\S\n]{0,3}[,;:])+\Z")
_REMOTE = re.compile(r"(?<![\w-])заочн(?:[а-яё]{2,3}|о)(?!\w)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![А-ЯЁа-яё])[А-ЯЁ]{3,}+(?:[\s-]++[А-ЯЁ]++(?![а-яё]))+")


# The name


def check_name(text: str) -> Iterator[Finding]:
    name, has_mark = typography.split_online_mark(text)
    bare = name.rstrip()
    if has_mark:
        message = "Отметку «(онлайн-формат)» писать не нужно: выберите формат мероприятия, и она напечатается."
        yield Finding("typed_online_mark", len(bare), len(text), message, "")
    comma = _COMMA_AT_END.search(bare, max(0, len(bare) - 40))
    if comma:
        message = "В конце наименования запятая не нужна."
        yield Finding("comma_at_end", comma.start(), comma.end(), message, "")
    for match in _CAPITALS.finditer(bare):
        words = match[0].split()
        if len(match[0]) >= 10 and any(
            len(word) > 4 and dictionary.in_dictionary(word.lower()) for word in words
        ):
            message = "Наименование набрано одними прописными буквами."
            yield Finding("all_capitals", *match.span(), message)


def check_remote(name: str, is_online: bool) -> Iterator[Finding]:
    """``is_online`` is the format; a mark typed at the end of the name is as good."""
    if is_online or typography.split_online_mark(name)[1]:
        for match in _REMOTE.finditer(name):
            message = "Мероприятие названо заочным, а отмечено как онлайн: проверьте формат."
            yield Finding("remote_and_online", *match.span(), message)


# The place

# A part of Russia or of another country: then the reader knows where the town is.
_REGION_NAMED = re.compile(
    r"(?<!\w)(?:Росси|РФ|област|обл|кра[йея]|район|округ|республик|провинци)", re.IGNORECASE
)


def check_place(text: str, added: Added = frozenset()) -> Iterator[Finding]:
    if _REGION_NAMED.search(text):
        return
    towns, says_country = towns_abroad(text, added)
    for town in [] if says_country else towns[:1]:
        message = f"Место за границей, а страна не названа ({town.place.country})."
        yield Finding("place_without_country", town.start, town.end, message)


# The length


def check_length(text: str, field: str) -> Iterator[Finding]:
    most = LONGEST.get(field, LONGEST_TEXT)
    if len(text) > most:
        message = f"Текст длиннее {ru_number(most)} знаков. Оставьте главное."
        yield Finding("long_cell", most, len(text), message)
