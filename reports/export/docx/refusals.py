"""What a Word form may not hold: whatever fetches, starts or embeds something when the document is
opened, and fields of ours where nobody would fill them."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from reports.export.docx.markers import FormError, w
from reports.export.docx.parts import SETTINGS, parse, serialised

DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
TEXT_KINDS = frozenset({"header", "footer", "footnotes", "endnotes"})
TYPESET_KINDS = TEXT_KINDS | {"styles", "numbering"}
# Kinds of relations, in small letters, that only hold text, its looks, and pictures.
HARMLESS = TYPESET_KINDS | {
    "comments", "commentsextended", "commentsids", "commentsextensible", "core-properties",
    "custom-properties", "customxml", "customxmlprops", "extended-properties", "font", "fonttable",
    "hyperlink", "image", "officedocument", "people", "settings", "styleswitheffects", "theme",
    "thumbnail", "websettings",
}  # fmt: skip
# Word notes in every file the template it was made from; these notes of the settings are dropped.
DROPPED_NOTES = ("attachedTemplate", "mailMerge", "documentProtection", "trackRevisions")
ACTING_FIELD = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|DATABASE)\b", re.IGNORECASE
)
TRACKED = frozenset(
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange",
        "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel",
        "cellMerge",
    )
)  # fmt: skip


def refuse_what_acts(parts: dict[str, bytes], root: etree._Element) -> None:
    """A document must neither fetch nor start anything when it is opened."""
    for name in [name for name in parts if name.lower().endswith(".rels")]:
        _refuse_relations(name, parts)
    _drop_notes(parts)
    for part in (root, *(parse(parts[name]) for name in parts_of(parts, TEXT_KINDS))):
        _refuse_tracked_changes(part)
        if any(ACTING_FIELD.match(code) for code in _field_codes(part)):
            raise FormError(
                "В файле есть поле Word, которое берет данные из другого файла или программы. "
                "Удалите его и сохраните файл заново."
            )


def refuse_fields_outside_text(parts: Mapping[str, bytes]) -> None:
    for name in parts_of(parts, TEXT_KINDS):
        for paragraph in parse(parts[name]).iter(w("p")):
            if "{{" in "".join(text.text or "" for text in paragraph.iter(w("t"))):
                raise FormError(
                    "Поле стоит в колонтитуле или в сноске. "
                    "Перенесите его в текст документа: в других местах поля не заполняются."
                )


def parts_of(parts: Mapping[str, bytes], kinds: Iterable[str]) -> list[str]:
    """Names of the parts of these kinds, as the relations of the document tell them; a part may
    have any name."""
    if DOCUMENT_RELATIONS not in parts:
        return []
    names = []
    for relation in parse(parts[DOCUMENT_RELATIONS]):
        name = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
        if _kind(relation) in kinds and name in parts:
            names.append(name)
    return names


def _kind(relation: etree._Element) -> str:
    return str(relation.get("Type", "")).rpartition("/")[2].lower()


def _refuse_relations(name: str, parts: dict[str, bytes]) -> None:
    relations = parse(parts[name])
    for relation in list(relations):
        kind = _kind(relation)
        is_outside = relation.get("TargetMode", "").lower() == "external"
        if kind == "attachedtemplate":
            relations.remove(relation)
            parts[name] = serialised(relations)
        elif is_outside and kind != "hyperlink":
            raise FormError(
                "Файл ссылается на рисунок или объект вне себя. "
                "Вставьте рисунок в сам файл и сохраните файл заново."
            )
        elif kind not in HARMLESS:
            raise FormError("В файле есть вложенные объекты. Удалите их и сохраните файл заново.")


def _drop_notes(parts: dict[str, bytes]) -> None:
    if SETTINGS not in parts:
        return
    settings = parse(parts[SETTINGS])
    notes = [note for name in DROPPED_NOTES for note in settings.findall(w(name))]
    for note in notes:
        settings.remove(note)
    if notes:
        parts[SETTINGS] = serialised(settings)


def _refuse_tracked_changes(part: etree._Element) -> None:
    if next(part.iter(*TRACKED), None) is not None:
        raise FormError(
            "В файле есть непринятые исправления. "
            "Примите или отклоните их в Word и загрузите файл снова."
        )


def _field_codes(part: etree._Element) -> Iterator[str]:
    """What the fields of Word say: «PAGE», «INCLUDEPICTURE …». A code may be cut into runs, and
    another field may stand inside it."""
    yield from (field.get(w("instr"), "") for field in part.iter(w("fldSimple")))
    open_codes = [""]
    for element in part.iter(w("fldChar"), w("instrText")):
        kind = element.get(w("fldCharType"))
        if element.tag == w("instrText"):
            open_codes[-1] += element.text or ""
        elif kind == "begin":
            open_codes.append("")
        elif kind == "end" and len(open_codes) > 1:
            yield open_codes.pop()
    yield from open_codes
