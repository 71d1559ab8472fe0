"""What only the whole report shows: abbreviations never expanded, one name spelled in two ways."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.columns import WRITTEN_KEYS
from reports.language.plural import ru_count
from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import TableFinding
from reports.language.typography import letters

# Legal forms of institutions: МБУ, МБУДО, ФГБОУ, СОГБПОУ, МАУК…
_LEGAL_FORM = re.compile(r"[А-Я]{0,4}[БКА][ОПДНЧ]{0,4}У(?:К|ДО|ДОД|З|С|СО|ВО|ДПО)?")
# What every reader of such a report knows and the dictionary does not.
_COMMON = frozenset(
    [
        "БРИКС",
        "ШОС",
        "ЕАЭС",
        "ЮНЕСКО",
        "ЮНИСЕФ",
        "СНГ",
        "ВО",
        "ДО",
        "СПО",
        "ДПО",
        "НО",
        "ОО",
        "НКО",
        "АНО",
        "ООО",
        "АО",
        "ПАО",
        "ИП",
        "ТОС",
        "МО",
        "СМИ",
        "ДК",
        "РДК",
        "СДК",
        "ГДК",
        "КДЦ",
        "ДШИ",
        "ДМШ",
        "ДХШ",
        "ДЮСШ",
        "СШ",
        "СОШ",
        "ЦДТ",
        "ДДТ",
        "ЦБС",
        "ЗАГС",
        "МВД",
        "МИД",
        "МЧС",
        "ЖКХ",
        "ВОВ",
        "ВОЙ",
        "ГТО",
        "ЕГЭ",
        "АЭС",
        "ЧАЭС",
        "ФИО",
        "ГИБДД",
        "РДДМ",
        "РСМ",
        "ВКС",
        "ТАСС",
        "РАН",
        "ФСБ",
        "МФЦ",
        "ГУП",
        "МУП",
        "ЦБ",
        "УВД",
        "РПЦ",
        "СНИЛС",
        "ИНН",
        "КНР",
        "ОАЭ",
        "ФОК",
        "ФАП",
        "ЦКР",
        "РЦК",
        "ГЦК",
        "КДН",
        "ПДН",
        "ТКО",
        "ЦРБ",
    ]
)
_ABBREVIATION = re.compile(r"(?<![\w-])[А-ЯЁ]{2,8}(?![\w])(?:\sи\s[А-ЯЁ]{2,8}(?!\w))?")
# «РЭУ им. Г.В. Плеханова»: known by the one it is named after.
_NAMED_AFTER = re.compile(r"\s{1,3}им(?:\.|ени\s)")
_EXPANSION = re.compile(
    r"\(\s?далее(?:\sпо\sтексту)?\s?[-–—:]?\s?(?P<term>[^()\n]{1,200})\)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\((?P<term>[А-ЯЁ]{2,8}(?:\sи\s[А-ЯЁ]{2,8})?)\)")
_ROMAN_LETTERS = frozenset("ХПШІУСМ")

_QUOTED = re.compile(
    r"(?:(?<!\w)(?P<form>[А-ЯЁ]{2,9}(?:\s(?:ДО|ВО|ДПО|К))?)\s)?"
    r"[«\"„“](?P<name>[^«»\"„“”]{3,200})[»\"“”]"
)


@dataclass(frozen=True)
class _Place:
    row: int
    field: str
    start: int
    end: int

    def finding(self, rule: str, message: str) -> TableFinding:
        return TableFinding(rule, self.start, self.end, message, row=self.row, field=self.field)

    @property
    def order(self) -> tuple[int, int, int]:
        return self.row, WRITTEN_KEYS.index(self.field), self.start


def proofread_table(rows: Sequence[Mapping[str, str]]) -> list[TableFinding]:
    """``rows`` in the order of the report; each maps field to text, other keys are passed over."""
    findings = [*_abbreviations(rows), *_spellings(rows)]
    return sorted(findings, key=lambda each: (each.row, WRITTEN_KEYS.index(each.field), each.start))


def _cells(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[int, str, str]]:
    for number, row in enumerate(rows):
        for field in WRITTEN_KEYS:
            if row.get(field):
                yield number, field, row[field]


# Abbreviations


def _abbreviations(rows: Sequence[Mapping[str, str]]) -> Iterator[TableFinding]:
    """One finding for each abbreviation, at its first use."""
    used: dict[str, list[_Place]] = defaultdict(list)
    expanded: dict[str, _Place] = {}
    for row, field, text in _cells(rows):
        for match in (*_EXPANSION.finditer(text), *_expanding_brackets(text)):
            for abbreviation in _ABBREVIATION.findall(match["term"]):
                expanded.setdefault(abbreviation, _Place(row, field, *match.span()))
        for match in _ABBREVIATION.finditer(text):
            if not _is_common(match[0], text, match):
                used[match[0]].append(_Place(row, field, *match.span()))
    for abbreviation, places in used.items():
        first, expansion = places[0], expanded.get(abbreviation)
        if expansion is None:
            count = len({place.row for place in places})
            where = f"стоит в {ru_count(count, 'строке', 'строках', 'строках')}"
            message = f"Сокращение «{abbreviation}» {where} и нигде в отчете не раскрыто."
            yield first.finding("abbreviation_not_expanded", message)
        elif first.order < expansion.order and not _overlap(first, expansion):
            message = f"Сокращение «{abbreviation}» стоит раньше, чем раскрыто."
            yield first.finding("abbreviation_before_expansion", message)


def _overlap(use: _Place, expansion: _Place) -> bool:
    same_cell = (use.row, use.field) == (expansion.row, expansion.field)
    return same_cell and expansion.start <= use.start < expansion.end


def _expanding_brackets(text: str) -> Iterator[re.Match[str]]:
    """«Центр культуры (ЦК)»: the words before the bracket begin with those letters."""
    for match in _IN_BRACKETS.finditer(text):
        words = re.findall(r"[^\W\d_]+", text[max(0, match.start() - 200) : match.start()])
        letters = [letter for letter in match["term"] if letter.isupper()]
        initials = [word[0].upper() for word in words if len(word) > 2][-len(letters) :]
        if initials == letters:
            yield match


def _is_common(abbreviation: str, text: str, match: re.Match[str]) -> bool:
    if " " in abbreviation:
        return False
    if _NAMED_AFTER.match(text, match.end()):
        return True
    if abbreviation in _COMMON or _LEGAL_FORM.fullmatch(abbreviation):
        return True
    if set(abbreviation) <= _ROMAN_LETTERS:
        return True
    return dictionary.in_dictionary(abbreviation.lower())


# One name, two spellings


def _spellings(rows: Sequence[Mapping[str, str]]) -> Iterator[TableFinding]:
    """What differs from the most frequent spelling; of equally frequent ones the first is right."""
    names: dict[str, list[tuple[str, _Place]]] = defaultdict(list)
    forms: dict[str, list[tuple[str, _Place]]] = defaultdict(list)
    for row, field, text in _cells(rows):
        for match in _QUOTED.finditer(text):
            name = " ".join(match["name"].split())
            key = letters(name)
            if len(key) < 3:
                continue
            names[key].append((name, _Place(row, field, *match.span("name"))))
            form = match["form"] or ""
            if _LEGAL_FORM.match(form):
                whole = f"{form} «{name}»"
                forms[key].append((whole, _Place(row, field, *match.span("form"))))
    yield from _variants(names, "«{}»")
    yield from _variants(forms, "{}", lambda whole: whole.split(" «")[0])


def _variants(
    groups: Mapping[str, list[tuple[str, _Place]]],
    quoted: str,
    compared: Callable[[str], str] = str,
) -> Iterator[TableFinding]:
    """``compared`` is the part of a spelling that must be the same everywhere."""
    for spellings in groups.values():
        counts = Counter(compared(spelling) for spelling, _ in spellings)
        if len(counts) < 2:
            continue
        usual = counts.most_common(1)[0][0]
        shown = next(spelling for spelling, _ in spellings if compared(spelling) == usual)
        for spelling, place in spellings:
            if compared(spelling) != usual:
                one, other = quoted.format(spelling), quoted.format(shown)
                message = f"В отчете есть и {one}, и {other}: одно и то же пишут одинаково."
                yield place.finding("two_spellings", message)
