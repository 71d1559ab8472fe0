"""The fields of a Word form: found, joined where Word has split them, and set apart."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from itertools import groupby
from operator import itemgetter

from lxml import etree

from reports.columns import COLUMNS

DOCUMENT_FIELD_TITLES = {
    "title": "название, две строки",
    "draft": "пометка «Проект»",
    "appendix": "отметка о приложении",
    "approval": "гриф утверждения",
    "signatory_post": "должность подписывающего",
    "signatory_name": "инициалы и фамилия подписывающего",
    "executor": "отметка об исполнителе",
}
DOCUMENT_FIELDS = tuple(DOCUMENT_FIELD_TITLES)
COLUMN_NUMBER = "column_number"  # in every cell of a row that numbers the columns
SECTION_FIELDS = ("municipality",)
EVENT_FIELDS = tuple(column.key for column in COLUMNS)
FIELDS = (*DOCUMENT_FIELDS, COLUMN_NUMBER, *SECTION_FIELDS, *EVENT_FIELDS)
FIELD = re.compile(r"\{\{([^{}]*)\}\}")

MOST_FIELDS = 200
MOST_QUOTED = 40  # characters of the words around a fault
# Russian letters that look like Latin ones.
TO_LATIN = dict(zip("аеорсухкмнтвАЕОРСУХКМНТВ", "aeopcyxkmhtbAEOPCYXKMHTB", strict=True)) | {
    "п": "n"
}

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class FormError(ValueError):
    """Why a Word file cannot be a form: Russian sentences, one a fault, shown as they are."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Faults:
    """Gathers what is wrong with a form, so that all of it is told at once."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}

    @contextmanager
    def noted(self) -> Iterator[None]:
        try:
            yield
        except FormError as error:
            self._told |= dict.fromkeys(error.faults)

    def refuse(self) -> None:
        if self._told:
            raise FormError(*self._told)


def w(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


# An insertion is refused by itself, and once.
AROUND_RUNS = (w("p"), w("ins"), w("moveTo"))


def number_of(element: etree._Element | None, attribute: str, default: int) -> int:
    """An attribute of ``element`` as a number of a sensible size."""
    value = None if element is None else element.get(w(attribute))
    return int(value) if value and re.fullmatch(r"\d{1,6}", value, re.ASCII) else default


def isolate_fields(root: etree._Element) -> None:
    """Put every marker into a run of its own, as the instruction ``<?field name?>``."""
    count = sum((text.text or "").count("{{") for text in root.iter(w("t")))
    if count > MOST_FIELDS:
        raise FormError(f"В форме слишком много полей: {count}. Можно не больше {MOST_FIELDS}.")
    faults = Faults()
    for paragraph in list(root.iter(w("p"))):
        with faults.noted():
            _isolate_in(paragraph)
    faults.refuse()


def _isolate_in(paragraph: etree._Element) -> None:
    # A text box is a paragraph within a paragraph: its texts are its own.
    texts = [
        text for text in paragraph.iter(w("t")) if next(text.iterancestors(w("p"))) is paragraph
    ]
    whole = "".join(text.text or "" for text in texts)
    if "{" not in whole and "}" not in whole:
        return
    pieces = FIELD.split(whole)  # text, field, text, field, …, text
    _refuse_pieces(pieces)
    segments = _segments(texts, pieces)
    for run in dict.fromkeys(text.getparent() for text in texts):
        own = run.findall(w("t"))
        if any(is_field for text in own for is_field, _ in segments[text]):
            _cut_run(run, segments, whole)
            continue
        for text in own:  # it may have lost the tail of a split marker
            text.text = "".join(value for _, value in segments[text])
            text.set(XML_SPACE, "preserve")


def _refuse_pieces(pieces: list[str]) -> None:
    faults = [
        f"Фигурные скобки стоят не парами: «{shortened(text)}». "
        "Поле пишется так: {{name}}; в других местах скобок быть не должно."
        for text in pieces[::2]
        if "{" in text or "}" in text
    ]
    unknown = [name.strip() for name in pieces[1::2] if name.strip() not in FIELDS]
    faults += [_about_unknown(name) for name in unknown]
    if faults:
        raise FormError(*faults)


def _about_unknown(name: str) -> str:
    letters = [letter for letter in name if letter in TO_LATIN]
    meant = "".join(TO_LATIN.get(letter, letter) for letter in name).lower()
    if letters and meant in FIELDS:
        told = ", ".join(f"«{letter}»" for letter in dict.fromkeys(letters))
        what = f"буква {told} русская" if len(set(letters)) == 1 else f"буквы {told} русские"
        return (
            f"В поле «{{{{{shortened(name)}}}}}» {what}. Включите английскую раскладку "
            f"и наберите {{{{{meant}}}}} заново."
        )
    known = ", ".join(f"{{{{{field}}}}}" for field in FIELDS)
    return f"Поле «{{{{{shortened(name)}}}}}» неизвестно. Есть такие поля: {known}."


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…"


def _segments(
    texts: list[etree._Element], pieces: list[str]
) -> dict[etree._Element, list[tuple[bool, str]]]:
    """Text element → what it holds now, as (is a field, text or name).

    A marker that Word has split over several runs belongs to the run where it begins.
    """
    owners = [text for text in texts for _ in text.text or ""]
    segments: dict[etree._Element, list[tuple[bool, str]]] = {text: [] for text in texts}
    position = 0
    for number, piece in enumerate(pieces):
        if number % 2:
            segments[owners[position]].append((True, piece.strip()))
            position += len("{{}}") + len(piece)
            continue
        pairs = zip(owners[position : position + len(piece)], piece, strict=True)
        for owner, group in groupby(pairs, key=itemgetter(0)):
            segments[owner].append((False, "".join(character for _, character in group)))
        position += len(piece)
    return segments


def _cut_run(
    run: etree._Element, segments: Mapping[etree._Element, list[tuple[bool, str]]], whole: str
) -> None:
    """Cut ``run`` into runs of the same properties so that a field stands alone."""
    if run.tag != w("r") or run.getparent().tag not in AROUND_RUNS or _is_bound(run):
        raise FormError(
            f"Поле стоит внутри ссылки, поля Word или элемента управления: «{shortened(whole)}». "
            "Впишите его простым текстом."
        )
    properties = run.find(w("rPr"))
    runs = [_new_run(properties)]
    for child in list(run):
        if child is properties:
            continue
        if child not in segments:
            runs[-1].append(child)
            continue
        for is_field, value in segments[child]:
            text = etree.Element(w("t"), {XML_SPACE: "preserve"})
            if is_field:
                text.append(etree.PI("field", value))
                runs += _new_run(properties), _new_run(properties)
                runs[-2].append(text)
            else:
                text.text = value
                runs[-1].append(text)
    empty = 0 if properties is None else 1
    for new in runs:
        if len(new) > empty:
            run.addprevious(new)
    run.getparent().remove(run)


def _is_bound(run: etree._Element) -> bool:
    """Whether Word puts a text of its own here: into a content control, or a field's result."""
    if next(run.iterancestors(w("sdt")), None) is not None:
        return True
    depth = 0
    for sibling in run.itersiblings(w("r"), preceding=True):
        for char in sibling.iter(w("fldChar")):
            depth += {"begin": 1, "end": -1}.get(char.get(w("fldCharType")), 0)
    return depth > 0


def _new_run(properties: etree._Element | None) -> etree._Element:
    run = etree.Element(w("r"))
    if properties is not None:
        run.append(deepcopy(properties))
    return run
